import { describe, expect, it } from 'vitest'
import { signWebhook } from './sign.ts'
import { tiktokShopWebhook } from './webhook.ts'

const CREDENTIALS = { appKey: '29a39d', appSecret: 'e59af819cc', serviceId: '7171234567890123456' }
const BODY = Buffer.from(
  '{"type":1,"tts_notification_id":"7327112393057371910","shop_id":"7494049642642441621","timestamp":1644412885,"data":{"order_id":"576486316948490001","order_status":"CANCEL","is_on_hold_order":false,"update_time":1644412885}}',
)
const SIGNATURE = signWebhook(CREDENTIALS.appKey, CREDENTIALS.appSecret, BODY)
const verify = (
  authorization: string | undefined,
  rawBody: Uint8Array = BODY,
  credentials: Record<string, string> = CREDENTIALS,
) =>
  tiktokShopWebhook.verify(
    { url: 'https://k.test/w', headers: authorization === undefined ? {} : { authorization }, rawBody },
    credentials,
  )
const parse = (body: unknown) =>
  tiktokShopWebhook.parse(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)))

describe('T12: verify', () => {
  it('accepts the real thing, whatever the case of the header name', () => {
    expect(verify(SIGNATURE)).toBe(true)
    expect(
      tiktokShopWebhook.verify(
        { url: '', headers: { Authorization: SIGNATURE }, rawBody: BODY },
        CREDENTIALS,
      ),
    ).toBe(true)
  })

  it.each([
    ['no header', () => verify(undefined)],
    ['an empty header', () => verify('')],
    ['upper-case hex', () => verify(SIGNATURE.toUpperCase())],
    ['a scheme word', () => verify(`Bearer ${SIGNATURE}`)],
    ['a cut signature', () => verify(SIGNATURE.slice(0, 63))],
    ['one digit changed', () => verify((SIGNATURE.startsWith('0') ? '1' : '0') + SIGNATURE.slice(1))],
    [
      'one byte of the body changed',
      () => verify(SIGNATURE, Buffer.from(BODY.toString().replace('490001', '490002'))),
    ],
    [
      'a re-serialised body',
      () => verify(SIGNATURE, Buffer.from(JSON.stringify(JSON.parse(BODY.toString()), null, 1))),
    ],
    ["another app's secret", () => verify(signWebhook(CREDENTIALS.appKey, 'e59af819cd', BODY))],
    ['another app key', () => verify(signWebhook('29a39e', CREDENTIALS.appSecret, BODY))],
    ['the body alone', () => verify(signWebhook('', CREDENTIALS.appSecret, BODY))],
    ['no credentials on our side', () => verify(signWebhook('', '', BODY), BODY, {})],
  ])('refuses %s', (_name, forged) => {
    expect(forged()).toBe(false)
  })
})

describe('parse', () => {
  it('reads envelope and hint', () => {
    expect(tiktokShopWebhook.parse(BODY)).toEqual({
      topic: 'order_status_change',
      externalShopId: '7494049642642441621',
      eventId: '7327112393057371910',
      occurredAt: new Date(1644412885_000),
      hints: [{ kind: 'order', externalOrderId: '576486316948490001' }],
    })
  })

  const order = [{ kind: 'order', externalOrderId: '576486316948490001' }]
  const listing = [{ kind: 'listing', externalItemId: '1729382476852921560' }]
  const ignored = [{ kind: 'ignored' }]
  it.each([
    [2, { order_id: '576486316948490001' }, order],
    [3, { order_id: '576486316948490001', update_time: 1 }, order],
    [
      4,
      { sc_type: 'SPLIT', package_list: [{ package_id: '1', order_id_list: ['576486316948490001'] }] },
      order,
    ],
    [5, { product_id: '1729382476852921560', status: 'PRODUCT_FIRST_PASS_REVIEW' }, listing],
    [6, { message: 'x' }, [{ kind: 'authorization', change: 'revoked' }]],
    [7, { message: 'x', expiration_time: '1690000000' }, [{ kind: 'authorization', change: 'expiring' }]],
    [11, { order_id: '576486316948490001', cancel_status: 'CANCELLATION_REQUEST_CANCELLED' }, order],
    [
      12,
      { order_id: '576486316948490001', return_id: '1' },
      [...order, { kind: 'return', externalReturnId: '1' }],
    ],
    [13, {}, ignored],
    [14, {}, ignored],
    [15, { product_id: '1729382476852921560', changed_fields: ['title'] }, listing],
    [16, { product_id: '1729382476852921560', product_types: [] }, listing],
    [18, { product_id: '1729382476852921560' }, listing],
    [27, { product_id: '1729382476852921560', sku_id: '1' }, listing],
    [33, {}, ignored],
    [36, { package_id: '1', order_ids: ['576486316948490001'] }, order],
    [
      37,
      { product_id: '1729382476852921560', integrated_platform_statuses: { platform: 'TOKOPEDIA' } },
      listing,
    ],
    [17, { anything: [1] }, ignored],
    [56, 'not even an object', ignored],
    [999, null, ignored],
  ])('type %d', (type, data, hints) => {
    expect(parse({ type, shop_id: '1', timestamp: 1, data }).hints).toEqual(hints)
  })

  it('keeps ids exact that come as numbers beyond 2^53', () => {
    const text =
      '{"type":5,"shop_id":"1","timestamp":1,"data":{"product_id":1729382476852921561,"status":"X"}}'
    expect(parse(text).hints).toEqual([{ kind: 'listing', externalItemId: '1729382476852921561' }])
  })

  it('takes the shop of a mirror status from inside, and does without a notification id', () => {
    const parsed = parse({
      type: 35,
      seller_open_id: 'x',
      timestamp: 1,
      data: { tts_shop_id: '7494049642642441621', mirror_status: 'MIRRORED' },
    })
    expect(parsed).toMatchObject({
      topic: 'tokopedia_mirror_status_change',
      externalShopId: '7494049642642441621',
      eventId: null,
    })
  })

  it.each(['', 'null', '[1', '"x"', 'type=1', '\u00ff'])('refuses %j', (body) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ kind: 'contract' }) as Error)
  })
})

it('acknowledges within three seconds', () => {
  expect(tiktokShopWebhook.acknowledge).toEqual({ status: 200, body: '', withinMs: 3_000 })
})
