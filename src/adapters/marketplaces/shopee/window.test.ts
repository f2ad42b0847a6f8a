import { expect, it } from 'vitest'
import { windowOf } from './window.ts'

const DAYS = 15
const longest = DAYS * 86_400_000

it('accepts a window of exactly the longest length that does not begin on a whole second', () => {
  const from = new Date(1_795_000_000_123)
  const { from: start, to: end } = windowOf(from, new Date(from.getTime() + longest), DAYS)
  expect(end - start).toBe(DAYS * 86_400)
})

it('covers a shorter window whole', () => {
  expect(windowOf(new Date(1_500), new Date(2_500), DAYS)).toEqual({ from: 1, to: 3 })
})

it('refuses a longer one', () => {
  expect(() => windowOf(new Date(0), new Date(longest + 1), DAYS)).toThrow(/15 days/)
})
