import { z } from 'zod'
import { autocommit } from '../../database/tx.ts'
import { defineSchedule, defineTask } from '../../queue/define.ts'
import { forgetImportKeys } from './import-keys.ts'

/** Takes the private half of import keys that nobody used within their day. */
const forget = defineTask({
  name: 'bundles.forget-keys',
  schema: z.object({}),
  run: async (_, { kanal }) => {
    await forgetImportKeys(autocommit(kanal.pool))
  },
})

export const bundleTasks = [forget]
export const bundleSchedules = [
  defineSchedule({ name: forget.name, cron: '40 * * * *', task: forget.name, payload: {} }),
]
