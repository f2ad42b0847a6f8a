import type { HttpReply } from '../core/http.ts'
import { json } from '../core/http.ts'
import { asObject, type JsonObject, type Wire } from '../core/wire.ts'
import { badParam, newRequestId, ShopeeError, wrapped } from './envelope.ts'
import type { ShopCallContext } from './gateway.ts'
import { editableItem, EDITABLE } from './itemLookup.ts'
import type { Item, SellableUnit } from './model.ts'
import { bodyInt, bodyList } from './params.ts'
import { pushToShopApps } from './pushEvents.ts'
import { readSellerStock, stockAfter, writeSellerStock } from './sellerStock.ts'

const MAX_PRICE_RATIO = 7

type Failure = { readonly modelId: number; readonly reason: string; readonly floor?: boolean }

/** POST product/update_stock: absolute numbers, one item per call, rows may fail one by one. */
export function updateStock(context: ShopCallContext): HttpReply {
  const { body, shop, world, request } = context
  const item = editableItem(context)
  const rows = bodyList(body, 'stock_list', 50).map(asObject)
  const sabotage = world.faults.strike('partial_failure', { shopId: shop.shopId, path: request.path })
  const successes: Wire[] = []
  const failures: Failure[] = []
  rows.forEach((row, index) => {
    const modelId = rowModel(row, item, 'error_edit_item_stock_for_item_has_model')
    const stock = readSellerStock(shop, row['seller_stock'])
    const unit = item.units.find((u) => u.modelId === modelId)
    if (!unit) failures.push({ modelId, reason: 'model not found' })
    else if (sabotage && index === 0)
      failures.push({ modelId, reason: 'update stock failed, please try again' })
    else if (stockAfter(unit, stock) < (unit.promotion?.reserved ?? 0)) {
      failures.push({
        modelId,
        floor: true,
        reason: `stock should not be less than reserved stock ${unit.promotion?.reserved ?? 0}`,
      })
    } else {
      writeSellerStock(unit, stock)
      const model = modelId === 0 ? {} : { model_id: modelId }
      if (typeof stock === 'number') successes.push({ ...model, stock })
      else for (const [location_id, here] of stock) successes.push({ ...model, location_id, stock: here })
    }
  })
  const response = { success_list: successes, failure_list: failures.map(failureView) }
  const loud = sabotage?.params['style'] === 'error' || successes.length === 0
  if (failures.length === 0 || !loud) return wrapped(response)
  const code = failures.every((f) => f.floor) ? 'error_param' : 'error_busi_update_stock_failed'
  return failedRows(code, failures[0]?.reason ?? '', response)
}

/** POST product/update_price: whole rupiah, dearest at most seven times the cheapest. */
export function updatePrice(context: ShopCallContext): HttpReply {
  const { body, shop, world } = context
  const item = editableItem(context)
  const rows = bodyList(body, 'price_list', 50).map(asObject)
  const planned = new Map<SellableUnit, number>()
  const failures: Failure[] = []
  for (const row of rows) {
    const modelId = rowModel(row, item, 'error_edit_item_price_for_item_has_model')
    const price = row['original_price']
    const unit = item.units.find((u) => u.modelId === modelId)
    if (!unit) failures.push({ modelId, reason: 'model not found' })
    else if (typeof price !== 'number' || !Number.isInteger(price) || price < 99 || price > 150_000_000) {
      failures.push({ modelId, reason: 'price should be a whole number of rupiah from 99 to 150000000' })
    } else planned.set(unit, price)
  }
  const after = item.units.map((unit) => planned.get(unit) ?? unit.price)
  if (Math.max(...after) > MAX_PRICE_RATIO * Math.min(...after)) {
    throw new ShopeeError(
      'error_update_price_fail',
      `The dearest model may cost at most ${MAX_PRICE_RATIO} times the cheapest.`,
    )
  }
  const successes: Wire[] = []
  for (const [unit, price] of planned) {
    const old = unit.price
    unit.price = price
    successes.push({ ...(unit.modelId === 0 ? {} : { model_id: unit.modelId }), original_price: price })
    if (old !== price) {
      pushToShopApps(world, shop.shopId, 22, {
        item_id: item.itemId,
        model_id: unit.modelId,
        update_field: 'original_price',
        old_value: old,
        new_value: price,
        update_time: world.clock.seconds(),
      })
    }
  }
  const response = { success_list: successes, failure_list: failures.map(failureView) }
  if (successes.length > 0) return wrapped(response)
  return failedRows('error_update_price_fail', failures[0]?.reason ?? '', response)
}

/** POST product/unlist_item: takes items off sale or puts them back. */
export function unlistItems({ body, shop, world }: ShopCallContext): HttpReply {
  const rows = bodyList(body, 'item_list', 50).map(asObject)
  const successes: Wire[] = []
  const failures: Wire[] = []
  for (const row of rows) {
    const itemId = bodyInt(row, 'item_id', { min: 1 })
    const unlist = row['unlist']
    if (typeof unlist !== 'boolean') throw badParam('unlist is required')
    const item = shop.items.get(itemId)
    if (!item) failures.push({ item_id: itemId, failed_reason: 'Product not found' })
    else if (!EDITABLE.includes(item.status)) {
      failures.push({ item_id: itemId, failed_reason: 'The item is banned, under review or deleted' })
    } else {
      item.status = unlist ? 'UNLIST' : 'NORMAL'
      item.updateTime = world.clock.seconds()
      successes.push({ item_id: itemId, unlist })
    }
  }
  const response = { success_list: successes, failure_list: failures }
  if (successes.length > 0) return wrapped(response)
  return failedRows('error_unlist_item_all_failed', 'All items failed.', response)
}

function rowModel(row: JsonObject, item: Item, missingCode: string): number {
  const modelId = row['model_id'] ?? 0
  if (typeof modelId !== 'number' || !Number.isSafeInteger(modelId))
    throw badParam('model_id should be an integer')
  if (modelId === 0 && item.hasModels)
    throw new ShopeeError(missingCode, 'The item has models, please pass model_id.')
  return modelId
}

function failureView(failure: Failure): Wire {
  return { model_id: failure.modelId, failed_reason: failure.reason }
}

function failedRows(code: string, message: string, response: Wire): HttpReply {
  return json({ error: code, message, response, request_id: newRequestId() })
}
