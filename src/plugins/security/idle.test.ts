import { describe, expect, it } from 'vitest'
import { IDLE_MS, idleAt, isSensitive, WARN_MS } from './idle.ts'

describe('isSensitive', () => {
  it.each([
    ['/integrations', true],
    ['/security', true],
    ['/collections/audit-events', true],
    ['/collections/users/019a', true],
    ['/collections/users-of-another-kind', false],
    ['/collections/orders', false],
    ['', false],
  ])('%s: %s', (path, expected) => expect(isSensitive(path)).toBe(expected))
})

describe('idleAt', () => {
  it('works, then counts the last minute down, then is over', () => {
    expect(idleAt(IDLE_MS - WARN_MS - 1, 0)).toEqual({ state: 'working' })
    expect(idleAt(IDLE_MS - WARN_MS, 0)).toEqual({ state: 'warned', seconds: 60 })
    expect(idleAt(IDLE_MS - 1, 0)).toEqual({ state: 'warned', seconds: 1 })
    expect(idleAt(IDLE_MS, 0)).toEqual({ state: 'over' })
    expect(idleAt(IDLE_MS * 5, 0)).toEqual({ state: 'over' })
  })
})
