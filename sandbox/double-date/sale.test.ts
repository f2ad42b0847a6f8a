import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startShopeeSandbox, type ShopeeSandbox } from '../shopee/app.ts'
import { readOptions } from './options.ts'
import { runSale, type SalePlan } from './sale.ts'
import { StandIn } from './standIn.ts'

const CALM: SalePlan = {
  rate: 100,
  seconds: 1,
  duplicates: 0,
  lost: 0,
  reordered: 0,
  outage: null,
  seed: 1,
}

let sandbox: ShopeeSandbox
let standIn: StandIn
let receiver: Server
let received: number

beforeEach(async () => {
  sandbox = await startShopeeSandbox({ port: 0, verifyCallback: false })
  standIn = await StandIn.at(sandbox.url)
  received = 0
  receiver = createServer((request, response) => {
    received += 1
    request.resume()
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await sandbox.close()
  receiver.closeAllConnections()
  receiver.close()
})

/** Lets the demo app into the first shop, so that it sells and is told of it. */
async function openShop(): Promise<void> {
  const { apps, shops } = await standIn.state()
  const { port } = receiver.address() as AddressInfo
  await standIn.call('POST', 'apps', {
    partner_id: apps[0]?.partnerId,
    callback_url: `http://127.0.0.1:${port}/`,
  })
  await standIn.call('POST', 'authorize', { shop_id: shops[0]?.shopId })
}

/** Looks often: an outage of a test is short. */
const WITHIN = { timeout: 5_000, interval: 5 }

describe('a sale', () => {
  it('needs an open shop', async () => {
    await expect(runSale([standIn], CALM)).rejects.toThrow('No shop is connected yet')
  })

  it('places as many orders as planned, each of which the stand-in has', async () => {
    await openShop()
    const { sales, soldOut, seconds } = await runSale([standIn], CALM)
    expect(sales.length + soldOut).toBe(100)
    expect(seconds).toBeGreaterThan(0.9)
    const { orders } = await standIn.call<{ orders: { sn: string }[] }>('GET', 'orders?limit=500')
    expect(sales.map(({ order }) => order).sort()).toEqual(orders.map(({ sn }) => sn).sort())
  })

  it('is the same again with the same seed', async () => {
    await openShop()
    const first = await runSale([standIn], { ...CALM, rate: 20 })
    const second = await runSale([standIn], { ...CALM, rate: 20 })
    const baskets = ({ sales }: typeof first) => sales.map(({ lines }) => JSON.stringify(lines)).sort()
    expect(baskets(second)).toEqual(baskets(first))
  })

  it('loses pushes while it runs, and leaves nothing switched on', async () => {
    await openShop()
    const { sales } = await runSale([standIn], { ...CALM, rate: 30, lost: 1 })
    expect((await standIn.tally()).pushes.outcomes.lost).toBeGreaterThanOrEqual(sales.length)
    expect(sandbox.state.faults.list()).toEqual([])
    // The news of the consent came before.
    expect(received).toBeLessThanOrEqual(1)
  })

  it('takes a stand-in down for a while although buyers go on', async () => {
    await openShop()
    const outage = { of: 'shopee', afterSeconds: 0.2, seconds: 0.7 }
    const sale = runSale([standIn], { ...CALM, rate: 30, outage })
    const kinds = (): string[] => sandbox.state.faults.list().map(({ kind }) => kind)
    await vi.waitFor(() => expect(kinds()).toEqual(['push_lost', 'hang', 'http_503']), WITHIN)
    const { sales, soldOut } = await sale
    expect(sales.length + soldOut).toBe(30)
    expect(kinds()).toEqual([])
  })
})

describe('the command line', () => {
  it('has defaults and takes percentages', () => {
    const { rate, seconds, lost, outage, standIns } = readOptions([
      '--lost',
      '10',
      '--stand-in',
      'http://a.test',
    ])
    expect({ rate, seconds, lost, outage, standIns }).toEqual({
      rate: 50,
      seconds: 300,
      lost: 0.1,
      outage: null,
      standIns: ['http://a.test'],
    })
  })

  it.each([
    ['--rate', 'many'],
    ['--lost', '101'],
    ['--seconds', ''],
    ['--speed', '1'],
  ])('refuses %s %s', (name, value) => {
    expect(() => readOptions([name, value])).toThrow(name)
  })
})
