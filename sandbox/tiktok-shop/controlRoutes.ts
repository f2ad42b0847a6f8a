import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { logRoutes } from '../core/logRoutes.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { openReturn } from './afterSales.ts'
import { SCOPES, SELLERS } from './catalogue.ts'
import { giveConsent, revokeConsent } from './consent.ts'
import { appView, orderControlView, productControlView, pushView, stateView } from './controlViews.ts'
import { isAcceptable } from './eventApi.ts'
import { isFaultKind } from './faultKinds.ts'
import type { App, Platform, ReturnType, Shop } from './model.ts'
import { placeOrder, StepRefused } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { pushToApp } from './webhooks.ts'
import { TYPE_NAMES } from './webhookTypes.ts'
import type { World } from './world.ts'

/** The control API of this stand-in: the shared addresses, with ids as text. */
export function controlRoutes(world: World): readonly ControlRoute[] {
  return [
    ['GET', '/_control/state', () => stateView(world)],
    [
      'GET',
      '/_control/products',
      (call) => ({
        products: [...shopOf(world, call.query.get('shop_id')).products.values()].map(productControlView),
      }),
    ],
    ['GET', '/_control/orders', (call) => listOrders(world, call)],
    ['POST', '/_control/orders', (call) => buy(world, call.body)],
    ['POST', '/_control/orders/:sn/advance', (call) => advance(world, call)],
    ['POST', '/_control/returns', (call) => openCase(world, call.body)],
    ['POST', '/_control/stock', (call) => setStock(world, call.body)],
    ['POST', '/_control/promotions', (call) => setPromotion(world, call.body)],
    ['POST', '/_control/shops', (call) => setShop(world, call.body)],
    ['POST', '/_control/faults', (call) => addFault(world, call.body)],
    ['DELETE', '/_control/faults', () => (world.faults.clear(), { faults: [] })],
    [
      'DELETE',
      '/_control/faults/:id',
      (call) => ({ removed: world.faults.remove(Number(call.params['id'])) }),
    ],
    ['POST', '/_control/clock', (call) => setClock(world, call.body)],
    [
      'POST',
      '/_control/reset',
      (call) => (world.reset(numberOf(call.body, 'seed') ?? world.seed), stateView(world)),
    ],
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
        revoked: revokeConsent(world, appOf(world, call.body), shopOf(world, call.body['shop_id']).id),
      }),
    ],
    [
      'POST',
      '/_control/tokens/expire',
      (call) => (world.tokens.expireAccess(shopOf(world, call.body['shop_id']).id), { ok: true }),
    ],
  ]
}

const limitOf = (call: ControlCall): number =>
  Math.min(500, Math.max(1, Number(call.query.get('limit')) || 100))

function numberOf(body: JsonObject, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new ControlError(`${name} must be an integer`)
  return number
}

/** Ids may not come as numbers: they would have lost digits. */
function textOf(body: JsonObject, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new ControlError(`${name} must be text`)
  return value
}

function shopOf(world: World, id: unknown): Shop {
  const shop = world.shops.get(String(id ?? ''))
  if (!shop) throw new ControlError(`shop ${String(id ?? '')} does not exist`, 404)
  return shop
}

function appOf(world: World, body: JsonObject): App {
  const key = textOf(body, 'partner_id') ?? world.options.appKey
  const app = world.apps.get(key)
  if (!app) throw new ControlError(`app ${key} does not exist`, 404)
  return app
}

function skuOf(world: World, body: JsonObject) {
  const shop = shopOf(world, body['shop_id'])
  const found = world.findSku(shop, { skuId: textOf(body, 'model_id'), sellerSku: textOf(body, 'sku') })
  if (!found) throw new ControlError('no such SKU in this shop', 404)
  return { shop, ...found }
}

function platformOf(body: JsonObject): Platform | undefined {
  const platform = textOf(body, 'platform')
  if (platform === undefined || platform === '') return undefined
  if (platform !== 'TIKTOK_SHOP' && platform !== 'TOKOPEDIA')
    throw new ControlError('platform must be TIKTOK_SHOP or TOKOPEDIA')
  return platform
}

