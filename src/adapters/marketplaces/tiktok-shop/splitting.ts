import { z } from 'zod'
import type { PackageRef, ShopSession } from '../../contract.ts'
import { batchErrors } from './batch.ts'
import { callForShop } from './client.ts'
import { situation } from './errors.ts'
import { lineOfUnit } from './orderTransform.ts'
import { orderOf } from './packages.ts'
import { id, list, nextPage, read, requiredId } from './wire.ts'

const COMBINABLE_PER_PAGE = 50

const parts = z.object({ packages: list(z.object({ splittable_group_id: id, id: requiredId })) })
const combinable = z.object({
  ...nextPage,
  combinable_packages: list(z.object({ id: requiredId, order_ids: list(requiredId) })),
})
const combined = z.object({ packages: list(z.object({ id: requiredId, order_ids: list(requiredId) })) })

/** Divides an order into parcels. Lines are folded units, so all units of a line travel together. @throws AdapterError */
export async function split(
  session: ShopSession,
  { externalOrderId, packages }: { externalOrderId: string; packages: readonly (readonly string[])[] },
): Promise<PackageRef[]> {
  const lines = lineOfUnit(await orderOf(session, externalOrderId))
  const groups = packages.map((lineIds, at) => ({
    id: String(at + 1),
    order_line_item_ids: [...lines].flatMap(([unitId, lineId]) => (lineIds.includes(lineId) ? [unitId] : [])),
  }))
  if (groups.some((group) => group.order_line_item_ids.length === 0)) {
    throw situation('split', 'a parcel would be empty')
  }
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: `/fulfillment/202309/orders/${encodeURIComponent(externalOrderId)}/split`,
    body: { splittable_groups: groups },
    idempotent: false,
  })
  return read(parts, data, 'split', requestId).packages.map((parcel) => ({
    externalOrderId,
    externalPackageId: parcel.id,
  }))
}

/** Puts orders of one buyer into one parcel, if the platform offers that combination. @throws AdapterError */
export async function combine(session: ShopSession, refs: readonly PackageRef[]): Promise<PackageRef[]> {
  const wanted = [...new Set(refs.map((ref) => ref.externalOrderId))]
  const groupId = await findCombinable(session, wanted)
  const { data, requestId } = await callForShop(session, {
    method: 'POST',
    path: '/fulfillment/202309/packages/combine',
    body: { combinable_packages: [{ id: groupId, order_ids: wanted }] },
    idempotent: false,
  })
  const [error] = batchErrors(session, data, 'combine', requestId, 'package_id').values()
  if (error) throw error
  return read(combined, data, 'combine', requestId).packages.flatMap((parcel) =>
    parcel.order_ids.map((externalOrderId) => ({ externalOrderId, externalPackageId: parcel.id })),
  )
}

async function findCombinable(session: ShopSession, orderIds: readonly string[]): Promise<string> {
  let token = ''
  do {
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/fulfillment/202309/combinable_packages/search',
      query: { page_size: COMBINABLE_PER_PAGE, page_token: token },
    })
    const page = read(combinable, data, 'combinable packages', requestId)
    const found = page.combinable_packages.find((group) =>
      orderIds.every((each) => group.order_ids.includes(each)),
    )
    if (found) return found.id
    token = page.next_page_token
  } while (token !== '')
  throw situation('split', 'these orders may not be combined')
}
