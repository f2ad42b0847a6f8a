import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { optionalInt, optionalText, replaceList, stockOf } from '../core/controlFields.ts'
import { pushView } from '../core/controlViews.ts'
import { machineRoutes } from '../core/machineRoutes.ts'
import { buy, newest, pushCode, pushData, refusable, stepOf } from '../core/orderControl.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { giveConsent, isWebAddress } from './authPages.ts'
import { appView, orderView, productView, stateView } from './controlViews.ts'
import { FAULTS } from './faultKinds.ts'
import type { App, Shop } from './model.ts'
import { placeOrder, type OrderRequest } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { pushExpiring, PUSH_NAMES, pushToApp } from './pushEvents.ts'
import type { World } from './world.ts'

/** All routes of this stand-in's control API: the same calls and names as the other stand-ins'. */
export function controlRoutes(world: World): ControlRoute[] {
  return [
    ...machineRoutes(world, { state: () => stateView(world), faults: FAULTS, readId: optionalInt }),
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
    ['POST', '/_control/pushes', (call) => sendPush(world, call.body)],
    ['POST', '/_control/apps', (call) => saveApp(world, call.body)],
    ['POST', '/_control/authorize', (call) => authorize(world, call.body)],
    ['POST', '/_control/revoke', (call) => revoke(world, call.body)],
    ['POST', '/_control/tokens/expire', (call) => expireTokens(world, call.body)],
    ['POST', '/_control/tokens/warn', (call) => warnExpiry(world, call.body)],
  ]
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
  const rows = newest(call, orders, { at: ({ createdAt }) => createdAt, id: ({ id }) => id })
  return { orders: rows.map(orderView) }
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
  return buy(body, () => placeOrder(world, request), { idOf: ({ id }) => id, view: orderView })
}

function advance(world: World, call: ControlCall): Wire {
  const step = stepOf(call, isStep)
  return refusable(() => ({ order: orderView(advanceOrder(world, call.params['sn'] ?? '', step)) }))
}

/** Sets what buyers can still take, in the default warehouse or the one named. */
function setStock(world: World, body: JsonObject): Wire {
  const found = world.findSku(shopOf(world, body['shop_id']), {
    itemId: optionalInt(body, 'item_id'),
    skuId: optionalInt(body, 'model_id'),
    sellerSku: optionalText(body, 'sku'),
  })
  if (!found) throw new ControlError('no such item in this shop', 404)
  const stock = stockOf(body)
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

function sendPush(world: World, body: JsonObject): Wire {
  const type = pushCode(body, PUSH_NAMES)
  pushToApp(world, appOf(world, body), optionalInt(body, 'shop_id') ?? 0, type, pushData(body))
  return { pushes: world.pushes.list(1).map(pushView) }
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
  replaceList(app.deniedPaths, body, 'denied_paths')
  replaceList(app.allowedIps, body, 'allowed_ips')
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