function listOrders(world: World, call: ControlCall): Wire {
  const shopId = call.query.get('shop_id')
  const shops = shopId ? [shopOf(world, shopId)] : [...world.shops.values()]
  const rows = shops.flatMap((shop) => [...shop.orders.values()].map((order) => ({ shop, order })))
  rows.sort((a, b) => b.order.createTime - a.order.createTime || (a.order.id < b.order.id ? 1 : -1))
  return { orders: rows.slice(0, limitOf(call)).map(({ shop, order }) => orderControlView(shop, order)) }
}

function buy(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const lines = asArray(body['lines']).map((entry) => {
    const line = asObject(entry)
    const [skuId, sellerSku] = [textOf(line, 'model_id'), textOf(line, 'sku')]
    if (skuId === undefined && sellerSku === undefined) throw new ControlError('a line needs model_id or sku')
    return { skuId, sellerSku, quantity: numberOf(line, 'quantity') ?? 1 }
  })
  return refusable(() => ({
    order: orderControlView(
      shop,
      placeOrder(world, {
        shopId: shop.id,
        lines,
        paid: body['paid'] !== false,
        platform: platformOf(body),
        buyer: textOf(body, 'buyer_name'),
        message: textOf(body, 'message'),
        deliveryOptionId: textOf(body, 'channel_id'),
      }),
    ),
  }))
}

function advance(world: World, { params, body }: ControlCall): Wire {
  const step = (textOf(body, 'to') ?? '').trim().replaceAll(' ', '_')
  if (!isStep(step)) throw new ControlError(`unknown step "${step}"`)
  return refusable(() => {
    const order = advanceOrder(world, params['sn'] ?? '', step)
    return { order: orderControlView(shopOf(world, order.shopId), order) }
  })
}

/** Opens a return for some units of a delivered order. */
function openCase(world: World, body: JsonObject): Wire {
  const found = world.findOrder(textOf(body, 'order_id') ?? '')
  if (!found) throw new ControlError('no such order', 404)
  const { shop, order } = found
  if (order.status !== 'DELIVERED' && order.status !== 'COMPLETED')
    throw new ControlError('the order is not delivered', 409)
  const type = (textOf(body, 'type') ?? 'RETURN_AND_REFUND') as ReturnType
  const units = order.units.slice(0, numberOf(body, 'units') ?? order.units.length)
  return { return: { ...openReturn(world, shop, order, type, units) } }
}

function refusable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepRefused) throw new ControlError(error.message, 409)
    throw error
  }
}

/** Sets what buyers can take, all of it in the SKU's first warehouse unless one is named. */
function setStock(world: World, body: JsonObject): Wire {
  const { product, sku } = skuOf(world, body)
  const stock = numberOf(body, 'stock')
  if (stock === undefined || stock < 0) throw new ControlError('stock must be 0 or more')
  const named = textOf(body, 'warehouse_id')
  if (named !== undefined && !sku.shelves.has(named))
    throw new ControlError('the SKU is not in that warehouse', 404)
  const home = named ?? [...sku.shelves.keys()][0]
  for (const [id, shelf] of sku.shelves) {
    if (id === home) shelf.available = stock
    else if (named === undefined) shelf.available = 0
  }
  return { product: productControlView(product) }
}

/** `reserved` > 0 starts a promotion below which stock may not go, 0 ends it. */
function setPromotion(world: World, body: JsonObject): Wire {
  const { product, sku } = skuOf(world, body)
  sku.promotionFloor = Math.max(0, numberOf(body, 'reserved') ?? 0)
  return { product: productControlView(product) }
}

function setShop(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  shop.active = body['active'] !== false
  return { shopId: shop.id, active: shop.active }
}

