import { ControlError, type ControlCall, type ControlRoute } from '../core/control.ts'
import { optionalInt, optionalText, replaceList, stockOf } from '../core/controlFields.ts'
import { pushView } from '../core/controlViews.ts'
import { machineRoutes } from '../core/machineRoutes.ts'
import { buy, newest, pushCode, pushData, refusable, stepOf } from '../core/orderControl.ts'
import { asArray, asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { giveConsent, revokeConsent } from './authPages.ts'
import { appView, orderView, productView, stateView } from './controlViews.ts'
import { FAULTS } from './faultKinds.ts'
import type { PartnerApp, Shop } from './model.ts'
import { placeOrder, type OrderRequest } from './orderLife.ts'
import { advanceOrder, isStep } from './orderSteps.ts'
import { PUSH_NAMES, pushPromotion, pushToApp } from './pushEvents.ts'
import { isWebAddress } from './pushApi.ts'
import { setStock as setUnitStock } from './stock.ts'
import type { World } from './world.ts'

/** All routes of this stand-in's control API. */
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
    ['POST', '/_control/promotions', (call) => setPromotion(world, call.body)],
    ['POST', '/_control/pushes', (call) => sendPush(world, call.body)],
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
  const rows = newest(call, orders, { at: ({ createTime }) => createTime, id: ({ sn }) => sn })
  return { orders: rows.map(orderView) }
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
  return buy(body, () => placeOrder(world, request), { idOf: ({ sn }) => sn, view: orderView })
}

function advance(world: World, call: ControlCall): Wire {
  const step = stepOf(call, isStep)
  return refusable(() => ({ order: orderView(advanceOrder(world, call.params['sn'] ?? '', step)) }))
}

function setStock(world: World, body: JsonObject): Wire {
  const { item, unit } = unitOf(world, body)
  setUnitStock(unit, stockOf(body))
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

function expireTokens(world: World, body: JsonObject): Wire {
  world.tokens.expireAccess(shopOf(world, body['shop_id']).shopId)
  return { ok: true }
}

function sendPush(world: World, body: JsonObject): Wire {
  const code = pushCode(body, PUSH_NAMES)
  pushToApp(world, appOf(world, body), optionalInt(body, 'shop_id') ?? 0, code, pushData(body))
  return { pushes: world.pushes.list(1).map(pushView) }
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
  replaceList(app.deniedPaths, body, 'denied_paths')
  replaceList(app.allowedIps, body, 'allowed_ips')
  return { app: appView(world, app) }
}

/** Gives consent without the page: for tests and for one-click set-ups. */
function authorize(world: World, body: JsonObject): Wire {
  const shop = shopOf(world, body['shop_id'])
  const days = optionalInt(body, 'days') ?? 365
  return { code: giveConsent(world, appOf(world, body), [shop.shopId], days, null), shopId: shop.shopId }
}
