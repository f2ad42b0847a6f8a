import { z } from 'zod'
import { AdapterError } from '../../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { defineSchedule, defineTask } from '../../../queue/define.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import type { Kanal } from '../../context.ts'
import { dismiss } from '../../notifications/dismiss.ts'
import { notify } from '../../notifications/notify.ts'
import { recover } from '../../notifications/recover.ts'
import { operatorOf } from '../../services/operator.ts'
import { withArchive } from './archive.ts'
import { copyMissing, furthest, unknownCopies } from './copies.ts'
import { copyStatus, forgetPlace, LATE_HOURS, noteTry } from './copy-status.ts'

const KEY = 'audit'
const job = { name: 'audit.copy', schema: z.object({}), maxAttempts: 6 }

/** Has the checkpoints copied that are not outside yet. */
export const enqueueCopy = (tx: Tx): Promise<void> =>
  enqueue(tx, job, {}, { jobKey: 'audit.copy', queueName: 'audit.copy' })

/** Copies checkpoints to the file store, compares what is kept there with this database, and tells how it stands. */
export const copyCheckpoints = defineTask({
  ...job,
  run: async (_, { kanal, log, signal }) => {
    const tx = autocommit(kanal.pool)
    let place: string | null = null
    try {
      const left = await withArchive(
        kanal,
        'audit.copy',
        async (archive) => {
          if (!archive) return false
          place = archive.place
          const some = await copyMissing(kanal.pool, archive, signal)
          const unknownSeq = furthest(await unknownCopies(tx, archive))
          await noteTry(tx, { place, cause: null, unknownSeq })
          return some
        },
        signal,
      )
      if (place === null) await transaction(kanal.pool, forgetAll)
      else await tellState(kanal)
      if (left) await enqueueCopy(tx)
    } catch (error) {
      if (place !== null) {
        const cause = error instanceof AdapterError ? error.reason : 'internal'
        log.warn({ cause }, 'audit checkpoints could not be copied')
        await noteTry(tx, { place, cause, unknownSeq: null })
      }
      await tellState(kanal)
      throw error
    }
  },
})

/** Checkpoints are copied as they are made; this catches up after a failure, and looks at what is kept there. */
export const copySchedule = defineSchedule({
  name: 'audit.copy',
  cron: '7,22,37,52 * * * *',
  task: copyCheckpoints.name,
  payload: {},
})

async function forgetAll(tx: Tx): Promise<void> {
  await forgetPlace(tx)
  const organisationId = await operatorOf(tx)
  if (organisationId === null) return
  await dismiss(tx, { organisationId, kind: 'audit.copy_late', dedupeKey: KEY })
  await dismiss(tx, { organisationId, kind: 'audit.set_back', dedupeKey: KEY })
}

/** Tells the operator's owners what is wrong with the copies, and that it is right again. */
const tellState = (kanal: Kanal): Promise<void> =>
  transaction(kanal.pool, async (tx) => {
    const organisationId = await operatorOf(tx)
    const status = await copyStatus(tx)
    if (organisationId === null || !status) return
    const { isLate, unknownSeq, place } = status
    const late = { organisationId, kind: 'audit.copy_late', dedupeKey: KEY } as const
    if (isLate) await notify(tx, { ...late, params: { hours: LATE_HOURS, place } })
    else await recover(tx, late)
    const setBack = { organisationId, kind: 'audit.set_back', dedupeKey: KEY } as const
    if (unknownSeq !== null) await notify(tx, { ...setBack, params: { number: unknownSeq, place } })
    else await recover(tx, setBack)
  })
