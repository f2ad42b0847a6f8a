import { s3 } from '../../src/adapters/services/s3/index.ts'
import { createPool } from '../../src/database/pool.ts'
import { createLogger } from '../../src/log.ts'
import { createKanal } from '../../src/plugins/context.ts'
import { moveFiles } from '../../src/plugins/services/files/tasks.ts'

// A process that works on the running move, to be killed by a test: the task as a worker would run it, over and over.
const pool = createPool({ url: process.env.DATABASE_URL ?? '', max: 4, applicationName: 'mover' })
const kanal = createKanal({ pool, registry: { adapters: [], services: [s3()], tasks: [], schedules: [] } })
const { signal } = new AbortController()
for (;;) {
  const { rows } = await pool.query<{ id: string }>(`select id from file_moves where state = 'running'`)
  const [move] = rows
  if (!move) break
  await moveFiles.run(
    { moveId: move.id },
    { kanal, log: createLogger('mover'), signal, attempt: 1, maxAttempts: 1 },
  )
}
process.send?.('done')