function addFault(world: World, body: JsonObject): Wire {
  const kind = body['kind']
  if (!isFaultKind(kind)) throw new ControlError(`unknown fault "${String(kind)}"`)
  const probability = Number(body['probability'] ?? 1)
  if (!(probability > 0 && probability <= 1))
    throw new ControlError('probability must be above 0 and at most 1')
  const count = numberOf(body, 'count')
  if (count !== undefined && count < 1) throw new ControlError('count must be at least 1')
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(asObject(body['params']))) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value
  }
  const fault = world.faults.add({
    kind,
    count,
    probability,
    path: textOf(body, 'path'),
    shopId: textOf(body, 'shop_id'),
    appId: textOf(body, 'partner_id'),
    params,
  })
  return { fault: { ...fault, remaining: fault.remaining ?? null } }
}

function setClock(world: World, body: JsonObject): Wire {
  world.clock.skewSeconds = numberOf(body, 'skewSeconds') ?? 0
  return { now: new Date(world.clock.ms()).toISOString(), skewSeconds: world.clock.skewSeconds }
}

function sendPush(world: World, body: JsonObject): Wire {
  const type = numberOf(body, 'code')
  if (type === undefined)
    throw new ControlError(`code is required, one of ${Object.keys(TYPE_NAMES).join(', ')}`)
  const data = JSON.parse(JSON.stringify(asObject(body['data']))) as Readonly<Record<string, Wire>>
  pushToApp(world, appOf(world, body), textOf(body, 'shop_id') ?? '', type, data)
  return { pushes: world.pushes.list(1).map(pushView) }
}

async function resend(world: World, body: JsonObject): Promise<Wire> {
  const push = await world.pushes.resend(numberOf(body, 'id') ?? 0)
  if (!push) throw new ControlError('no such push', 404)
  return { push: pushView(push) }
}

/** Creates an app, or changes what is given of an existing one. */
function saveApp(world: World, body: JsonObject): Wire {
  const appKey = textOf(body, 'partner_id')
  if (!appKey || !/^[0-9a-z]{4,32}$/.test(appKey))
    throw new ControlError('partner_id must be an app key: lower-case letters and digits')
  const secret = textOf(body, 'partner_key')
  const webhookUrl = textOf(body, 'callback_url')
  if (webhookUrl && !isAcceptable(webhookUrl, world.options.acceptsLocalWebhooks))
    throw new ControlError('callback_url is not an acceptable address')
  const redirectUrl = textOf(body, 'redirect_domain')
  if (redirectUrl && !URL.canParse(redirectUrl)) throw new ControlError('the redirect URL must be an address')
  const existing = world.apps.get(appKey)
  if (!existing && !secret) throw new ControlError('a new app needs partner_key')
  const app =
    existing ??
    world.addApp(appKey, secret ?? '', textOf(body, 'service_id') ?? String(world.newId()), appKey)
  if (secret) app.appSecret = secret
  app.name = textOf(body, 'name') ?? app.name
  app.serviceId = textOf(body, 'service_id') ?? app.serviceId
  app.webhookUrl = webhookUrl ?? app.webhookUrl
  app.redirectUrl = redirectUrl ?? app.redirectUrl
  if ('denied_scopes' in body) {
    const denied = asArray(body['denied_scopes']).map(String)
    app.scopes.clear()
    for (const scope of SCOPES) if (!denied.includes(scope)) app.scopes.add(scope)
  }
  if ('muted_topics' in body) {
    app.mutedTopics.clear()
    for (const type of asArray(body['muted_topics'])) app.mutedTopics.add(Number(type))
  }
  if ('allowed_ips' in body) app.allowedIps.splice(0, Infinity, ...asArray(body['allowed_ips']).map(String))
  return { app: appView(world, app) }
}

/** Gives consent without the page: for tests and for one-click set-ups. It covers all shops of the seller. */
function authorize(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const seller = SELLERS.find((each) => each.shopIds.some((id) => id === shop.id))
  if (!seller) throw new ControlError('no seller has this shop', 404)
  const code = giveConsent(world, appOf(world, body), seller, numberOf(body, 'days') ?? 365)
  return { code, shopId: shop.id, shopIds: [...seller.shopIds] }
}
