import { format, inspect } from 'node:util'
import { describe, expect, it } from 'vitest'

import { Secret, last4Of } from './secret.ts'

describe('Secret', () => {
  const secret = new Secret('partner-key-abcd-9876')

  it('shows no more than the last four characters, however it is printed', () => {
    const shown = [
      `${secret}`,
      String(secret),
      '' + secret,
      JSON.stringify({ secret }),
      inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
      format('%s %o %j', secret, secret, secret),
      Object.entries(secret).join(),
    ]
    for (const text of shown) expect(text).not.toContain('partner-key')
    expect(String(secret)).toBe('[secret …9876]')
    expect(String(new Secret('elevenchars'))).toBe('[secret]')
  })

  it('gives the value to use only', () => {
    expect(secret.use((value) => value.length)).toBe(21)
  })

  it('counts characters, not code units, before it shows any', () => {
    expect(last4Of('🔑'.repeat(11))).toBeNull()
    expect(last4Of('🔑'.repeat(12))).toBe('🔑🔑🔑🔑')
  })
})
