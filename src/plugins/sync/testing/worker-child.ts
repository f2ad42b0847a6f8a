import { createPool } from '../../../database/pool.ts'
import { runWorker } from '../../../queue/worker.ts'
import { deliver } from '../deliver.ts'
import { push } from '../push.ts'
import { sweep } from '../sweep.ts'
import { FakeMarket, listing, remoteOrder } from './market.ts'
import { kanalFor } from './world.ts'

/** What a worker of its own needs to see the same marketplace as the test that started it. */
export interface ChildInput {
  url: string
  shops: { externalId: string; accessToken: string; refreshToken: string }[]
  orders: { shop: string; id: string; item: string; quantity: number; at: string }[]
  items: string[]
  delayMs: number
}

// Started by a test, killed by it: a worker process with a marketplace in its own memory.
const input = JSON.parse(process.env.WORKER_CHILD ?? '{}') as ChildInput
const market = new FakeMarket()
for (const shop of input.shops) {
  market.shops.set(shop.externalId, {
    ...shop,
    listings: input.items.map((item) => listing(item, item, 0)),
    orders: new Map(),
  })
}
for (const { shop, id, item, quantity, at } of input.orders) {
  const time = new Date(at)
  market.shops
    .get(shop)
    ?.orders.set(id, remoteOrder(id, item, quantity, { createdAt: time, updatedAt: time }))
}
market.before = () => new Promise((resolve) => setTimeout(resolve, input.delayMs))
const kanal = kanalFor(createPool({ url: input.url, max: 10, applicationName: 'kanal worker child' }), market)
await runWorker({ connectionString: input.url, tasks: [deliver, push, sweep], kanal, log: kanal.log })
process.stdout.write('ready\n')
