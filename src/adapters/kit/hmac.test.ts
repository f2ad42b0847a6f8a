import { expect, it } from 'vitest'
import { hmacSha256Hex, sameText } from './hmac.ts'

it('agrees with RFC 4231 test case 2, in one part or several', () => {
  const digest = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'
  expect(hmacSha256Hex('Jefe', 'what do ya want for nothing?')).toBe(digest)
  expect(hmacSha256Hex('Jefe', 'what do ya want ', Buffer.from('for nothing?'))).toBe(digest)
})

it('compares whole texts', () => {
  expect(sameText('abc', 'abc')).toBe(true)
  expect(sameText('abc', 'abd')).toBe(false)
  expect(sameText('abc', 'ab')).toBe(false)
  expect(sameText('abc', 'abć')).toBe(false)
})
