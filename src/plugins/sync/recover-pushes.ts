import { z } from 'zod'
import { AdapterError, type MarketplaceAdapter, type ShopSession } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { defineSchedule, defineTask, type TaskContext } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { adapterOf, loadIntegration, NotFoundError, ShopNotConnectedError } from '../marketplaces/rows.ts'
import { withShop } from '../marketplaces/shop-session.ts'
import { storeMessages } from './inbox.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import { logSync } from './log.ts'
import { readMessage } from './message.ts'

/** Pages of lost messages per run; the next run goes on where this one ended. */
const MOST_PAGES = 50

interface Owner {
  organisationId: string
  integrationId: string
}

/**
 * Fetches the messages a marketplace could not deliver for an app, and stores them as if they had just come: what came
 * before is known by its id and changes nothing. They are confirmed only once they are stored.
 */
export const recoverPushes = defineTask({
  name: 'sync.recover-pushes',
  schema: z.object({ integrationId: z.uuid() }),
  maxAttempts: 2,
  async run({ integrationId }, context) {
    const { kanal, signal } = context
    const tx = autocommit(kanal.pool)
    const { organisationId, marketplace } = await loadIntegration(tx, integrationId)
    const adapter = adapterOf(kanal.adapters, marketplace)
    if (!adapter.lostMessages) return
    const shops = await tx.query<{ id: string }>(
      `select id from shops where integration_id = $1 and status = 'connected' order by id`,
      [integrationId],
    )
    // The messages are the app's, so any shop that can be called will do.
    for (const { id } of shops) {
      try {
        const stored = await withShop(
          kanal,
          id,
          'pushes.recover',
          ({ session }) => pullAll(adapter, session, { organisationId, integrationId }, context),
          signal,
        )
        await logRecovery(context, { organisationId, shopId: id, stored })
        return
      } catch (error) {
        if (error instanceof ShopNotConnectedError || error instanceof NotFoundError) continue
        if (!(error instanceof AdapterError)) throw error
        await logRecovery(context, { organisationId, shopId: id, error })
        return
      }
    }
  },
})

async function pullAll(
  adapter: MarketplaceAdapter,
  session: ShopSession,
  owner: Owner,
  { kanal, signal }: TaskContext,
): Promise<number> {
  const lost = adapter.lostMessages
  let stored = 0
  for (let page = 0; lost && page < MOST_PAGES && !signal.aborted; page += 1) {
    const { messages, confirm, more } = await lost.pull(session)
    const fit = messages.filter(({ byteLength }) => byteLength <= MAX_BODY_BYTES)
    if (fit.length > 0) {
      stored += await storeMessages(
        kanal.pool,
        fit.map((rawBody) => readMessage(adapter, owner, { headers: {}, rawBody })),
      )
    }
    if (confirm === null) break
    await lost.confirm(session, confirm)
    if (!more) break
  }
  return stored
}

async function logRecovery(
  { kanal }: TaskContext,
  told: { organisationId: string; shopId: string; stored?: number; error?: AdapterError },
): Promise<void> {
  const { organisationId, shopId, stored = 0, error } = told
  if (!error && stored === 0) return
  const mayPass = error?.kind === 'transient' || error?.kind === 'rate_limit'
  await logSync(autocommit(kanal.pool), [
    {
      organisationId,
      shopId,
      kind: 'webhook',
      result: error ? (mayPass ? 'retry' : 'failed') : 'ok',
      summary: error ? 'pushes.recover' : 'pushes.recovered',
      after: error ? null : stored,
      cause: error?.reason ?? null,
      requestId: error?.requestId ?? null,
    },
  ])
}

/** Enqueues a recovery for every app of a marketplace that keeps lost messages. */
export const recoverAllPushes = defineTask({
  name: 'sync.recover-all-pushes',
  schema: z.object({}),
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    const keeping = [...kanal.adapters.values()]
      .filter(({ lostMessages }) => lostMessages)
      .map(({ id }) => id)
    if (keeping.length === 0) return
    const integrations = await tx.query<{ id: string }>(
      `select distinct integration_id as id from shops where status = 'connected' and marketplace = any ($1)`,
      [keeping],
    )
    await enqueueMany(
      tx,
      recoverPushes,
      integrations.map(({ id }) => ({
        payload: { integrationId: id },
        options: { jobKey: `recover:${id}`, queueName: `recover:${id}`, priority: 10 },
      })),
    )
  },
})

/** Messages count as lost after hours of retries, so more often would find nothing more. */
export const recoverPushesSchedule = defineSchedule({
  name: recoverAllPushes.name,
  cron: '*/10 * * * *',
  task: recoverAllPushes.name,
  payload: {},
})
