// A web process without pages, for tests that run several: only its door, and whoever comes in hears `in`.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import config from '../../payload.config.ts'
import { createPool } from '../../src/database/pool.ts'
import { createLogger } from '../../src/log.ts'
import { createKanal } from '../../src/plugins/context.ts'
import { registryOf } from '../../src/plugins/registry.ts'
import { passesDoor } from '../../src/server/door.ts'
import { stampPeer } from '../../src/server/peer.ts'

const log = createLogger('door')
const pool = createPool({
  url: process.env.DATABASE_URL ?? '',
  max: 8,
  applicationName: 'kanal door',
  onError: (error) => log.error({ err: error }, 'database connection lost'),
})
const kanal = createKanal({ pool, registry: registryOf(await config), log })
const server = createServer((request, response) => {
  stampPeer(request)
  passesDoor(kanal, request, response, []).then(
    (passes) => passes && response.end('in'),
    (error: unknown) => {
      log.error({ err: error }, 'failed')
      response.writeHead(500).end()
    },
  )
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
