// A worker that takes a job, says so, and never finishes it, for the test that kills it.
import { z } from 'zod'
import { createLogger } from '../../log.ts'
import type { Kanal } from '../../plugins/context.ts'
import { defineTask, type TaskDefinition } from '../define.ts'
import { runWorker } from '../worker.ts'

const [, , connectionString = ''] = process.argv
const task = defineTask({
  name: 'test.stuck',
  schema: z.object({ n: z.number() }),
  run: () => {
    process.send?.('holding')
    return new Promise<void>(() => undefined)
  },
})
await runWorker({
  connectionString,
  tasks: [task as TaskDefinition],
  kanal: {} as Kanal,
  log: createLogger('stuck'),
})
