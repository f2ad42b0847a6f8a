import { createServer, type Server } from 'node:http'
import next from 'next'
import config from '../payload.config.ts'
import { createPool } from './database/pool.ts'
import { autocommit } from './database/tx.ts'
import { readEnv } from './env.ts'
import { createLogger } from './log.ts'
import { createKanal } from './plugins/context.ts'
import { verifyMasterKeys } from './plugins/credentials/keys/canary.ts'
import { masterKeysFromEnv } from './plugins/credentials/keys/kek.ts'
import { announceKeys } from './plugins/credentials/rotation/heartbeat.ts'
import { registryOf } from './plugins/registry.ts'
import { startReporting } from './plugins/services/reports/reports.ts'
import { createIntake } from './plugins/sync/intake.ts'
import { answerWebhook } from './plugins/sync/intake-http.ts'
import { passesDoor } from './server/door.ts'
import { answerElsewhere } from './server/elsewhere.ts'
import { healthRoute } from './server/health.ts'
import { stampPeer } from './server/peer.ts'
import { runProcess } from './server/process.ts'
import { setSecurityHeaders } from './server/security-headers.ts'

const log = createLogger('web')
const INTAKE_CONNECTIONS = 8

const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })

/**
 * The web process. Webhooks and health are answered before Next's router, which costs several times the work they
 * need; everything else is Next's.
 */
runProcess(log, async () => {
  const env = readEnv()
  const pool = createPool({
    url: env.databaseUrl,
    max: INTAKE_CONNECTIONS,
    applicationName: 'kanal web intake',
    onError: (error) => log.error({ err: error }, 'database connection lost'),
  })
  const keks = masterKeysFromEnv(process.env)
  await verifyMasterKeys(autocommit(pool), keks)
  const kanal = createKanal({ pool, registry: registryOf(await config), log })
  const stopReporting = startReporting(kanal, 'web')
  const intake = createIntake(kanal)
  const health = healthRoute(pool)

  const isDevelopment = process.env.NODE_ENV === 'development'
  const app = next({ dev: isDevelopment, hostname: env.host, port: env.port })
  await app.prepare()
  const page = app.getRequestHandler()

  const server = createServer((request, response) => {
    if (answerWebhook(intake, request, response)) return
    stampPeer(request)
    setSecurityHeaders(request, response, { publicUrl: env.publicUrl, isDevelopment })
    const path = request.url ?? '/'
    const serve = async (): Promise<void> => {
      if (path.startsWith('/api/health')) return health(request, response)
      if (answerElsewhere(request, response)) return
      if (await passesDoor(kanal, request, response, env.trustedProxies)) return page(request, response)
    }
    serve().catch((error: unknown) => {
      log.error({ err: error, path: path.split('?')[0] }, 'request failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  const stopAnnouncing = await announceKeys(pool, 'web', keks, (error) =>
    log.warn({ err: error }, 'could not say which master keys are held'),
  )
  server.listen(env.port, env.host, () => log.info({ url: env.publicUrl }, 'web ready'))

  return {
    stop: async () => {
      await closed(server)
      await app.close()
      await stopReporting()
      await stopAnnouncing()
      await pool.end()
    },
  }
})
