import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { logRoutes } from '../core/logRoutes.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { giveConsent, revokeConsent } from './authPages.ts'
import { appView, orderView, productView, pushView, stateView } from './controlViews.ts'
import { isFaultKind } from './faultKinds.ts'
import type { PartnerApp, Shop } from './model.ts'
import { placeOrder, StepRefused, type OrderRequest } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { PUSH_NAMES, pushPromotion, pushToApp } from './pushEvents.ts'
import { isWebAddress } from './pushApi.ts'
import { setStock as setUnitStock } from './stock.ts'
import type { World } from './world.ts'

const MAX_REPEAT = 5000

/** All routes of this stand-in's control API. */
export function controlRoutes(world: World): ControlRoute[] {
  return [
    ['GET', '/_control/state', () => stateView(world)],
    [
      'GET',
      '/_control/products',
      (call) => ({ products: [...shopOf(world, call.query.get('shop_id')).items.values()].map(productView) }),
    ],
    ['GET', '/_control/orders', (call) => listOrders(world, call)],
    ['POST', '/_control/orders', (call) => order(world, call.body)],
    ['POST', '/_control/orders/:sn/advance', (call) => advance(world, call)],
    ['POST', '/_control/stock', (call) => setStock(world, call.body)],
    ['POST', '/_control/promotions', (call) => setPromotion(world, call.body)],
    ['POST', '/_control/faults', (call) => addFault(world, call.body)],
    ['DELETE', '/_control/faults', () => clearFaults(world)],
    [
      'DELETE',
      '/_control/faults/:id',
      (call) => ({ removed: world.faults.remove(Number(call.params['id'])) }),
    ],
    ['POST', '/_control/clock', (call) => setClock(world, call.body)],
    ['POST', '/_control/reset', (call) => reset(world, call.body)],
    ...logRoutes(world),
    ['GET', '/_control/pushes', (call) => ({ pushes: world.pushes.list(limitOf(call)).map(pushView) })],
    ['POST', '/_control/pushes', (call) => sendPush(world, call.body)],
    ['POST', '/_control/pushes/resend', (call) => resend(world, call.body)],
    [
      'POST',
      '/_control/pushes/flush-retries',
      async () => ({ attempted: await world.pushes.flushRetries() }),
    ],
    ['POST', '/_control/apps', (call) => saveApp(world, call.body)],
    ['POST', '/_control/authorize', (call) => authorize(world, call.body)],
    [
      'POST',
      '/_control/revoke',
      (call) => ({
        revoked: revokeConsent(world, appOf(world, call.body), shopOf(world, call.body['shop_id']).shopId),
      }),
    ],
    ['POST', '/_control/tokens/expire', (call) => expireTokens(world, call.body)],
  ]
}

function limitOf(call: ControlCall): number {
  return Math.min(500, Math.max(1, Number(call.query.get('limit')) || 100))
}

function optionalInt(body: JsonObject, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new ControlError(`${name} must be an integer`)
  return number
}

function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new ControlError(`${name} must be text`)
  return value
}

function textList(body: JsonObject, name: string): string[] {
  return asArray(body[name]).map(String)
}

function shopOf(world: World, id: unknown): Shop {
  const shop = world.shops.get(Number(id))
  if (!shop) throw new ControlError(`shop ${String(id ?? '')} does not exist`, 404)
  return shop
}

function appOf(world: World, body: JsonObject): PartnerApp {
  const id = optionalInt(body, 'partner_id') ?? world.options.partnerId
  const app = world.apps.get(id)
  if (!app) throw new ControlError(`app ${id} does not exist`, 404)
  return app
}

function unitOf(world: World, body: JsonObject) {
  const shop = shopOf(world, body['shop_id'])
  const found = world.findUnit(shop, {
    itemId: optionalInt(body, 'item_id'),
    modelId: optionalInt(body, 'model_id'),
    sku: optionalText(body, 'sku'),
  })
  if (!found) throw new ControlError('no such item or model in this shop', 404)
  return { shop, ...found }
}

