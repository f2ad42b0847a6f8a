import { getPayload } from 'payload'
import config from '../payload.config.ts'
import { autocommit } from './database/tx.ts'
import { readEnv } from './env.ts'
import { createLogger } from './log.ts'
import { kanalOf } from './plugins/context.ts'
import { verifyMasterKeys } from './plugins/credentials/keys/canary.ts'
import { masterKeysFromEnv } from './plugins/credentials/keys/kek.ts'
import { announceKeys } from './plugins/credentials/rotation/heartbeat.ts'
import { registryOf } from './plugins/registry.ts'
import { startReporting } from './plugins/services/reports/reports.ts'
import { runWorker } from './queue/worker.ts'
import { runProcess } from './server/process.ts'

const log = createLogger('worker')

/** The worker process: background tasks and schedules. Any number may run against one database. */
runProcess(log, async () => {
  const env = readEnv()
  const payload = await getPayload({ config })
  const kanal = { ...kanalOf(payload), log }
  const keks = masterKeysFromEnv(process.env)
  await verifyMasterKeys(autocommit(kanal.pool), keks)
  const stopAnnouncing = await announceKeys(kanal.pool, 'worker', keks, (error) =>
    log.warn({ err: error }, 'could not say which master keys are held'),
  )
  const { tasks, schedules } = registryOf(payload.config)
  const stopReporting = startReporting(kanal, 'worker')
  const worker = await runWorker({
    connectionString: env.databaseUrl,
    concurrency: env.workerConcurrency,
    tasks,
    schedules,
    kanal,
    log,
  })
  log.info({ tasks: tasks.length, schedules: schedules.length }, 'worker ready')
  return {
    stop: async () => {
      await worker.stop()
      await stopReporting()
      await stopAnnouncing()
      await payload.destroy()
    },
  }
})
