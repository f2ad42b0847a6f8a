import { lostPushes, machineView } from '../core/controlViews.ts'
import type { Wire } from '../core/wire.ts'
import { deliveryOption, SCOPES } from './catalogue.ts'
import { FAULTS } from './faultKinds.ts'
import { isLive, mainStatus, type App, type Order, type Product, type Shop } from './model.ts'
import { orderTotal, parcelsOf } from './orderLife.ts'
import { nextSteps } from './orderSteps.ts'
import { COLOURS, WORDS } from './words.ts'
import type { World } from './world.ts'

/** What the control page shows at the top, and what a test asks first. */
export function stateView(world: World): Wire {
  return {
    standIn: 'tiktok-shop',
    title: 'Tokopedia & Shop',
    textIds: true,
    words: WORDS,
    colours: COLOURS,
    platforms: ['TIKTOK_SHOP', 'TOKOPEDIA'],
    ...machineView(world, FAULTS),
    apps: [...world.apps.values()].map((app) => appView(world, app)),
    shops: [...world.shops.values()].map((shop) => ({
      shopId: shop.id,
      name: shop.name,
      city: shop.warehouses[0]?.city ?? '',
      status: shop.active ? 'NORMAL' : 'DISABLED',
      items: shop.products.size,
      orders: shop.orders.size,
      linkedApps: [...world.apps.keys()].filter((key) => world.tokens.linked(key, shop.id)),
    })),
  }
}

/** An app with its secret: the stand-in's secrets are demo values. */
export function appView(world: World, app: App): Wire {
  return {
    partnerId: app.appKey,
    name: app.name,
    partnerKey: app.appSecret,
    serviceId: app.serviceId,
    callbackUrl: app.webhookUrl,
    redirectDomain: app.redirectUrl,
    deniedScopes: SCOPES.filter((scope) => !app.scopes.has(scope)),
    mutedTopics: [...app.mutedTopics],
    allowedIps: app.allowedIps,
    lostPushes: lostPushes(world, app.appKey),
    linkedShops: world.tokens.linkedShops(app.appKey),
  }
}

export function productControlView(product: Product): Wire {
  const [first] = product.skus
  return {
    itemId: product.id,
    name: product.title,
    sku: first?.sellerSku ?? '',
    status: mainStatus(product),
    onSale: isLive(product),
    platforms: Object.fromEntries(product.statuses),
    image: `/img/${product.id}.svg`,
    units: product.skus.map((sku) => ({
      modelId: sku.id,
      sku: sku.sellerSku,
      name: sku.options.map((option) => option.value).join(','),
      price: sku.price,
      stock: [...sku.shelves.values()].reduce((sum, shelf) => sum + shelf.available, 0),
      committed: [...sku.shelves.values()].reduce((sum, shelf) => sum + shelf.committed, 0),
      reserved: sku.promotionFloor,
      warehouses: [...sku.shelves].map(([id, shelf]) => ({ id, ...shelf })),
    })),
  }
}

export function orderControlView(shop: Shop, order: Order): Wire {
  const parcels = parcelsOf(shop, order)
  const option = deliveryOption(order.deliveryOptionId)
  const skus = [...new Set(order.units.map((unit) => unit.skuId))]
  return {
    sn: order.id,
    shopId: order.shopId,
    status: order.status,
    platform: order.platform,
    buyer: order.buyer,
    carrier: option.name,
    trackingNumber: parcels
      .map((parcel) => parcel.trackingNumber)
      .filter((each) => each !== '')
      .join(', '),
    packageIds: parcels.map((parcel) => parcel.id),
    cancelRequestId: order.cancelRequestId,
    total: orderTotal(order),
    createTime: order.createTime,
    updateTime: order.updateTime,
    lines: skus.map((skuId) => {
      const units = order.units.filter((unit) => unit.skuId === skuId)
      const [unit] = units
      return {
        itemId: unit?.productId ?? '',
        modelId: skuId,
        name: unit?.productName ?? '',
        model: unit?.skuName === 'Default' ? '' : (unit?.skuName ?? ''),
        sku: unit?.sellerSku ?? '',
        quantity: units.length,
        price: unit?.price ?? 0,
      }
    }),
    steps: nextSteps(shop, order),
  }
}