function listOrders(world: World, call: ControlCall): Wire {
  const shopId = call.query.get('shop_id')
  const shops = shopId ? [shopOf(world, shopId)] : [...world.shops.values()]
  const orders = shops.flatMap((shop) => [...shop.orders.values()])
  orders.sort((a, b) => b.createTime - a.createTime || (a.sn < b.sn ? 1 : -1))
  return { orders: orders.slice(0, limitOf(call)).map(orderView) }
}

function order(world: World, body: JsonObject): Wire {
  const lines = asArray(body['lines']).map((entry) => {
    const line = asObject(entry)
    const sku = optionalText(line, 'sku')
    const itemId = optionalInt(line, 'item_id')
    if (sku === undefined && itemId === undefined) throw new ControlError('a line needs item_id or sku')
    return {
      itemId,
      modelId: optionalInt(line, 'model_id'),
      sku,
      quantity: optionalInt(line, 'quantity') ?? 1,
    }
  })
  const request: OrderRequest = {
    shopId: shopOf(world, body['shop_id']).shopId,
    lines,
    paid: body['paid'] !== false,
    buyerName: optionalText(body, 'buyer_name') ?? optionalText(body, 'buyerName'),
    message: optionalText(body, 'message'),
    channelId: optionalInt(body, 'channel_id'),
  }
  const repeat = optionalInt(body, 'repeat')
  if (repeat !== undefined) return orderMany(world, request, Math.min(repeat, MAX_REPEAT))
  return refusable(() => ({ order: orderView(placeOrder(world, request)) }))
}

/** The same order again and again, until the goods are gone. */
function orderMany(world: World, request: OrderRequest, times: number): Wire {
  const placed: string[] = []
  for (let i = 0; i < times; i++) {
    try {
      placed.push(placeOrder(world, request).sn)
    } catch (error) {
      if (!(error instanceof StepRefused)) throw error
      return { orders: placed, refused: times - i, reason: error.message }
    }
  }
  return { orders: placed, refused: 0 }
}

function advance(world: World, { params, body }: ControlCall): Wire {
  const step = (optionalText(body, 'to') ?? '').trim().replaceAll(' ', '_')
  if (!isStep(step)) throw new ControlError(`unknown step "${step}"`)
  return refusable(() => ({ order: orderView(advanceOrder(world, params['sn'] ?? '', step)) }))
}

function refusable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepRefused) throw new ControlError(error.message, 409)
    throw error
  }
}

function setStock(world: World, body: JsonObject): Wire {
  const { item, unit } = unitOf(world, body)
  const stock = optionalInt(body, 'stock')
  if (stock === undefined || stock < 0) throw new ControlError('stock must be 0 or more')
  setUnitStock(unit, stock)
  return { product: productView(item) }
}

/** `reserved` > 0 starts or changes a promotion on the unit, 0 ends it. */
function setPromotion(world: World, body: JsonObject): Wire {
  const { shop, item, unit } = unitOf(world, body)
  const reserved = optionalInt(body, 'reserved') ?? 0
  if (reserved < 0 || reserved > unit.stock)
    throw new ControlError(`reserved must be from 0 to ${unit.stock}`)
  const now = world.clock.seconds()
  const promotion = unit.promotion ?? {
    promotionId: 9_007_199_254_740_993n + BigInt(world.random.int(1, 1_000_000_000)) * 10n,
    promotionType: 'flash_sale',
    reserved: 0,
    startTime: now,
    endTime: now + 86400,
  }
  promotion.reserved = reserved
  unit.promotion = reserved === 0 ? null : promotion
  const at = { ...promotion, itemId: item.itemId, modelId: unit.modelId }
  pushPromotion(world, shop, at, reserved === 0 ? 'promo_end' : 'promo_lock_stock', reserved)
  return { product: productView(item), promotionId: String(promotion.promotionId) }
}

