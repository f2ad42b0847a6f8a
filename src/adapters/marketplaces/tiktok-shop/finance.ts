import { z } from 'zod'
import { AdapterError, type Finance, type RemoteSettlement, type ShopSession } from '../../contract.ts'
import { callForShop } from './client.ts'
import { toSettlement, wireTransaction } from './financeTransform.ts'
import { instant, list, nextPage, read, requiredId, words } from './wire.ts'
import { seconds } from './window.ts'

const STATEMENTS_PER_PAGE = 20
const TRANSACTIONS_PER_PAGE = 100
const MAX_WINDOW_DAYS = 31

const statements = z.object({
  ...nextPage,
  statements: list(z.object({ id: requiredId, statement_time: instant, currency: words })),
})
const transactions = z.object({ ...nextPage, currency: words, transactions: list(wireTransaction) })

/** Statements still to be opened, the page of the first one, and where the list of statements goes on. */
interface Cursor {
  open: readonly { id: string; at: number; currency: string }[]
  page: string
  more: string | null
}

/** Daily statements, told transaction by transaction. */
export const tiktokShopFinance: Finance = {
  maxWindowDays: MAX_WINDOW_DAYS,

  async list(session, { from, to, cursor }) {
    let at = cursor === null ? await nextStatements(session, from, to, '') : parseCursor(cursor)
    if (at.open.length === 0 && at.more !== null) at = await nextStatements(session, from, to, at.more)
    const [statement, ...later] = at.open
    if (!statement) return { items: [], next: at.more === null ? null : JSON.stringify(at), total: null }
    const { items, page } = await readStatement(session, statement, at.page)
    const onward: Cursor = page ? { ...at, page } : { open: later, page: '', more: at.more }
    const isOver = onward.open.length === 0 && onward.more === null
    return { items, next: isOver ? null : JSON.stringify(onward), total: null }
  },
}

async function nextStatements(session: ShopSession, from: Date, to: Date, token: string): Promise<Cursor> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/finance/202309/statements',
    query: {
      sort_field: 'statement_time',
      sort_order: 'ASC',
      page_size: STATEMENTS_PER_PAGE,
      page_token: token,
      ...seconds('statement_time', from, to),
    },
  })
  const page = read(statements, data, 'statements', requestId)
  const open = page.statements.map(({ id, statement_time, currency }) => ({
    id,
    at: statement_time?.getTime() ?? from.getTime(),
    currency: currency || 'IDR',
  }))
  return { open, page: '', more: page.next_page_token || null }
}

async function readStatement(
  session: ShopSession,
  statement: Cursor['open'][number],
  token: string,
): Promise<{ items: RemoteSettlement[]; page: string }> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: `/finance/202501/statements/${encodeURIComponent(statement.id)}/statement_transactions`,
    query: { sort_field: 'order_create_time', page_size: TRANSACTIONS_PER_PAGE, page_token: token },
  })
  const page = read(transactions, data, 'statement transactions', requestId)
  const about = {
    id: statement.id,
    at: new Date(statement.at),
    currency: page.currency || statement.currency,
  }
  return {
    items: page.transactions.map((transaction) => toSettlement(transaction, about)),
    page: page.next_page_token,
  }
}

const storedCursor = z.object({
  open: z.array(z.object({ id: z.string(), at: z.number(), currency: z.string() })),
  page: z.string(),
  more: z.string().nullable(),
})

function parseCursor(text: string): Cursor {
  try {
    return storedCursor.parse(JSON.parse(text))
  } catch (cause) {
    throw new AdapterError({
      kind: 'permanent',
      reason: 'internal',
      message: 'Unknown finance cursor',
      cause,
    })
  }
}
