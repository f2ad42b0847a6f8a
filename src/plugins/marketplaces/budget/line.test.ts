import { getEventListeners } from 'node:events'
import { expect, it } from 'vitest'
import { wait } from '../../../adapters/kit/retry.ts'
import { Line } from './line.ts'

const bucket = { name: 'shop', perSecond: 5, most: 5, shared: false }

it('listens once to a signal, however many requests of one task wait on it, and stops listening', async () => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const line = new Line([bucket], async (most) => {
    await gate
    return { granted: most, waitMs: 0, ageMs: 0 }
  })
  const { signal } = new AbortController()
  const turns = Promise.all(Array.from({ length: 40 }, () => line.turn(signal)))
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  open()
  await turns
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})

it('shares that one listener with the lines of other shops and with waits of all kinds', async () => {
  const stopping = new AbortController()
  const closed = (): Line => new Line([bucket], () => new Promise(() => undefined))
  const left = Promise.allSettled([
    ...Array.from({ length: 12 }, () => closed().turn(stopping.signal)),
    ...Array.from({ length: 12 }, () => wait(60_000, stopping.signal)),
  ])
  expect(getEventListeners(stopping.signal, 'abort')).toHaveLength(1)
  stopping.abort(new Error('stopped'))
  expect((await left).map(({ status }) => status)).toEqual(Array.from({ length: 24 }, () => 'rejected'))
})

it('lets go of all that wait on a signal that aborts, and of nobody else', async () => {
  let open = (): void => undefined
  const gate = new Promise<void>((resolve) => (open = resolve))
  const line = new Line([bucket], async (most) => {
    await gate
    return { granted: most, waitMs: 0, ageMs: 0 }
  })
  const leaving = new AbortController()
  const left = Promise.allSettled(Array.from({ length: 12 }, () => line.turn(leaving.signal)))
  const staying = line.turn(new AbortController().signal)
  leaving.abort(new Error('stopped'))
  for (const turn of await left)
    expect(turn).toMatchObject({ status: 'rejected', reason: new Error('stopped') })
  open()
  await expect(staying).resolves.toBeUndefined()
  expect(getEventListeners(leaving.signal, 'abort')).toHaveLength(0)
})
