import { z } from 'zod'
import { AdapterError, type MarketplaceAdapter, type ParsedWebhook } from '../../adapters/contract.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { safeError } from '../../log.ts'
import { defineTask, type TaskContext } from '../../queue/define.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { adapterOf, loadShop, ShopNotConnectedError, type ShopRow } from '../marketplaces/rows.ts'
import { retryAt } from './backoff.ts'
import { claimMessages, closeMessages, releaseMessages, type Mailbox, type PendingMessage } from './claims.ts'
import { DELIVER_ATTEMPTS, DELIVER_TASK } from './inbox.ts'
import { KeyedRunner } from './keyed-runner.ts'
import { bringListings } from './listing-intake.ts'
import { logSync } from './log.ts'
import { applyOrders, fetchOrders } from './order-intake.ts'
import { checkConsents, revokeConsents } from './revoked.ts'

/** Messages taken up at a time. */
const CHUNK = 50
/** A message that failed this often is given up; the poll finds its order anyway. */
const MOST_TRIES = 12
/** An order may be told of before it can be read; after this many tries it does not exist. */
const MOST_LOOKS = 4

const runner = new KeyedRunner()

/** Works off the waiting webhooks of one shop: fetches the orders and listings they hint at and applies that. */
export const deliver = defineTask({
  name: DELIVER_TASK,
  schema: z.object({ integrationId: z.uuid(), externalShopId: z.string().nullable() }),
  maxAttempts: DELIVER_ATTEMPTS,
  async run(box, context) {
    await runner.run(`${box.integrationId}:${box.externalShopId ?? ''}`, () => drain(box, context))
  },
})

export const deliverKey = ({ integrationId, externalShopId }: Mailbox): string =>
  `deliver:${integrationId}:${externalShopId ?? ''}`

async function drain(box: Mailbox, context: TaskContext): Promise<void> {
  const { kanal, signal } = context
  while (!signal.aborted) {
    const messages = await claimMessages(autocommit(kanal.pool), box, CHUNK)
    if (messages.length === 0) return
    const again = await workOff(messages, context)
    if (again === null) continue
    const runAt = retryAt(
      kanal.now(),
      Math.max(...messages.map(({ attempts }) => attempts)),
      again.retryAfterMs,
    )
    await enqueue(autocommit(kanal.pool), deliver, box, { jobKey: deliverKey(box), runAt })
    return
  }
}

interface Read {
  message: PendingMessage
  hints: ParsedWebhook['hints']
}

/** @returns null when every message is closed, else how long to wait at least before the rest is tried again. */
async function workOff(
  messages: readonly PendingMessage[],
  context: TaskContext,
): Promise<{ retryAfterMs: number } | null> {
  const { kanal } = context
  const tx = autocommit(kanal.pool)
  const [first] = messages
  if (!first) return null
  const adapter = adapterOf(kanal.adapters, first.marketplace)
  const read: Read[] = []
  for (const message of messages) {
    const parsed = parsedOf(adapter, message)
    if (parsed) {
      await revokeConsents(kanal, message, parsed)
      await checkConsents(kanal, message, parsed)
    }
    read.push({ message, hints: parsed?.hints ?? [] })
  }
  const shop = await shopOf(kanal.pool, first)
  const about = read.filter(({ hints }) => hints.some(({ kind }) => kind === 'order'))
  // A message that tells of an order as well is about its stock, which the order settles.
  const listed = read.filter((each) => !about.includes(each) && itemsOf([each]).length > 0)
  const others = read.filter((each) => !about.includes(each) && !listed.includes(each))
  await closeMessages(tx, idsOf(others), { shopId: shop?.id ?? null })
  if (!shop) {
    await closeMessages(tx, idsOf([...about, ...listed]), { error: 'unknown_shop' })
    return null
  }
  const waits = [
    about.length === 0
      ? null
      : await bringOrders(about, shop, context).catch((error: unknown) =>
          settleFailure(about, shop, 'orders.fetch', error, context),
        ),
    listed.length === 0
      ? null
      : await bringListings(
          kanal,
          shop,
          { externalItemIds: itemsOf(listed), messageIds: idsOf(listed) },
          context.signal,
        ).then(
          () => null,
          (error: unknown) => settleFailure(listed, shop, 'listings.fetch', error, context),
        ),
  ].filter((wait) => wait !== null)
  return waits.length === 0
    ? null
    : { retryAfterMs: Math.max(...waits.map(({ retryAfterMs }) => retryAfterMs)) }
}

const itemsOf = (read: readonly Read[]): string[] =>
  read.flatMap(({ hints }) => hints.flatMap((hint) => (hint.kind === 'listing' ? [hint.externalItemId] : [])))

const idsOf = (read: readonly Read[]): string[] => read.map(({ message }) => message.id)

