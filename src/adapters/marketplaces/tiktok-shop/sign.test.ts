import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sign, signWebhook } from './sign.ts'

const SECRET = 'e59af819cc'

describe('request signature', () => {
  it('gives what the documentation gives', () => {
    const query = { app_key: '29a39d', timestamp: '1623812664' }
    expect(sign(SECRET, { path: '/authorization/202309/shops', query })).toBe(
      'b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8',
    )
  })

  it('sorts keys by bytes, takes decoded values, leaves sign and token out, appends the body as sent', () => {
    const body = '{"b":1, "a":"é"}'
    const query = {
      timestamp: '2',
      app_key: 'k',
      shop_cipher: 'ROW_/+= x',
      A: '1',
      sign: 'no',
      access_token: 'no',
    }
    const expected = createHmac('sha256', SECRET)
      .update(`${SECRET}/p/202309/xA1app_keykshop_cipherROW_/+= xtimestamp2${body}${SECRET}`)
      .digest('hex')
    expect(sign(SECRET, { path: '/p/202309/x', query, body })).toBe(expected)
    expect(sign(SECRET, { path: '/p/202309/x', query, body: Buffer.from(body) })).toBe(expected)
  })

  it('changes with every part, and is lower-case hex', () => {
    const parts = { path: '/a', query: { app_key: 'k', timestamp: '1' }, body: '{}' }
    const all = [
      sign(SECRET, parts),
      sign('other', parts),
      sign(SECRET, { ...parts, path: '/b' }),
      sign(SECRET, { ...parts, query: { ...parts.query, timestamp: '2' } }),
      sign(SECRET, { ...parts, body: '' }),
      sign(SECRET, { ...parts, body: '{ }' }),
    ]
    expect(new Set(all).size).toBe(all.length)
    for (const each of all) expect(each).toMatch(/^[0-9a-f]{64}$/)
  })
})

it('signs webhooks over app key and raw body', () => {
  const body = '{"type":1}'
  const expected = createHmac('sha256', SECRET).update(`29a39d${body}`).digest('hex')
  expect(signWebhook('29a39d', SECRET, Buffer.from(body))).toBe(expected)
})
