import { AdapterError, type Finance, type ShopSession } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import type { LazadaClient } from './client.ts'
import { countryOf, localDay, startOfDay } from './countries.ts'
import { toSettlements, wireTransaction, type WireTransaction } from './transformFinance.ts'
import { list, read } from './wire.ts'

const ROWS_PER_CALL = 500
/** Lazada answers for less than 180 days at a time. */
const MAX_WINDOW_DAYS = 179
const DAY_MS = 86_400_000

/**
 * Settlements, one calendar day of the country per page: an order's rows of a day are all on the same page however
 * many there are. Days without money give empty pages.
 */
export function lazadaFinance(client: LazadaClient): Finance {
  return {
    maxWindowDays: MAX_WINDOW_DAYS,

    async list(session, { from, to, cursor }) {
      checkWindow(from, to)
      const country = countryOf(session.shop.details)
      const day = cursor ?? localDay(from, country)
      const rows = await rowsOf(session, day)
      const following = new Date(startOfDay(day, country).getTime() + DAY_MS)
      return {
        items: toSettlements(rows, day, country),
        next: following < to ? localDay(following, country) : null,
        total: null,
      }
    },
  }

  async function rowsOf(session: ShopSession, day: string): Promise<WireTransaction[]> {
    const rows: WireTransaction[] = []
    for (;;) {
      const { data, requestId } = await client.forShop(session, {
        method: 'GET',
        path: '/finance/transaction/details/get',
        params: { start_time: day, end_time: day, trans_type: -1, limit: ROWS_PER_CALL, offset: rows.length },
      })
      const page = read(list(wireTransaction), data, 'finance/transaction/details/get', requestId)
      rows.push(...page)
      if (page.length < ROWS_PER_CALL) return rows
    }
  }
}

/** @throws AdapterError when the window is longer than Lazada answers for. */
function checkWindow(from: Date, to: Date): void {
  if (to.getTime() - from.getTime() <= MAX_WINDOW_DAYS * DAY_MS) return
  throw new AdapterError({
    kind: 'permanent',
    reason: 'internal',
    message: `Lazada lists at most ${MAX_WINDOW_DAYS} days of transactions at a time`,
    explanation: explain('internal', 'Lazada'),
  })
}
