import { auditStream } from '../../../../adapters/services/audit-stream/index.ts'
import { createHttpClient } from '../../../../adapters/http/client.ts'
import { createConnector } from '../../../../adapters/net/connect.ts'
import { createPool } from '../../../../database/pool.ts'
import { createLogger } from '../../../../log.ts'
import { createSecrets } from '../../../context.ts'
import { masterKeysFromEnv } from '../../../credentials/keys/kek.ts'
import { streamTrail } from '../stream-task.ts'

// A worker that streams over and over, to be killed by a test.
const pool = createPool({ url: process.env.DATABASE_URL ?? '', max: 4, applicationName: 'streamer' })
const log = createLogger('streamer', { write: () => undefined })
const kanal = {
  pool,
  ...createSecrets(masterKeysFromEnv(process.env)),
  adapters: new Map(),
  services: new Map([['audit-stream', auditStream()]]),
  send: createHttpClient({ allowedLocalOrigins: [process.env.RECEIVER ?? ''] }).send,
  connect: createConnector({ allowedLocal: [new URL(process.env.RECEIVER ?? '').host] }),
  log,
  publicUrl: 'https://kanal.example',
  now: () => new Date(),
}
const { signal } = new AbortController()
for (;;) await streamTrail.run({}, { kanal, log, signal, attempt: 1, maxAttempts: 1 })
