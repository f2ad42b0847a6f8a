import { describe, expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const headers = (peer?: string, forwarded?: string): Headers =>
  new Headers({
    ...(peer ? { 'x-kanal-peer': peer } : {}),
    ...(forwarded ? { 'x-forwarded-for': forwarded } : {}),
  })

describe('clientAddress', () => {
  it('is the socket peer, whatever X-Forwarded-For claims', () => {
    expect(clientAddress(headers('203.0.113.9', '1.2.3.4'), [])).toBe('203.0.113.9')
    expect(clientAddress(headers('203.0.113.9', '1.2.3.4'), ['10.0.0.0/8'])).toBe('203.0.113.9')
  })

  it('believes X-Forwarded-For only as far as our own proxies wrote it', () => {
    const trusted = ['10.0.0.0/8', '192.168.1.5']
    expect(clientAddress(headers('10.0.0.2', '203.0.113.9'), trusted)).toBe('203.0.113.9')
    expect(clientAddress(headers('10.0.0.2', '6.6.6.6, 203.0.113.9, 192.168.1.5'), trusted)).toBe(
      '203.0.113.9',
    )
    expect(clientAddress(headers('10.0.0.2', '203.0.113.9, not an address'), trusted)).toBe('10.0.0.2')
    expect(clientAddress(headers('10.0.0.2'), trusted)).toBe('10.0.0.2')
  })

  it('knows IPv6 and IPv4 inside it', () => {
    expect(clientAddress(headers('::ffff:203.0.113.9'), [])).toBe('203.0.113.9')
    expect(clientAddress(headers('::1', '2001:db8::7'), ['::1'])).toBe('2001:db8::7')
    expect(clientAddress(headers('2001:db8:1::2', '[2001:db8::7]:443'), ['2001:db8:1::/48'])).toBe(
      '2001:db8::7',
    )
  })

  it('is null when the server did not say, and ignores ranges it cannot read', () => {
    expect(clientAddress(headers(undefined, '1.2.3.4'), ['0.0.0.0/0'])).toBeNull()
    expect(clientAddress(headers('203.0.113.9', '1.2.3.4'), ['proxy.internal'])).toBe('203.0.113.9')
  })
})
