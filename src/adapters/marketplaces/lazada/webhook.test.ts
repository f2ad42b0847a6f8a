import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { lazadaWebhook } from './webhook.ts'

const url = 'https://kanal.example.id/webhooks/lazada/0192'
const credentials = { appKey: '123456', appSecret: '3412gyo124goi3124' }
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const body = bytes(
  '{"seller_id":"400614207711","message_type":0,"data":{"trade_order_id":"9560694402190001"}}',
)

const signature = (rawBody = body, secret = credentials.appSecret, appKey = credentials.appKey): string =>
  createHmac('sha256', secret).update(appKey).update(rawBody).digest('hex')
const verify = (
  headers: Record<string, string>,
  rawBody = body,
  keys: Record<string, string> = credentials,
) => lazadaWebhook.verify({ url, headers, rawBody }, keys)

describe('T12: verify', () => {
  it('accepts the example of Lazada’s guide', () => {
    const rawBody = bytes('{"seller_id":"1234567", "message_type":0, "data":{...}..}')
    const authorization = 'f3d2ca947f16a50b577c036adecd18bec126ea19cadedd59816e255d3b6104ab'
    expect(verify({ authorization }, rawBody)).toBe(true)
    expect(verify({ Authorization: authorization }, rawBody)).toBe(true)
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
    ['upper case', () => verify({ authorization: signature().toUpperCase() })],
    ['a scheme prefix', () => verify({ authorization: `Bearer ${signature()}` })],
    ['another secret', () => verify({ authorization: signature(body, 'another-secret-1') })],
    ['another app', () => verify({ authorization: signature(body, credentials.appSecret, '123457') })],
    [
      'a signature over the body alone',
      () => verify({ authorization: signature(body, credentials.appSecret, '') }),
    ],
    ['one flipped bit', () => verify({ authorization: signature() }, flipped)],
    ['a re-serialised body', () => verify({ authorization: signature() }, spaced)],
    ['a body cut short', () => verify({ authorization: signature() }, body.subarray(0, -1))],
    ['the message moved into the key', () => verify({ authorization: signature() }, body.subarray(1))],
    [
      'an empty secret',
      () => verify({ authorization: signature(body, '') }, body, { ...credentials, appSecret: '' }),
    ],
    ['no credentials', () => verify({ authorization: signature(body, '', '') }, body, {})],
    ['unicode look-alikes', () => verify({ authorization: signature().replace(/\d/, '０') })],
  ])('refuses %s', (_name, attempt) => {
    expect(attempt()).toBe(false)
  })
})

describe('parse', () => {
  const parse = (message: unknown) => lazadaWebhook.parse(bytes(JSON.stringify(message)))
  const push = (type: unknown, data: unknown) =>
    parse({ seller_id: '4006', message_type: type, data, timestamp: 1790010600, site: 'lazada_id' })
  const order = { kind: 'order', externalOrderId: '9560694402190001' }
  const listing = { kind: 'listing', externalItemId: '7940000001' }
  const ignored = { kind: 'ignored' }

  it.each([
    [0, { trade_order_id: '9560694402190001', order_status: 'pending' }, [order]],
    ['0', { trade_order_id: '9560694402190001' }, [order]],
    [1, { itemId: 7940000001, seller_id: 4006, status: 'APPROVED' }, [listing]],
    [3, { item_id: 7940000001, action: 'PUBLISHED' }, [listing]],
    [4, { item_id: 7940000001, action: 'EDITED_UPDATED' }, [listing]],
    [5, { item_id: '7940000001', action: 'DELETED' }, [listing]],
    [6, { seller_sku: 'KOPI', sku_id: 1 }, [ignored]],
    [10, { trade_order_id: '9560694402190001', reverse_status: 'RTM_INIT' }, [order]],
    [
      10,
      { trade_order_id: '9560694402190001', reverse_order_id: '77', reverse_status: 'RTM_INIT' },
      [order, { kind: 'return', externalReturnId: '77' }],
    ],
    [
      10,
      { trade_order_id: '9560694402190001', reverse_order_id: '77', reverse_status: 'CANCEL_INIT' },
      [order],
    ],
    [14, { trade_order_id: '9560694402190001', status: 'DELIVERED' }, [order]],
    [2, 'chat', [ignored]],
    [7, {}, [ignored]],
    [11, {}, [ignored]],
    [12, { status: 'finish' }, [ignored]],
    [13, { status: 'close' }, [ignored]],
    [19, {}, [ignored]],
    [21, { item_id: 1 }, [ignored]],
    [35, {}, [ignored]],
    [46, {}, [ignored]],
    [99, 'anything', [ignored]],
    [0, {}, [ignored]],
  ])('type %s %j', (type, data, hints) => {
    expect(push(type, data)).toMatchObject({
      externalShopId: '4006',
      occurredAt: new Date(1790010600_000),
      hints,
    })
  })

  it('takes the shop of an ending consent from the message itself', () => {
    const parsed = parse({
      seller_id: 'null',
      message_type: 8,
      data: { seller_id: '4006', auth_expiry_time: 1 },
    })
    expect(parsed).toMatchObject({
      externalShopId: '4006',
      hints: [{ kind: 'authorization', change: 'expiring', externalShopId: '4006' }],
    })
  })

  it('keeps big ids and reads milliseconds', () => {
    const parsed = lazadaWebhook.parse(
      bytes(
        '{"seller_id":400614207711,"message_type":0,"timestamp":1790010600123,"data":{"trade_order_id":9560694402190001}}',
      ),
    )
    expect(parsed.hints).toEqual([order])
    expect(parsed.occurredAt).toEqual(new Date(1790010600123))
    expect(parsed.externalShopId).toBe('400614207711')
  })

  it('answers the console’s test, and promotions that come without an envelope', () => {
    expect(lazadaWebhook.parse(bytes('')).hints).toEqual([{ kind: 'ping' }])
    expect(parse({ test: 'message' }).hints).toEqual([{ kind: 'ping' }])
    expect(parse({ promotionId: 1, promotionType: 'voucher' }).hints).toEqual([ignored])
  })

  it.each(['<html>', '[]', '"text"', '{"message_type":0,"data":[]}', '\u0000'])(
    'says when a body is not a push: %j',
    (text) => {
      expect(() => lazadaWebhook.parse(bytes(text))).toThrow(
        expect.objectContaining({ kind: 'contract', reason: 'unexpected_response' }) as Error,
      )
    },
  )

  it('asks for 200 within half a second', () => {
    expect(lazadaWebhook.acknowledge).toEqual({ status: 200, body: '', withinMs: 500 })
  })
})
