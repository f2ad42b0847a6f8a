import { lostPushes, machineView } from '../core/controlViews.ts'
import type { Wire } from '../core/wire.ts'
import { FAULTS } from './faultKinds.ts'
import { goodsTotal, sellableOf, statusesOf, type App, type Order, type Product } from './model.ts'
import { nextSteps } from './orderSteps.ts'
import { COLOURS, WORDS } from './words.ts'
import type { World } from './world.ts'

/** What the control page shows at the top, and what a test asks first. */
export function stateView(world: World): Wire {
  return {
    standIn: 'lazada',
    title: 'Lazada',
    words: WORDS,
    colours: { ...COLOURS },
    ...machineView(world, FAULTS),
    apps: [...world.apps.values()].map((app) => appView(world, app)),
    shops: [...world.shops.values()].map((shop) => ({
      shopId: shop.sellerId,
      name: shop.name,
      city: shop.city,
      status: shop.status,
      campaign: shop.campaign,
      items: shop.items.size,
      orders: shop.orders.size,
      linkedApps: [...world.apps.keys()].filter((key) => world.tokens.linked(key, shop.email)),
    })),
  }
}

/** An app with its secret: the stand-in's secrets are demo values. Names are those of the shared page. */
export function appView(world: World, app: App): Wire {
  return {
    partnerId: app.appKey,
    name: app.name,
    partnerKey: app.appSecret,
    status: app.status,
    policy: app.policy,
    callbackUrl: app.callbackUrl,
    redirectDomain: app.redirectUrl,
    pushPaused: app.pushPaused,
    pushOff: [...app.pushOff],
    deniedPaths: app.deniedPaths,
    allowedIps: app.allowedIps,
    lostPushes: lostPushes(world, app.appKey),
    linkedShops: [...world.shops.values()]
      .filter((shop) => world.tokens.linked(app.appKey, shop.email))
      .map((shop) => shop.sellerId),
  }
}

export function productView(item: Product): Wire {
  return {
    itemId: item.itemId,
    name: item.name,
    sku: item.skus[0]?.sellerSku ?? '',
    status: item.status,
    onSale: item.status === 'Active',
    image: `/img/${item.itemId}.svg`,
    units: item.skus.map((sku) => ({
      modelId: sku.skuId,
      sku: sku.sellerSku,
      name: Object.values(sku.options).join(','),
      price: sku.price,
      stock: sku.status === 'active' ? sellableOf(sku) : 0,
      reserved: 0,
      buckets: sku.buckets.map((bucket) => ({ ...bucket })),
    })),
  }
}

export function orderView(order: Order): Wire {
  const statuses = statusesOf(order)
  const [first] = order.units
  const lines = new Map<number, { unit: (typeof order.units)[number]; quantity: number }>()
  for (const unit of order.units) {
    lines.set(unit.skuId, { unit, quantity: (lines.get(unit.skuId)?.quantity ?? 0) + 1 })
  }
  return {
    sn: order.id,
    shopId: order.sellerId,
    status: statuses.length === 1 ? statuses[0] : 'mixed',
    statuses,
    buyer: order.buyerName,
    carrier: first?.provider || '–',
    trackingNumber: first?.trackingCode ?? '',
    packageNumber: first?.packageId ?? '',
    total: goodsTotal(order) - order.voucher + order.shippingFee,
    createTime: Math.floor(order.createdAt / 1000),
    updateTime: Math.floor(order.updatedAt / 1000),
    lines: [...lines.values()].map(({ unit, quantity }) => ({
      itemId: unit.itemId,
      modelId: unit.skuId,
      name: unit.name,
      model: unit.variation,
      sku: unit.sellerSku,
      quantity,
      price: unit.price,
    })),
    units: order.units.map((unit) => ({ id: unit.id, status: unit.status, packageId: unit.packageId })),
    steps: [...nextSteps(order)],
  }
}
