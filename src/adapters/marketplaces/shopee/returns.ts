import { z } from 'zod'
import { AdapterError, type Returns, type ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { disputeReasons, evidenceFor } from './disputes.ts'
import { isNotFound } from './errors.ts'
import { fetchOrders } from './orderDetails.ts'
import { refusal } from './refusal.ts'
import { toReturn, wireReturn, type WireReturn } from './returnTransform.ts'
import { flag, instant, list, read, requiredId } from './wire.ts'
import { windowOf } from './window.ts'

const PARALLEL_CALLS = 4
const MAX_WINDOW_DAYS = 15

const returnList = z.object({
  more: flag,
  return: list(z.object({ return_sn: requiredId, update_time: instant })),
})

export interface ReturnsOptions {
  /** Whether the first page of the list is number 0 or 1; Shopee's pages say both. */
  firstPage: 0 | 1
  pageSize: number
}

/** Returns and refunds: reading them, accepting, and disputing with evidence. */
export function shopeeReturns({ firstPage, pageSize }: ReturnsOptions): Returns {
  return {
    async listUpdated(session, { from, to, cursor }) {
      const window = windowOf(from, to, MAX_WINDOW_DAYS)
      const page = cursor === null ? firstPage : Number(cursor)
      const { response, requestId } = await callForShop(session, {
        method: 'GET',
        path: '/api/v2/returns/get_return_list',
        query: {
          page_no: page,
          page_size: pageSize,
          update_time_from: window.from,
          update_time_to: window.to,
        },
      })
      const found = read(returnList, response, 'get_return_list', requestId)
      return {
        items: found.return.map((each) => ({
          externalReturnId: each.return_sn,
          updatedAt: each.update_time,
        })),
        next: found.more ? String(page + 1) : null,
        total: null,
      }
    },

    async get(session, externalReturnIds) {
      const found = await mapLimited([...new Set(externalReturnIds)], PARALLEL_CALLS, (id) =>
        getReturn(session, id),
      )
      const returns = found.filter((each) => each !== undefined)
      const orders = await fetchOrders(
        session,
        returns.map((each) => each.order_sn),
      )
      return returns.map((each) =>
        toReturn(
          each,
          orders.find((order) => order.order_sn === each.order_sn),
        ),
      )
    },

    async accept(session, { externalReturnId }) {
      await callForShop(session, {
        method: 'POST',
        path: '/api/v2/returns/confirm',
        body: { return_sn: externalReturnId },
        idempotent: false,
      })
    },

    async reject(session, { externalReturnId, reasonId, note, email, imageUrls = [] }) {
      if (!email) throw noEmail()
      const reasons = await disputeReasons(session, externalReturnId)
      await callForShop(session, {
        method: 'POST',
        path: '/api/v2/returns/dispute',
        body: {
          return_sn: externalReturnId,
          email,
          dispute_reason_id: Number(reasonId),
          ...(note === '' ? {} : { dispute_text_reason: note }),
          image_list: evidenceFor(
            reasons.find((reason) => reason.dispute_reason === reasonId),
            imageUrls,
          ),
        },
        idempotent: false,
      })
    },

    async reasons(session, { externalReturnId }) {
      const reasons = await disputeReasons(session, externalReturnId)
      return reasons.map((reason) => ({
        id: reason.dispute_reason,
        label: reason.dispute_requirement.trim() || reason.dispute_reason,
      }))
    },
  }
}

async function getReturn(session: ShopSession, externalReturnId: string): Promise<WireReturn | undefined> {
  try {
    const { response, requestId } = await callForShop(session, {
      method: 'GET',
      path: '/api/v2/returns/get_return_detail',
      query: { return_sn: externalReturnId },
    })
    return read(wireReturn, response, 'get_return_detail', requestId)
  } catch (error) {
    if (isUnknownReturn(error)) return undefined
    throw error
  }
}

/** Shopee has no code of its own for a return it does not know. */
function isUnknownReturn(error: unknown): boolean {
  if (isNotFound(error)) return true
  if (!(error instanceof AdapterError) || error.kind !== 'permanent') return false
  return /error_param$/.test(error.providerCode ?? '') && /return[ _]?sn|not found/i.test(error.message)
}

function noEmail(): AdapterError {
  return refusal(
    'a dispute needs an email address',
    text('Shopee meminta alamat email untuk sanggahan.', 'Shopee asks for an email address with a dispute.'),
    text('Isi alamat email, lalu kirim lagi.', 'Fill in an email address, then send again.'),
    ['email'],
  )
}
