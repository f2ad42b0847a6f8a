import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { optionalInt, optionalText, replaceList, stockOf } from '../core/controlFields.ts'
import { pushView } from '../core/controlViews.ts'
import { machineRoutes } from '../core/machineRoutes.ts'
import { buy, newest, pushCode, pushData, refusable, stepOf } from '../core/orderControl.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { openReturn } from './afterSales.ts'
import { SCOPES, SELLERS } from './catalogue.ts'
import { giveConsent, revokeConsent } from './consent.ts'
import { appView, orderControlView, productControlView, stateView } from './controlViews.ts'
import { isAcceptable } from './eventApi.ts'
import { FAULTS } from './faultKinds.ts'
import type { App, Platform, ReturnType, Shop } from './model.ts'
import { placeOrder, type OrderRequest } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { pushToApp } from './webhooks.ts'
import { TYPE_NAMES } from './webhookTypes.ts'
import type { World } from './world.ts'

/** The control API of this stand-in: the shared addresses, with ids as text. */
export function controlRoutes(world: World): readonly ControlRoute[] {
  return [
    ...machineRoutes(world, { state: () => stateView(world), faults: FAULTS, readId: optionalText }),
    [
      'GET',
      '/_control/products',
      (call) => ({
        products: [...shopOf(world, call.query.get('shop_id')).products.values()].map(productControlView),
      }),
    ],
    ['GET', '/_control/orders', (call) => listOrders(world, call)],
    ['POST', '/_control/orders', (call) => order(world, call.body)],
    ['POST', '/_control/orders/:sn/advance', (call) => advance(world, call)],
    ['POST', '/_control/returns', (call) => openCase(world, call.body)],
    ['POST', '/_control/stock', (call) => setStock(world, call.body)],
    ['POST', '/_control/promotions', (call) => setPromotion(world, call.body)],
    ['POST', '/_control/shops', (call) => setShop(world, call.body)],
    ['POST', '/_control/pushes', (call) => sendPush(world, call.body)],
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

function shopOf(world: World, id: unknown): Shop {
  const shop = world.shops.get(String(id ?? ''))
  if (!shop) throw new ControlError(`shop ${String(id ?? '')} does not exist`, 404)
  return shop
}

function appOf(world: World, body: JsonObject): App {
  const key = optionalText(body, 'partner_id') ?? world.options.appKey
  const app = world.apps.get(key)
  if (!app) throw new ControlError(`app ${key} does not exist`, 404)
  return app
}

function skuOf(world: World, body: JsonObject) {
  const shop = shopOf(world, body['shop_id'])
  const found = world.findSku(shop, {
    skuId: optionalText(body, 'model_id'),
    sellerSku: optionalText(body, 'sku'),
  })
  if (!found) throw new ControlError('no such SKU in this shop', 404)
  return { shop, ...found }
}

function platformOf(body: JsonObject): Platform | undefined {
  const platform = optionalText(body, 'platform')
  if (platform === undefined || platform === '') return undefined
  if (platform !== 'TIKTOK_SHOP' && platform !== 'TOKOPEDIA')
    throw new ControlError('platform must be TIKTOK_SHOP or TOKOPEDIA')
  return platform
}

function listOrders(world: World, call: ControlCall): Wire {
  const shopId = call.query.get('shop_id')
  const shops = shopId ? [shopOf(world, shopId)] : [...world.shops.values()]
  const rows = shops.flatMap((shop) => [...shop.orders.values()].map((order) => ({ shop, order })))
  const latest = newest(call, rows, { at: (row) => row.order.createTime, id: (row) => row.order.id })
  return { orders: latest.map((row) => orderControlView(row.shop, row.order)) }
}

function order(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const lines = asArray(body['lines']).map((entry) => {
    const line = asObject(entry)
    const [skuId, sellerSku] = [optionalText(line, 'model_id'), optionalText(line, 'sku')]
    if (skuId === undefined && sellerSku === undefined) throw new ControlError('a line needs model_id or sku')
    return { skuId, sellerSku, quantity: optionalInt(line, 'quantity') ?? 1 }
  })
  const request: OrderRequest = {
    shopId: shop.id,
    lines,
    paid: body['paid'] !== false,
    platform: platformOf(body),
    buyer: optionalText(body, 'buyer_name'),
    message: optionalText(body, 'message'),
    deliveryOptionId: optionalText(body, 'channel_id'),
  }
  return buy(body, () => placeOrder(world, request), {
    idOf: ({ id }) => id,
    view: (placed) => orderControlView(shop, placed),
  })
}

function advance(world: World, call: ControlCall): Wire {
  const step = stepOf(call, isStep)
  return refusable(() => {
    const moved = advanceOrder(world, call.params['sn'] ?? '', step)
    return { order: orderControlView(shopOf(world, moved.shopId), moved) }
  })
}

/** Opens a return for some units of a delivered order. */
function openCase(world: World, body: JsonObject): Wire {
  const found = world.findOrder(optionalText(body, 'order_id') ?? '')
  if (!found) throw new ControlError('no such order', 404)
  const { shop, order } = found
  if (order.status !== 'DELIVERED' && order.status !== 'COMPLETED')
    throw new ControlError('the order is not delivered', 409)
  const type = (optionalText(body, 'type') ?? 'RETURN_AND_REFUND') as ReturnType
  const units = order.units.slice(0, optionalInt(body, 'units') ?? order.units.length)
  return { return: { ...openReturn(world, shop, order, type, units) } }
}

/** Sets what buyers can take, all of it in the SKU's first warehouse unless one is named. */
function setStock(world: World, body: JsonObject): Wire {
  const { product, sku } = skuOf(world, body)
  const stock = stockOf(body)
  const named = optionalText(body, 'warehouse_id')
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
  sku.promotionFloor = Math.max(0, optionalInt(body, 'reserved') ?? 0)
  return { product: productControlView(product) }
}

function setShop(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  shop.active = body['active'] !== false
  return { shopId: shop.id, active: shop.active }
}

function sendPush(world: World, body: JsonObject): Wire {
  const type = pushCode(body, TYPE_NAMES)
  pushToApp(world, appOf(world, body), optionalText(body, 'shop_id') ?? '', type, pushData(body))
  return { pushes: world.pushes.list(1).map(pushView) }
}

/** Creates an app, or changes what is given of an existing one. */
function saveApp(world: World, body: JsonObject): Wire {
  const appKey = optionalText(body, 'partner_id')
  if (!appKey || !/^[0-9a-z]{4,32}$/.test(appKey))
    throw new ControlError('partner_id must be an app key: lower-case letters and digits')
  const secret = optionalText(body, 'partner_key')
  const webhookUrl = optionalText(body, 'callback_url')
  if (webhookUrl && !isAcceptable(webhookUrl, world.options.acceptsLocalWebhooks))
    throw new ControlError('callback_url is not an acceptable address')
  const redirectUrl = optionalText(body, 'redirect_domain')
  if (redirectUrl && !URL.canParse(redirectUrl)) throw new ControlError('the redirect URL must be an address')
  const existing = world.apps.get(appKey)
  if (!existing && !secret) throw new ControlError('a new app needs partner_key')
  const app =
    existing ??
    world.addApp(appKey, secret ?? '', optionalText(body, 'service_id') ?? String(world.newId()), appKey)
  if (secret) app.appSecret = secret
  app.name = optionalText(body, 'name') ?? app.name
  app.serviceId = optionalText(body, 'service_id') ?? app.serviceId
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
  replaceList(app.allowedIps, body, 'allowed_ips')
  return { app: appView(world, app) }
}

/** Gives consent without the page: for tests and for one-click set-ups. It covers all shops of the seller. */
function authorize(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const seller = SELLERS.find((each) => each.shopIds.some((id) => id === shop.id))
  if (!seller) throw new ControlError('no seller has this shop', 404)
  const code = giveConsent(world, appOf(world, body), seller, optionalInt(body, 'days') ?? 365)
  return { code, shopId: shop.id, shopIds: [...seller.shopIds] }
}
