import { z } from 'zod'
import { autocommit, transaction } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { notify } from '../notifications/notify.ts'
import { operatorOf } from '../services/operator.ts'
import { tellPatterns } from './alerts.ts'
import { makeCheckpoint, sealedLine } from './checkpoint.ts'
import { enqueueCopy } from './outside/copy-task.ts'
import { rememberVerification } from './status.ts'
import { verifyTrail } from './verify-all.ts'

/** Signs the end of every chain. The log line is one copy that leaves this machine, the file store keeps another. */
export const checkpoint = defineTask({
  name: 'audit.checkpoint',
  schema: z.object({}),
  async run(_, { kanal, log }) {
    const made = await makeCheckpoint(kanal.pool, kanal.vault.system)
    log.info({ seq: made.seq, checkpoint: sealedLine(made) }, 'audit checkpoint')
    await enqueueCopy(autocommit(kanal.pool))
  },
})

/** Recomputes every chain and tells the owners of the organisation concerned when one does not hold. */
export const verifyChains = defineTask({
  name: 'audit.verify',
  schema: z.object({}),
  async run(_, { kanal, log }) {
    const verification = await verifyTrail(kanal.pool, kanal.vault.system)
    const { rows, faults } = verification
    await rememberVerification(autocommit(kanal.pool), verification)
    log.info({ rows, faults: faults.length }, 'audit trail verified')
    for (const fault of faults) {
      log.error({ fault }, 'audit trail was tampered with')
      const { kind, seq } = fault
      // A checkpoint is of all organisations: whoever runs the server is told.
      const organisationId = fault.organisationId ?? (await operatorOf(autocommit(kanal.pool)))
      if (organisationId === null) continue
      await transaction(kanal.pool, (tx) =>
        notify(tx, {
          organisationId,
          kind: 'audit.tampered',
          dedupeKey: `${kind}:${seq}`,
          params: { seq },
          link: '/audit',
        }),
      )
    }
  },
})

export const checkpointSchedule = defineSchedule({
  name: 'audit.checkpoint',
  cron: '0 * * * *',
  task: checkpoint.name,
  payload: {},
})

export const verifySchedule = defineSchedule({
  name: 'audit.verify',
  cron: '*/15 * * * *',
  task: verifyChains.name,
  payload: {},
})

/** Looks for what an owner should know of. */
export const watchTrail = defineTask({
  name: 'audit.watch',
  schema: z.object({}),
  maxAttempts: 2,
  async run(_, { kanal, log }) {
    const found = await transaction(kanal.pool, tellPatterns)
    if (found > 0) log.warn({ found }, 'unusual patterns in the audit trail')
  },
})

export const watchSchedule = defineSchedule({
  name: 'audit.watch',
  cron: '*/5 * * * *',
  task: watchTrail.name,
  payload: {},
})
