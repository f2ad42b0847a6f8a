import { createServer } from 'node:http'
import { createHttpClient } from '../src/adapters/http/client.ts'
import { createPool } from '../src/database/pool.ts'
import { deliver } from '../src/plugins/sync/deliver.ts'
import { answerWebhook } from '../src/plugins/sync/intake-http.ts'
import { createIntake } from '../src/plugins/sync/intake.ts'
import { push } from '../src/plugins/sync/push.ts'
import { sweep } from '../src/plugins/sync/sweep.ts'
import { FakeMarket, MARKET } from '../src/plugins/sync/testing/market.ts'
import { kanalFor } from '../src/plugins/sync/testing/world.ts'
import { runWorker } from '../src/queue/worker.ts'
import { httpMarket } from './lib/http-market.ts'

// Half of the system in a process of its own: the web's intake, or the worker, put together as src/server.ts and
// src/worker.ts do.
const { DATABASE_URL = '', MARKET_ORIGIN = '', ROLE, PORT } = process.env
const pool = createPool({ url: DATABASE_URL, max: 12, applicationName: `bench ${ROLE}` })
const kanal = {
  ...kanalFor(pool, new FakeMarket()),
  adapters: new Map([[MARKET, httpMarket(MARKET_ORIGIN)]]),
  send: createHttpClient({ allowedLocalOrigins: [MARKET_ORIGIN] }).send,
}
if (ROLE === 'worker') {
  await runWorker({ connectionString: DATABASE_URL, tasks: [deliver, push, sweep], kanal, log: kanal.log })
}
const intake = createIntake(kanal)
createServer((request, response) => {
  if (ROLE === 'web' && answerWebhook(intake, request, response)) return
  response.writeHead(200).end()
}).listen(Number(PORT), '127.0.0.1')
