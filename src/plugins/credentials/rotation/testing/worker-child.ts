import type { Pool, PoolClient } from 'pg'
import { createPool } from '../../../../database/pool.ts'
import { createLogger } from '../../../../log.ts'
import { runWorker } from '../../../../queue/worker.ts'
import { createSecrets, type Kanal } from '../../../context.ts'
import { masterKeysFromEnv } from '../../keys/kek.ts'
import { rotationTasks } from '../tasks.ts'

/** Every connection is handed out late, so that a test has time to kill the process between two batches. */
function slowed(pool: Pool, delayMs: number): Pool {
  const late = async (): Promise<PoolClient> => {
    await new Promise((resolve) => setTimeout(resolve, delayMs))
    return pool.connect()
  }
  return new Proxy(pool, {
    get: (target, name) => {
      if (name === 'connect') return late
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

// Started by a test, killed by it: a worker process that only changes keys.
const { url, delayMs } = JSON.parse(process.env.WORKER_CHILD ?? '{}') as { url: string; delayMs: number }
const pool = slowed(createPool({ url, max: 10, applicationName: 'kanal worker child' }), delayMs)
const unused = (): Promise<never> => Promise.reject(new Error('The network is not used here'))
const kanal: Kanal = {
  pool,
  ...createSecrets(masterKeysFromEnv(process.env)),
  adapters: new Map(),
  services: new Map(),
  send: unused,
  connect: unused,
  log: createLogger('test'),
  publicUrl: 'https://kanal.example',
  now: () => new Date(),
}
await runWorker({ connectionString: url, tasks: rotationTasks, kanal, log: kanal.log })
process.stdout.write('ready\n')
