import { describe, expect, it } from 'vitest'
import { passesLuhn } from './luhn.ts'

const DIGITS = '0123456789'
const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz'

describe('the check letter', () => {
  it.each(['79927398713', '4539578763621486', '490154203237518'])('of %s is right', (number) => {
    expect(passesLuhn(number, DIGITS)).toBe(true)
  })

  it('finds every single wrong letter', () => {
    const right = [...LETTERS].map((last) => `demo000${last}`).filter((each) => passesLuhn(each, LETTERS))
    expect(right).toHaveLength(1)
    for (const [place, letter] of [...(right[0] ?? '')].entries()) {
      for (const other of LETTERS.replace(letter, '')) {
        const wrong = right[0]?.slice(0, place) + other + right[0]?.slice(place + 1)
        expect(passesLuhn(wrong, LETTERS), wrong).toBe(false)
      }
    }
  })

  it('is not found in what has other letters, or nothing to check', () => {
    expect(passesLuhn('7992739871x', DIGITS)).toBe(false)
    expect(passesLuhn('0', DIGITS)).toBe(false)
    expect(passesLuhn('', DIGITS)).toBe(false)
  })
})
