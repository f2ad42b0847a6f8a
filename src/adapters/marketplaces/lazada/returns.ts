import { z } from 'zod'
import { AdapterError, type Returns, type ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { idList, jsonText, type LazadaClient } from './client.ts'
import { COUNTRIES, countryOf } from './countries.ts'
import { RULES } from './errorTable.ts'
import { returnStatus } from './statuses.ts'
import { toReturn, wireReturn, type WireReturn } from './transformReturn.ts'
import { getUnits } from './units.ts'
import { count, id, list, read, words } from './wire.ts'

const PER_PAGE = 10
const PARALLEL_CALLS = 4
/** Cancellations live in the same list; they are part of the order's own story. */
const REQUEST_TYPES = ['RETURN', 'ONLY_REFUND']

const page = z.object({ total: count, items: list(wireReturn) })
const reasonList = list(z.object({ reason_id: id, text: words }))

/** Goods sent back and money asked back. */
export function lazadaReturns(client: LazadaClient): Returns {
  return {
    async listUpdated(session, { from, to, cursor }) {
      const number = cursor === null ? 1 : Number(cursor)
      const { items, total } = await search(session, {
        page_no: number,
        request_type_list: jsonText(REQUEST_TYPES),
        ReverseOrderLineModifiedTimeRangeStart: from.getTime(),
        ReverseOrderLineModifiedTimeRangeEnd: to.getTime(),
      })
      const more = items.length > 0 && number * PER_PAGE < total
      return {
        items: items.map((entry) => ({
          externalReturnId: entry.reverse_order_id,
          updatedAt: modifiedOf(entry),
        })),
        next: more ? String(number + 1) : null,
        total,
      }
    },

    async get(session, externalReturnIds) {
      const ids = [...new Set(externalReturnIds)]
      const found = (await mapLimited(ids, PARALLEL_CALLS, (each) => find(session, each))).flatMap(
        (entry) => entry ?? [],
      )
      const orderIds = [...new Set(found.map((entry) => entry.trade_order_id).filter(Boolean))]
      const units = await getUnits(client, session, orderIds)
      const country = countryOf(session.shop.details)
      const inCents = client.unconfirmed.returnAmounts === 'cents' && country !== 'vn'
      return found.map((entry) =>
        toReturn(entry, {
          currency: COUNTRIES[country].currency,
          divisor: inCents ? 100 : 1,
          units: units.get(entry.trade_order_id) ?? [],
        }),
      )
    },

    async accept(session, { externalReturnId }) {
      const entry = await insist(session, externalReturnId)
      await decide(
        session,
        entry,
        entry.request_type === 'ONLY_REFUND' || isBack(entry) ? 'agreeRefund' : 'agreeReturn',
      )
    },

    async reject(session, { externalReturnId, reasonId, note, imageUrls = [] }) {
      const entry = await insist(session, externalReturnId)
      const images = jsonText(imageUrls.map((url, index) => ({ name: `image${index + 1}`, url })))
      if (entry.request_type === 'ONLY_REFUND') {
        await decide(session, entry, 'startDispute', {
          comment: note,
          ...(imageUrls.length > 0 ? { image_info_list: images } : {}),
        })
        return
      }
      await decide(session, entry, isBack(entry) ? 'refuseRefund' : 'refuseReturn', {
        reason_id: reasonId,
        comment: note,
        ...(isBack(entry) && imageUrls.length > 0 ? { image_info: images } : {}),
      })
    },

    async reasons(session, { externalReturnId }) {
      const entry = await insist(session, externalReturnId)
      const { data, requestId } = await client.forShop(session, {
        method: 'GET',
        path: '/order/reverse/reason/list',
        params: { reverse_order_line_id: entry.reverse_order_lines[0]?.reverse_order_line_id },
      })
      return read(reasonList, data, 'reverse/reason/list', requestId).map((reason) => ({
        id: reason.reason_id,
        label: reason.text,
      }))
    },
  }

  async function search(
    session: ShopSession,
    filter: Readonly<Record<string, string | number>>,
  ): Promise<z.output<typeof page>> {
    const { result, requestId } = await client.forShop(session, {
      method: 'GET',
      path: '/reverse/getreverseordersforseller',
      params: { page_no: 1, page_size: PER_PAGE, ...filter },
    })
    return read(page, result ?? {}, 'getreverseordersforseller', requestId)
  }

  async function find(session: ShopSession, returnId: string): Promise<WireReturn | undefined> {
    const { items } = await search(session, { reverse_order_id: returnId })
    return items.find((entry) => entry.reverse_order_id === returnId)
  }

  async function insist(session: ShopSession, returnId: string): Promise<WireReturn> {
    const entry = await find(session, returnId)
    if (entry) return entry
    const { kind, reason, explanation } = RULES.notFound
    const appKey = session.credentials['appKey'] ?? ''
    throw new AdapterError({
      kind,
      reason,
      message: `Lazada has no return ${returnId}`,
      explanation: explanation({ appKey }),
    })
  }

  /** The catalogue lists these writes as GET; they are still made once only. */
  async function decide(
    session: ShopSession,
    entry: WireReturn,
    action: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const refundOnly = entry.request_type === 'ONLY_REFUND'
    const lineIds = entry.reverse_order_lines.map((line) => line.reverse_order_line_id)
    await client.forShop(session, {
      method: 'GET',
      path: refundOnly ? '/order/reverse/onlyrefund/seller/decide' : '/order/reverse/return/update',
      params: {
        action,
        reverse_order_id: entry.reverse_order_id,
        reverse_order_item_ids: idList(lineIds),
        ...more,
      },
      idempotent: false,
    })
  }
}

/** The goods have come back, so what is left to decide is the money. */
const isBack = (entry: WireReturn): boolean =>
  entry.reverse_order_lines.some((line) => returnStatus(line.reverse_status) === 'received')

function modifiedOf(entry: WireReturn): Date | null {
  const times = entry.reverse_order_lines.flatMap(
    (line) => line.return_order_line_gmt_modified?.getTime() ?? [],
  )
  return times.length > 0 ? new Date(Math.max(...times)) : null
}