function addFault(world: World, body: JsonObject): Wire {
  const kind = body['kind']
  if (!isFaultKind(kind)) throw new ControlError(`unknown fault "${String(kind)}"`)
  const probability = Number(body['probability'] ?? 1)
  if (!(probability > 0 && probability <= 1))
    throw new ControlError('probability must be above 0 and at most 1')
  const count = optionalInt(body, 'count')
  if (count !== undefined && count < 1) throw new ControlError('count must be at least 1')
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(asObject(body['params']))) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value
  }
  const fault = world.faults.add({
    kind,
    count,
    probability,
    path: optionalText(body, 'path'),
    shopId: optionalInt(body, 'shop_id'),
    appId: optionalInt(body, 'partner_id'),
    params,
  })
  return { fault: { ...fault, remaining: fault.remaining ?? null } }
}

function clearFaults(world: World): Wire {
  world.faults.clear()
  return { faults: [] }
}

function reset(world: World, body: JsonObject): Wire {
  world.reset(optionalInt(body, 'seed') ?? world.seed)
  return stateView(world)
}

function expireTokens(world: World, body: JsonObject): Wire {
  world.tokens.expireAccess(shopOf(world, body['shop_id']).shopId)
  return { ok: true }
}

function setClock(world: World, body: JsonObject): Wire {
  const skew = optionalInt(body, 'skewSeconds') ?? 0
  world.clock.skewSeconds = skew
  return { now: new Date(world.clock.ms()).toISOString(), skewSeconds: skew }
}

function sendPush(world: World, body: JsonObject): Wire {
  const code = optionalInt(body, 'code')
  if (code === undefined)
    throw new ControlError(`code is required, one of ${Object.keys(PUSH_NAMES).join(', ')}`)
  const data = JSON.parse(JSON.stringify(asObject(body['data']))) as Readonly<Record<string, Wire>>
  pushToApp(world, appOf(world, body), optionalInt(body, 'shop_id') ?? 0, code, data)
  return { pushes: world.pushes.list(1).map(pushView) }
}

async function resend(world: World, body: JsonObject): Promise<Wire> {
  const push = await world.pushes.resend(optionalInt(body, 'id') ?? 0)
  if (!push) throw new ControlError('no such push', 404)
  return { push: pushView(push) }
}

/** Creates an app, or changes what is given of an existing one. */
function saveApp(world: World, body: JsonObject): Wire {
  const partnerId = optionalInt(body, 'partner_id')
  if (partnerId === undefined || partnerId < 1 || partnerId > 4294967295)
    throw new ControlError('partner_id must be from 1 to 4294967295')
  const key = optionalText(body, 'partner_key')
  const callbackUrl = optionalText(body, 'callback_url')
  if (callbackUrl !== undefined && callbackUrl !== '' && !isWebAddress(callbackUrl))
    throw new ControlError('callback_url must be an http(s) address')
  const existing = world.apps.get(partnerId)
  if (!existing && (key === undefined || key === '')) throw new ControlError('a new app needs partner_key')
  const app = existing ?? world.addApp(partnerId, key ?? '', optionalText(body, 'name') ?? `App ${partnerId}`)
  if (key) app.partnerKey = key
  app.name = optionalText(body, 'name') ?? app.name
  app.pushKey = optionalText(body, 'push_key') ?? app.pushKey
  app.callbackUrl = callbackUrl ?? app.callbackUrl
  app.redirectDomain = optionalText(body, 'redirect_domain') ?? app.redirectDomain
  if ('denied_paths' in body) app.deniedPaths.splice(0, Infinity, ...textList(body, 'denied_paths'))
  if ('allowed_ips' in body) app.allowedIps.splice(0, Infinity, ...textList(body, 'allowed_ips'))
  return { app: appView(world, app) }
}

/** Gives consent without the page: for tests and for one-click set-ups. */
function authorize(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const days = optionalInt(body, 'days') ?? 365
  return { code: giveConsent(world, appOf(world, body), [shop.shopId], days, null), shopId: shop.shopId }
}
