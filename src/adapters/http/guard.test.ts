import type { LookupAddress } from 'node:dns'
import { describe, expect, it } from 'vitest'
import {
  BlockedAddressError,
  checkLiteral,
  guardedLookup,
  isNearbyAddress,
  isPublicAddress,
} from './guard.ts'
import { NOT_PUBLIC } from './guard.vectors.ts'

const PUBLIC = ['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '::ffff:8.8.8.8', '2606:4700:4700::1111']

describe('addresses', () => {
  it.each(NOT_PUBLIC)('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
    expect(() => checkLiteral(address.includes(':') ? `[${address}]` : address, isPublicAddress)).toThrow(
      BlockedAddressError,
    )
  })

  it.each(PUBLIC)('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
    expect(() => checkLiteral(address, isPublicAddress)).not.toThrow()
  })

  it('counts only this machine and its private network as nearby', () => {
    for (const address of ['127.0.0.1', '::1', '172.18.0.3', 'fd12::1', '::ffff:127.0.0.1']) {
      expect(isNearbyAddress(address)).toBe(true)
    }
    for (const address of ['169.254.169.254', 'fe80::1', '0.0.0.0', '8.8.8.8', 'text', '']) {
      expect(isNearbyAddress(address)).toBe(false)
    }
  })
})

describe('guardedLookup', () => {
  const lookup = (addresses: string[], all: boolean): Promise<string | LookupAddress[]> =>
    new Promise((resolve, reject) => {
      const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      guardedLookup(isPublicAddress, (_name, done) => done(null, answers))(
        'name.test',
        { all },
        (error, found) => (error ? reject(error) : resolve(found)),
      )
    })

  it('hands out checked addresses, one or all', async () => {
    expect(await lookup(['8.8.8.8', '2606:4700::1'], false)).toBe('8.8.8.8')
    expect(await lookup(['8.8.8.8', '2606:4700::1'], true)).toHaveLength(2)
  })

  it('refuses a name when any of its addresses is not public', async () => {
    await expect(lookup(['8.8.8.8', '10.0.0.1'], true)).rejects.toThrow(BlockedAddressError)
    await expect(lookup(['8.8.8.8', '::ffff:127.0.0.1'], false)).rejects.toThrow(BlockedAddressError)
  })

  it('says so when a name has no address', async () => {
    await expect(lookup([], true)).rejects.toMatchObject({ code: 'ENOTFOUND' })
  })
})
