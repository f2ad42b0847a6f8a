import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { logRoutes } from '../core/logRoutes.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { giveConsent, isWebAddress } from './authPages.ts'
import { appView, orderView, productView, pushView, stateView } from './controlViews.ts'
import { isFaultKind } from './faultKinds.ts'
import type { App, Shop } from './model.ts'
import { placeOrder, StepRefused, type OrderRequest } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { pushExpiring, PUSH_NAMES, pushToApp } from './pushEvents.ts'
import type { World } from './world.ts'

const MAX_REPEAT = 5000

/** All routes of this stand-in's control API: the same calls and names as the other stand-ins'. */
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
    ['POST', '/_control/shops', (call) => setShop(world, call.body)],
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
    ['POST', '/_control/revoke', (call) => revoke(world, call.body)],
    ['POST', '/_control/tokens/expire', (call) => expireTokens(world, call.body)],
    ['POST', '/_control/tokens/warn', (call) => warnExpiry(world, call.body)],
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

function shopOf(world: World, id: unknown): Shop {
  const shop = world.shops.get(Number(id))
  if (!shop) throw new ControlError(`shop ${String(id ?? '')} does not exist`, 404)
  return shop
}

function appOf(world: World, body: JsonObject): App {
  const key = optionalInt(body, 'partner_id') ?? world.options.appKey
  const app = world.apps.get(key)
  if (!app) throw new ControlError(`app ${key} does not exist`, 404)
  return app
}

function listOrders(world: World, call: ControlCall): Wire {
  const shopId = call.query.get('shop_id')
  const shops = shopId ? [shopOf(world, shopId)] : [...world.shops.values()]
  const orders = shops.flatMap((shop) => [...shop.orders.values()])
  orders.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  return { orders: orders.slice(0, limitOf(call)).map(orderView) }
}

function order(world: World, body: JsonObject): Wire {
  const lines = asArray(body['lines']).map((entry) => {
    const line = asObject(entry)
    const sku = optionalText(line, 'sku')
    const itemId = optionalInt(line, 'item_id')
    if (sku === undefined && itemId === undefined) throw new ControlError('a line needs item_id or sku')
    return { itemId, skuId: optionalInt(line, 'model_id'), sku, quantity: optionalInt(line, 'quantity') ?? 1 }
  })
  const request: OrderRequest = {
    sellerId: shopOf(world, body['shop_id']).sellerId,
    lines,
    paid: body['paid'] !== false,
    buyerName: optionalText(body, 'buyer_name'),
    message: optionalText(body, 'message'),
  }
  const repeat = optionalInt(body, 'repeat')
  if (repeat !== undefined) return orderMany(world, request, Math.min(repeat, MAX_REPEAT))
  return refusable(() => ({ order: orderView(placeOrder(world, request)) }))
}

