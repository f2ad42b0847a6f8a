import { z } from 'zod'
import { transaction } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { notify } from '../notifications/notify.ts'
import { makeCheckpoint, sealedLine } from './checkpoint.ts'
import { verifyTrail } from './verify-all.ts'

/** Signs the end of every chain. The log line is the copy that leaves this machine. */
export const checkpoint = defineTask({
  name: 'audit.checkpoint',
  schema: z.object({}),
  async run(_, { kanal, log }) {
    const made = await makeCheckpoint(kanal.pool, kanal.vault.system)
    log.info({ seq: made.seq, checkpoint: sealedLine(made) }, 'audit checkpoint')
  },
})

/** Recomputes every chain and tells the owners of the organisation concerned when one does not hold. */
export const verifyChains = defineTask({
  name: 'audit.verify',
  schema: z.object({}),
  async run(_, { kanal, log }) {
    const { rows, faults } = await verifyTrail(kanal.pool, kanal.vault.system)
    log.info({ rows, faults: faults.length }, 'audit trail verified')
    for (const fault of faults) {
      log.error({ fault }, 'audit trail was tampered with')
      if (fault.organisationId === null) continue
      const { organisationId, kind, seq } = fault
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
