import { z } from 'zod'
import type { Finance, ShopSession } from '../../contract.ts'
import { mapLimited } from '../../kit/batches.ts'
import { callForShop } from './client.ts'
import { toSettlement, wireEscrow, type WireEscrow } from './settlementTransform.ts'
import { count, flag, instant, list, read, requiredId } from './wire.ts'
import { windowOf } from './window.ts'

const FIRST_PAGE = 1
const PARALLEL_CALLS = 4
const CURRENCY = 'IDR'

const escrowList = z.object({
  more: flag,
  escrow_list: list(z.object({ order_sn: requiredId, payout_amount: count, escrow_release_time: instant })),
})

export interface FinanceOptions {
  /** Longest window asked for; Shopee publishes none. */
  maxWindowDays: number
  pageSize: number
  /**
   * What the list's payout is counted in, which its page leaves open: `detail` ignores it and takes the order's
   * own escrow amount, `major` are rupiah, `hundredth` hundredths of them.
   */
  payoutUnit: 'detail' | 'major' | 'hundredth'
}

/** Payouts released in a window, each with the fees that came off; one call more for every order on a page. */
export function shopeeFinance({ maxWindowDays, pageSize, payoutUnit }: FinanceOptions): Finance {
  return {
    maxWindowDays,

    async list(session, { from, to, cursor }) {
      const window = windowOf(from, to, maxWindowDays)
      const page = cursor === null ? FIRST_PAGE : Number(cursor)
      const { response, requestId } = await callForShop(session, {
        method: 'GET',
        path: '/api/v2/payment/get_escrow_list',
        query: {
          release_time_from: window.from,
          release_time_to: window.to,
          page_no: page,
          page_size: pageSize,
        },
      })
      const found = read(escrowList, response, 'get_escrow_list', requestId)
      const items = await mapLimited(found.escrow_list, PARALLEL_CALLS, async (row) =>
        toSettlement(await getEscrow(session, row.order_sn), {
          payout: inMajorUnits(row.payout_amount, payoutUnit),
          releasedAt: row.escrow_release_time ?? from,
          currency: CURRENCY,
        }),
      )
      return { items, next: found.more ? String(page + 1) : null, total: null }
    },
  }
}

function inMajorUnits(payout: number, unit: FinanceOptions['payoutUnit']): number | null {
  if (unit === 'detail') return null
  return unit === 'major' ? payout : payout / 100
}

async function getEscrow(session: ShopSession, orderSn: string): Promise<WireEscrow> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/payment/get_escrow_detail',
    query: { order_sn: orderSn },
  })
  return read(wireEscrow, response, 'get_escrow_detail', requestId)
}
