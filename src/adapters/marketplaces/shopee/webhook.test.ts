import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { shopeeWebhook } from './webhook.ts'

const url = 'https://kanal.example.id/webhooks/shopee/0192'
const partnerKey = 'shpk4f6d6b546e6a4d6a4d6a4d6a4d6a'
const pushKey = 'push4f6d6b546e6a4d6a4d6a4d6a4d6a'
const credentials = { partnerId: '2001887', partnerKey }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const body = bytes(
  '{"data":{"ordersn":"2509220VW8JPHK","status":"READY_TO_SHIP"},"shop_id":14701711,"code":3,"timestamp":1790010600}',
)

const signature = (key = partnerKey, of = url, rawBody = body): string =>
  createHmac('sha256', key).update(`${of}|`).update(rawBody).digest('hex')
const verify = (
  headers: Record<string, string>,
  rawBody = body,
  of = url,
  keys: Record<string, string> = credentials,
) => shopeeWebhook.verify({ url: of, headers, rawBody }, keys)

describe('T12: verify', () => {
  it('accepts Shopee’s signature over address and raw body', () => {
    expect(verify({ authorization: signature() })).toBe(true)
    expect(verify({ Authorization: signature() })).toBe(true)
  })

  it('uses the push key where there is one', () => {
    expect(verify({ authorization: signature(pushKey) }, body, url, { ...credentials, pushKey })).toBe(true)
    expect(verify({ authorization: signature() }, body, url, { ...credentials, pushKey: '' })).toBe(true)
  })

  const flipped = Uint8Array.from(body, (byte, index) => (index === 20 ? byte ^ 1 : byte))
  const spaced = bytes(new TextDecoder().decode(body).replace(',', ', '))
  it.each<[string, () => boolean]>([
    ['no signature', () => verify({})],
    ['an empty signature', () => verify({ authorization: '' })],
    ['a shortened signature', () => verify({ authorization: signature().slice(0, 63) })],
    ['a lengthened signature', () => verify({ authorization: `${signature()}0` })],
    [
      'one wrong digit',
      () => verify({ authorization: signature().replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
    ],
    ['a scheme prefix', () => verify({ authorization: `Bearer ${signature()}` })],
    ['another key', () => verify({ authorization: signature(pushKey) })],
    [
      'the partner key when a push key is set',
      () => verify({ authorization: signature() }, body, url, { ...credentials, pushKey }),
    ],
    ['one flipped bit in the body', () => verify({ authorization: signature() }, flipped)],
    ['a re-serialised body', () => verify({ authorization: signature() }, spaced)],
    ['a body cut short', () => verify({ authorization: signature() }, body.subarray(0, -1))],
    ['another address', () => verify({ authorization: signature() }, body, `${url}/`)],
    ['plain http', () => verify({ authorization: signature() }, body, url.replace('https', 'http'))],
    [
      'a signature over the body alone',
      () => verify({ authorization: createHmac('sha256', partnerKey).update(body).digest('hex') }),
    ],
    [
      'a signature with an empty key',
      () => verify({ authorization: signature('') }, body, url, { partnerKey: '' }),
    ],
    ['unicode look-alikes', () => verify({ authorization: signature().replace('0', '０') + ' ' })],
  ])('refuses %s', (_name, attempt) => {
    expect(attempt()).toBe(false)
  })
})

describe('parse', () => {
  const parse = (message: unknown) => shopeeWebhook.parse(bytes(JSON.stringify(message)))
  const push = (code: number, data: unknown) =>
    parse({ data, shop_id: 14701711, code, timestamp: 1790010600 })
  const order = { kind: 'order', externalOrderId: 'SN1' }
  const listing = { kind: 'listing', externalItemId: '34' }

  it.each([
    [3, { ordersn: 'SN1', status: 'SHIPPED', items: [] }, [order]],
    [4, { ordersn: 'SN1', tracking_no: 'JX1' }, [order]],
    [7, { shop_id: 14701711, item_id: 34, variation_id: 5, action: 'promo_lock_stock' }, [listing]],
    [8, { item_id: 34, ordersn: 'SN1', action: 'place_order' }, [listing, order]],
    [8, { item_id: 34, ordersn: '', action: 'place_order' }, [listing]],
    [9, { item_id: 34 }, [listing]],
    [15, { ordersn: 'SN1', status: 'READY' }, [order]],
    [15, { order_sn: 'SN1', status: 'READY' }, [order]],
    [16, { item_id: 34 }, [listing]],
    [22, { item_id: 34, model_id: 5 }, [listing]],
    [29, { order_sn: 'SN1', return_sn: 'R' }, [order, { kind: 'return', externalReturnId: 'R' }]],
    [30, { ordersn: 'SN1' }, [order]],
    [47, { order_sn: 'SN1' }, [order]],
    [5, { actions: [] }, [{ kind: 'ignored' }]],
    [28, { action_type: '1' }, [{ kind: 'ignored' }]],
    [99, 'anything', [{ kind: 'ignored' }]],
    [3, {}, [{ kind: 'ignored' }]],
  ])('push %d', (code, data, hints) => {
    expect(push(code, data)).toMatchObject({
      externalShopId: '14701711',
      occurredAt: new Date(1790010600_000),
      eventId: null,
      hints,
    })
  })

  it('names every shop of an authorisation push', () => {
    expect(
      parse({ code: 1, partner_id: 1, timestamp: 1, data: { shop_id_list: [11, 12], success: 1 } }).hints,
    ).toEqual([
      { kind: 'authorization', change: 'granted', externalShopId: '11' },
      { kind: 'authorization', change: 'granted', externalShopId: '12' },
    ])
    expect(parse({ code: 2, partner_id: 1, timestamp: 1, data: { shopid: 11 } })).toMatchObject({
      externalShopId: '11',
      hints: [{ kind: 'authorization', change: 'revoked', externalShopId: '11' }],
    })
    expect(parse({ code: 2, partner_id: 1, timestamp: 1, data: {} }).hints).toEqual([
      { kind: 'authorization', change: 'revoked' },
    ])
    expect(
      parse({ code: 12, timestamp: 1, data: { shop_expire_soon: [11, { shop_id: 12 }] } }).hints,
    ).toMatchObject([
      { change: 'expiring', externalShopId: '11' },
      { change: 'expiring', externalShopId: '12' },
    ])
  })

  it('takes numbers that come as strings, and ids of any size', () => {
    const parsed = shopeeWebhook.parse(
      bytes(
        '{"code":"7","shop_id":"14701711","timestamp":"1790010600","data":{"item_id":18446744073709551615}}',
      ),
    )
    expect(parsed.hints).toEqual([{ kind: 'listing', externalItemId: '18446744073709551615' }])
    expect(parsed.externalShopId).toBe('14701711')
  })

  it('answers the address check', () => {
    expect(parse({ code: 0, data: { verify_info: 'This is a Verification message.' } }).hints).toEqual([
      { kind: 'ping' },
    ])
    expect(shopeeWebhook.parse(bytes('')).hints).toEqual([{ kind: 'ping' }])
  })

  it.each(['<html>', '[]', '"text"', '{"code":3,"data":[]}', '\u0000'])(
    'says when a body is not a push: %j',
    (text) => {
      expect(() => shopeeWebhook.parse(bytes(text))).toThrow(
        expect.objectContaining({ kind: 'contract', reason: 'unexpected_response' }) as Error,
      )
    },
  )

  it('keeps the message id when Shopee sends one', () => {
    expect(
      parse({ code: 3, shop_id: 1, timestamp: 1, msg_id: 'm-1', data: { ordersn: 'SN1' } }).eventId,
    ).toBe('m-1')
  })
})
