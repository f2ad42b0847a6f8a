import { describe, expect, it } from 'vitest'
import { AdapterError, type ErrorKind } from '../contract.ts'
import { withRetry } from './retry.ts'

const failure = (kind: ErrorKind, retryAfterMs?: number): AdapterError =>
  new AdapterError({ kind, reason: 'internal', message: kind, ...(retryAfterMs ? { retryAfterMs } : {}) })

/** Fails with the given errors in turn, then answers; remembers its waits. */
function script(...errors: unknown[]) {
  const waits: number[] = []
  let calls = 0
  return {
    waits,
    calls: () => calls,
    run: () => {
      calls += 1
      const error = errors.shift()
      return error === undefined ? Promise.resolve('done') : Promise.reject(error as Error)
    },
    options: {
      idempotent: true,
      random: () => 0.5,
      sleep: (ms: number) => {
        waits.push(ms)
        return Promise.resolve()
      },
    },
  }
}

describe('withRetry', () => {
  it('repeats transient failures with a doubling, jittered wait', async () => {
    const call = script(failure('transient'), failure('transient'), failure('rate_limit'))
    await expect(withRetry(call.run, call.options)).resolves.toBe('done')
    expect(call.waits).toEqual([125, 250, 500])
  })

  it.each(['auth', 'permission', 'permanent', 'contract'] as const)('does not repeat %s', async (kind) => {
    const call = script(failure(kind))
    await expect(withRetry(call.run, call.options)).rejects.toMatchObject({ kind })
    expect(call.calls()).toBe(1)
  })

  it('does not repeat what is no adapter error', async () => {
    const call = script(new TypeError('bug'))
    await expect(withRetry(call.run, call.options)).rejects.toThrow(TypeError)
    expect(call.calls()).toBe(1)
  })

  it('never repeats a call that is not idempotent', async () => {
    const call = script(failure('transient'))
    await expect(withRetry(call.run, { ...call.options, idempotent: false })).rejects.toMatchObject({
      kind: 'transient',
    })
    expect(call.calls()).toBe(1)
  })

  it('waits at least as long as the provider asks', async () => {
    const call = script(failure('rate_limit', 2_000))
    await withRetry(call.run, call.options)
    expect(call.waits).toEqual([2_125])
  })

  it('gives up at once when the provider asks for more than the budget', async () => {
    const call = script(failure('rate_limit', 60_000))
    await expect(withRetry(call.run, call.options)).rejects.toMatchObject({ retryAfterMs: 60_000 })
    expect(call.waits).toEqual([])
  })

  it('stops after its attempts', async () => {
    const call = script(...Array.from({ length: 9 }, () => failure('transient')))
    await expect(withRetry(call.run, call.options)).rejects.toMatchObject({ kind: 'transient' })
    expect(call.calls()).toBe(4)
  })

  it('stops waiting when aborted', async () => {
    const controller = new AbortController()
    const call = script(failure('rate_limit', 5_000))
    const running = withRetry(call.run, { idempotent: true, signal: controller.signal })
    setTimeout(() => controller.abort(new Error('closed')), 20)
    await expect(running).rejects.toThrow('closed')
    expect(call.calls()).toBe(1)
  })
})
