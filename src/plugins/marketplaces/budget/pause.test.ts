import { describe, expect, it } from 'vitest'
import { pauseOf, retryAfterMs } from './pause.ts'

const now = new Date('2026-11-11T00:00:00Z')
const answer = (status: number, headers: Record<string, string>): number => pauseOf({ status, headers }, now)

describe('Retry-After', () => {
  it('is read as seconds or as an HTTP date', () => {
    expect(retryAfterMs('7', now)).toBe(7_000)
    expect(retryAfterMs('0.5', now)).toBe(500)
    expect(retryAfterMs('Wed, 11 Nov 2026 00:01:30 GMT', now)).toBe(90_000)
    expect(retryAfterMs('Tue, 10 Nov 2026 00:01:30 GMT', now)).toBe(0)
  })

  it('counts for nothing when it cannot be read, and for a day at most', () => {
    for (const value of [undefined, '', 'soon', '-5', '2026']) {
      expect(retryAfterMs(value, now)).toBe(value === '2026' ? 2_026_000 : 0)
    }
    expect(retryAfterMs('99999999', now)).toBe(86_400_000)
  })

  it('is heeded where the provider refuses, whatever the case of its name', () => {
    expect(answer(429, { 'Retry-After': '3' })).toBe(3_000)
    expect(answer(503, { 'retry-after': '3' })).toBe(3_000)
    expect(answer(200, { 'retry-after': '3' })).toBe(0)
  })
})

describe('rate limit headers', () => {
  it('ask for a pause when nothing is left, as a duration or an instant', () => {
    expect(answer(200, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '20' })).toBe(20_000)
    const reset = String(now.getTime() / 1_000 + 30)
    expect(answer(200, { 'RateLimit-Remaining': '0', 'RateLimit-Reset': reset })).toBe(30_000)
  })

  it('ask for none while something is left, or without a moment', () => {
    expect(answer(200, { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': '20' })).toBe(0)
    expect(answer(200, { 'x-ratelimit-remaining': '0' })).toBe(0)
    expect(answer(200, {})).toBe(0)
  })
})