/** The same order again and again, until the goods are gone. */
function orderMany(world: World, request: OrderRequest, times: number): Wire {
  const placed: string[] = []
  for (let nth = 0; nth < times; nth++) {
    try {
      placed.push(placeOrder(world, request).id)
    } catch (error) {
      if (!(error instanceof StepRefused)) throw error
      return { orders: placed, refused: times - nth, reason: error.message }
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

/** Sets what buyers can still take, in the default warehouse or the one named. */
function setStock(world: World, body: JsonObject): Wire {
  const found = world.findSku(shopOf(world, body['shop_id']), {
    itemId: optionalInt(body, 'item_id'),
    skuId: optionalInt(body, 'model_id'),
    sellerSku: optionalText(body, 'sku'),
  })
  if (!found) throw new ControlError('no such item in this shop', 404)
  const stock = optionalInt(body, 'stock')
  if (stock === undefined || stock < 0) throw new ControlError('stock must be 0 or more')
  const code = optionalText(body, 'warehouse') ?? found.sku.buckets[0]?.warehouseCode
  const bucket = found.sku.buckets.find((each) => each.warehouseCode === code)
  if (!bucket) throw new ControlError('no such warehouse', 404)
  bucket.sellable = stock
  return { product: productView(found.item) }
}

/** A shop's state: closed, unverified, or in a campaign in which stock may only grow. */
function setShop(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const status = optionalText(body, 'status')
  if (status === 'ACTIVE' || status === 'INACTIVE' || status === 'DELETED') shop.status = status
  if (typeof body['verified'] === 'boolean') shop.verified = body['verified']
  if (typeof body['campaign'] === 'boolean') shop.campaign = body['campaign']
  return { shopId: shop.sellerId, status: shop.status, verified: shop.verified, campaign: shop.campaign }
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

function setClock(world: World, body: JsonObject): Wire {
  world.clock.skewSeconds = optionalInt(body, 'skewSeconds') ?? 0
  return { now: new Date(world.clock.ms()).toISOString(), skewSeconds: world.clock.skewSeconds }
}

function sendPush(world: World, body: JsonObject): Wire {
  const type = optionalInt(body, 'code')
  if (type === undefined)
    throw new ControlError(`code is required, one of ${Object.keys(PUSH_NAMES).join(', ')}`)
  const data = JSON.parse(JSON.stringify(asObject(body['data']))) as Readonly<Record<string, Wire>>
  pushToApp(world, appOf(world, body), optionalInt(body, 'shop_id') ?? 0, type, data)
  return { pushes: world.pushes.list(1).map(pushView) }
}

async function resend(world: World, body: JsonObject): Promise<Wire> {
  const push = await world.pushes.resend(optionalInt(body, 'id') ?? 0)
  if (!push) throw new ControlError('no such push', 404)
  return { push: pushView(push) }
}

/** Creates an app, or changes what is given of an existing one. */
function saveApp(world: World, body: JsonObject): Wire {
  const appKey = optionalInt(body, 'partner_id')
  if (appKey === undefined || appKey < 1) throw new ControlError('partner_id must be above 0')
  const secret = optionalText(body, 'partner_key')
  const callbackUrl = optionalText(body, 'callback_url')
  const redirectUrl = optionalText(body, 'redirect_domain')
  for (const url of [callbackUrl, redirectUrl]) {
    if (url && !isWebAddress(url)) throw new ControlError('addresses must be http(s)')
  }
  const existing = world.apps.get(appKey)
  if (!existing && !secret) throw new ControlError('a new app needs partner_key')
  const app = existing ?? world.addApp(appKey, secret ?? '', optionalText(body, 'name') ?? `App ${appKey}`)
  if (secret) app.appSecret = secret
  app.name = optionalText(body, 'name') ?? app.name
  if (callbackUrl !== undefined) {
    app.callbackUrl = callbackUrl
    app.pushPaused = false
    app.pushWatchedFrom = world.pushes.list(1)[0]?.id ?? 0
  }
  app.redirectUrl = redirectUrl ?? app.redirectUrl
  if (body['status'] === 'test' || body['status'] === 'online') app.status = body['status']
  if (body['policy'] === 'ALA' || body['policy'] === 'ASA') app.policy = body['policy']
  if ('denied_paths' in body)
    app.deniedPaths.splice(0, Infinity, ...asArray(body['denied_paths']).map(String))
  if ('allowed_ips' in body) app.allowedIps.splice(0, Infinity, ...asArray(body['allowed_ips']).map(String))
  return { app: appView(world, app) }
}

/** Gives consent without the page: for tests and for one-click set-ups. */
function authorize(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  return { code: giveConsent(world, appOf(world, body), shop), shopId: shop.sellerId }
}

function revoke(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  return { revoked: world.tokens.revoke(appOf(world, body).appKey, shop.email) }
}

function expireTokens(world: World, body: JsonObject): Wire {
  world.tokens.expireAccess(shopOf(world, body['shop_id']).email)
  return { ok: true }
}

/** Push 8, which the real platform sends once a day in the last two days of a consent. */
function warnExpiry(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  pushExpiring(world, appOf(world, body), shop.sellerId, shop.email)
  return { ok: true }
}
