import { machineView } from '../core/controlViews.ts'
import type { Wire } from '../core/wire.ts'
import { FAULTS } from './faultKinds.ts'
import { goodsTotal, type Item, type Order, type PartnerApp } from './model.ts'
import { NEXT_STEPS } from './orderSteps.ts'
import type { World } from './world.ts'

/** What the control page shows at the top, and what a test asks first. */
export function stateView(world: World): Wire {
  return {
    standIn: 'shopee',
    title: 'Shopee',
    ...machineView(world, FAULTS),
    apps: [...world.apps.values()].map((app) => appView(world, app)),
    shops: [...world.shops.values()].map((shop) => ({
      shopId: shop.shopId,
      name: shop.name,
      city: shop.city,
      status: shop.status,
      items: shop.items.size,
      orders: shop.orders.size,
      linkedApps: [...world.apps.keys()].filter((id) => world.tokens.linked(id, shop.shopId)),
    })),
  }
}

/** An app with its key: the stand-in's keys are demo values. */
export function appView(world: World, app: PartnerApp): Wire {
  return {
    partnerId: app.partnerId,
    name: app.name,
    partnerKey: app.partnerKey,
    callbackUrl: app.callbackUrl,
    redirectDomain: app.redirectDomain,
    pushOff: [...app.pushOff],
    blockedShops: [...app.blockedShops],
    deniedPaths: app.deniedPaths,
    allowedIps: app.allowedIps,
    lostPushes: app.lostPushes.length,
    linkedShops: world.tokens.linkedShops(app.partnerId).map((grant) => grant.shopId),
  }
}

export function productView(item: Item): Wire {
  return {
    itemId: item.itemId,
    name: item.name,
    sku: item.sku,
    status: item.status,
    image: `/img/${item.itemId}.svg`,
    units: item.units.map((unit) => ({
      modelId: unit.modelId,
      sku: unit.sku,
      name: unit.name,
      price: unit.price,
      stock: unit.stock,
      reserved: unit.promotion?.reserved ?? 0,
    })),
  }
}

export function orderView(order: Order): Wire {
  return {
    sn: order.sn,
    shopId: order.shopId,
    status: order.status,
    logisticsStatus: order.parcels[0]?.logisticsStatus ?? '',
    buyer: order.buyerName,
    carrier: order.channel.name,
    trackingNumber: order.parcels
      .map((parcel) => parcel.trackingNumber)
      .filter((number) => number !== '')
      .join(', '),
    packageNumbers: order.parcels.map((parcel) => parcel.packageNumber),
    total: goodsTotal(order) + order.shippingFee,
    createTime: order.createTime,
    updateTime: order.updateTime,
    lines: order.lines.map((line) => ({
      itemId: line.itemId,
      modelId: line.modelId,
      name: line.itemName,
      model: line.modelName,
      sku: line.modelSku || line.itemSku,
      quantity: line.quantity,
      price: line.price,
    })),
    steps: NEXT_STEPS[order.status],
  }
}