function parsedOf(adapter: MarketplaceAdapter, { body }: PendingMessage): ParsedWebhook | null {
  try {
    return adapter.webhook.parse(body)
  } catch (error) {
    if (error instanceof AdapterError) return null
    throw error
  }
}

async function shopOf(pool: TaskContext['kanal']['pool'], message: PendingMessage): Promise<ShopRow | null> {
  const tx = autocommit(pool)
  const [row] = await tx.query<{ id: string }>(
    `select id from shops where organisation_id = $1 and marketplace = $2 and external_shop_id = $3`,
    [message.organisationId, message.marketplace, message.externalShopId],
  )
  return row ? loadShop(tx, row.id) : null
}

async function bringOrders(
  about: readonly Read[],
  shop: ShopRow,
  { kanal, log, signal }: TaskContext,
): Promise<{ retryAfterMs: number } | null> {
  const messagesOf = new Map<string, PendingMessage[]>()
  for (const { message, hints } of about) {
    for (const hint of hints) {
      if (hint.kind !== 'order') continue
      messagesOf.set(hint.externalOrderId, [...(messagesOf.get(hint.externalOrderId) ?? []), message])
    }
  }
  const { orders, failures } = await fetchOrders(kanal, shop.id, [...messagesOf.keys()], signal)
  const failed = await applyOrders(kanal, shop, orders, 'webhook', {
    inboxId: (order) => messagesOf.get(order.externalOrderId)?.[0]?.id,
    // A message that tells of several orders stays open until the last of them.
    also: (tx, order) =>
      closeMessages(
        tx,
        (messagesOf.get(order.externalOrderId) ?? []).filter((m) => onlyAbout(about, m)).map(({ id }) => id),
        { shopId: shop.id },
      ),
  })
  for (const [orderId, error] of failed)
    log.warn({ orderId, err: safeError(error) }, 'order could not be applied')

  const tx = autocommit(kanal.pool)
  const found = new Set(orders.map(({ externalOrderId }) => externalOrderId))
  const retry: string[] = []
  for (const { message, hints } of about) {
    const ids = hints.flatMap((hint) => (hint.kind === 'order' ? [hint.externalOrderId] : []))
    const failure = ids.map((id) => failures.get(id)).find((error) => error !== undefined)
    if (ids.some((id) => failed.has(id))) {
      if (message.attempts >= MOST_TRIES)
        await closeMessages(tx, [message.id], { shopId: shop.id, error: 'internal' })
      else retry.push(message.id)
    } else if (failure) await closeMessages(tx, [message.id], { shopId: shop.id, error: failure.reason })
    else if (ids.every((id) => found.has(id))) {
      if (ids.length > 1) await closeMessages(tx, [message.id], { shopId: shop.id })
    } else if (message.attempts >= MOST_LOOKS) {
      await closeMessages(tx, [message.id], { shopId: shop.id, error: 'order_not_found' })
    } else retry.push(message.id)
  }
  await releaseMessages(tx, retry, 'will_retry')
  return retry.length > 0 ? { retryAfterMs: 0 } : null
}

const onlyAbout = (about: readonly Read[], message: PendingMessage): boolean =>
  about.find((each) => each.message.id === message.id)?.hints.filter(({ kind }) => kind === 'order')
    .length === 1

/** What a failed fetch means for the messages: wait, or give up and leave it to the next poll or import. */
async function settleFailure(
  about: readonly Read[],
  shop: ShopRow,
  summary: 'orders.fetch' | 'listings.fetch',
  error: unknown,
  { kanal, log }: TaskContext,
): Promise<{ retryAfterMs: number } | null> {
  const reason =
    error instanceof ShopNotConnectedError
      ? error.status
      : error instanceof AdapterError
        ? error.reason
        : null
  if (reason === null)
    log.warn(
      { shopId: shop.id, summary, err: safeError(error) },
      'what a message told of could not be fetched',
    )
  const mayPass =
    error instanceof AdapterError
      ? error.kind === 'transient' || error.kind === 'rate_limit'
      : reason === null
  const open = mayPass ? about.filter(({ message }) => message.attempts < MOST_TRIES) : []
  const over = about.filter((each) => !open.includes(each))
  await transaction(kanal.pool, async (tx) => {
    await closeMessages(tx, idsOf(over), { shopId: shop.id, error: reason ?? 'internal' })
    await releaseMessages(tx, idsOf(open), reason ?? 'internal')
    await logSync(tx, [
      {
        organisationId: shop.organisationId,
        shopId: shop.id,
        kind: summary === 'orders.fetch' ? 'order' : 'import',
        result: open.length > 0 ? 'retry' : 'failed',
        summary,
        cause: reason ?? 'internal',
        requestId: (error instanceof AdapterError && error.requestId) || null,
      },
    ])
  })
  if (open.length === 0) return null
  return { retryAfterMs: (error instanceof AdapterError && error.retryAfterMs) || 0 }
}
