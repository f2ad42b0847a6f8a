import { z } from 'zod'
import { autocommit, transaction } from '../../../database/tx.ts'
import { defineSchedule, defineTask } from '../../../queue/define.ts'
import { integrationAdapterOf } from '../../context.ts'
import { expiringSoon, warnOfExpiry } from './expiry.ts'

/** Looks for credentials whose known end comes near, and tells of it. Safe to repeat: each warning is given once. */
export const checkExpiries = defineTask({
  name: 'credentials.expiry',
  schema: z.object({}),
  maxAttempts: 3,
  async run(_, { kanal }) {
    const nameOf = (id: string): string => integrationAdapterOf(kanal, id)?.name ?? id
    for (const id of await expiringSoon(autocommit(kanal.pool)))
      await transaction(kanal.pool, (tx) => warnOfExpiry(tx, id, nameOf))
  },
})

export const expiryTasks = [checkExpiries]
/** Every hour: a day ends at another time in each organisation's zone. */
export const expirySchedules = [
  defineSchedule({ name: checkExpiries.name, cron: '10 * * * *', task: checkExpiries.name, payload: {} }),
]
