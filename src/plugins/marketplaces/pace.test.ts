import { expect, it } from 'vitest'
import type { HttpResponse } from '../../adapters/contract.ts'
import { Pacer } from './pace.ts'

const answer = (status = 200, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: new Uint8Array(),
})
const request = { method: 'GET', url: 'https://pasar.example' } as const

function clock(): { pacer: Pacer; now: () => number; pass: (ms: number) => void; slept: number[] } {
  let time = 0
  const slept: number[] = []
  const sleep = (ms: number): Promise<void> => {
    slept.push(Math.round(ms))
    return Promise.resolve()
  }
  return { pacer: new Pacer(() => time, sleep), now: () => time, pass: (ms) => (time += ms), slept }
}

it('lets a burst out at once and the rest at the budget, per shop', async () => {
  const { pacer, slept, pass } = clock()
  const send = pacer.pace(() => Promise.resolve(answer()), 'a', 5)
  for (let n = 0; n < 8; n += 1) await send(request)
  expect(slept).toEqual([200, 400, 600])
  await pacer.pace(() => Promise.resolve(answer()), 'b', 5)(request)
  expect(slept).toHaveLength(3)
  pass(10_000)
  await send(request)
  expect(slept).toHaveLength(3)
})

it('lets all requests of a shop wait when one is told to', async () => {
  const { pacer, slept, pass } = clock()
  const answers = [answer(429, { 'retry-after': '3' }), answer()]
  const send = pacer.pace(() => Promise.resolve(answers.shift() ?? answer()), 'a', 5)
  await send(request)
  pass(1_000)
  await send(request)
  expect(slept).toEqual([2_000])
})
