import { z } from 'zod'
import {
  AdapterError,
  type Explanation,
  type ServiceSession,
  type TrailReceiver,
} from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { defineSchedule, defineTask } from '../../../queue/define.ts'
import type { Kanal } from '../../context.ts'
import { notify } from '../../notifications/notify.ts'
import { recover } from '../../notifications/recover.ts'
import { servicesOf } from '../../services/hub.ts'
import { operatorOf } from '../../services/operator.ts'
import {
  acknowledge,
  destinationHash,
  giveBack,
  placeAll,
  putOff,
  takeNext,
  tryAfterTest,
} from './stream-cursor.ts'
import { entriesAfter } from './stream-rows.ts'

const ROWS = 200
/** Leaves the queue's turn to others before the next minute begins. */
const MOST_MS = 45_000
const STUCK_MS = 3_600_000
const STUCK = { kind: 'audit.stream_stuck', dedupeKey: 'stream' } as const

/**
 * Sends rows of every organisation to the receiver that is set up: in the order of their chain, each at least once. A
 * place moves on only after the receiver has taken the rows, so a process that dies in between has them sent again.
 */
export const streamTrail = defineTask({
  name: 'audit.stream',
  schema: z.object({}),
  maxAttempts: 1,
  run: async (_, { kanal, signal }) => {
    const hub = servicesOf(kanal)
    const service = await hub.find('trail', { freshly: true })
    const receiver = service?.adapter.trail
    if (!service || !receiver) return
    await tryAfterTest(autocommit(kanal.pool), service.integrationId)
    await hub.use(
      service,
      'audit.stream',
      (session) => streamAll(kanal, receiver, session, service.adapter.name),
      signal,
    )
  },
})

export const streamSchedule = defineSchedule({
  name: 'audit.stream',
  cron: '* * * * *',
  task: streamTrail.name,
  payload: {},
})

async function streamAll(
  kanal: Kanal,
  receiver: TrailReceiver,
  session: ServiceSession,
  name: string,
): Promise<void> {
  const tx = autocommit(kanal.pool)
  const destination = destinationHash(receiver.destinationOf(session.credentials))
  await placeAll(tx, destination)
  const began = performance.now()
  let delivered = 0
  while (performance.now() - began < MOST_MS) {
    session.signal?.throwIfAborted()
    const lease = await takeNext(tx, destination)
    if (!lease) break
    const entries = await entriesAfter(tx, lease.organisationId, lease.seq, ROWS)
    const last = entries.at(-1)
    if (!last) {
      await giveBack(tx, lease)
      break
    }
    try {
      await receiver.deliver(session, lease.organisationId, entries)
    } catch (error) {
      if (session.signal?.aborted) {
        await giveBack(tx, lease)
        throw error
      }
      const { code, why } = causeOf(error, name)
      kanal.log.warn({ cause: code, organisationId: lease.organisationId }, 'audit rows were not taken')
      const since = await putOff(tx, lease, code)
      if (since && Date.now() - since.getTime() > STUCK_MS) await tellStuck(kanal, why)
      // What fails for one would fail for all; the others are tried first next time.
      return
    }
    if (await acknowledge(tx, lease, last.seq)) delivered += entries.length
  }
  if (delivered === 0) return
  kanal.log.info({ rows: delivered }, 'audit rows delivered')
  await transaction(kanal.pool, async (inTx) => {
    const organisationId = await operatorOf(inTx)
    if (organisationId !== null) await recover(inTx, { organisationId, ...STUCK })
  })
}

function causeOf(error: unknown, name: string): { code: string; why: Explanation['what'] } {
  const code = error instanceof AdapterError ? error.reason : 'internal'
  const { what } = (error instanceof AdapterError ? error.explanation : undefined) ?? explain(code, name)
  return { code, why: what }
}

const tellStuck = (kanal: Kanal, why: Explanation['what']): Promise<void> =>
  transaction(kanal.pool, async (tx) => {
    const organisationId = await operatorOf(tx)
    if (organisationId !== null) await notify(tx, { organisationId, ...STUCK, params: { why } })
  })
