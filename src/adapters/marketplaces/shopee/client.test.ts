import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdapterError } from '../../contract.ts'
import { callAsApp, callForShop } from './client.ts'
import { readEnvelope } from './envelope.ts'
import {
  ACCESS_TOKEN,
  failed,
  PARTNER_ID,
  PARTNER_KEY,
  SHOP_ID,
  StubShopee,
  wrapped,
} from './testing/stubShopee.ts'

let stub: StubShopee
beforeAll(async () => {
  stub = await StubShopee.start()
})
afterAll(() => stub.stop())

describe('requests', () => {
  it('signs as the app, without a shop', async () => {
    stub.on('/api/v2/public/x', wrapped({}))
    await callAsApp(stub.session(), {
      method: 'GET',
      path: '/api/v2/public/x',
      query: { page_no: 1, none: undefined },
    })
    const [request] = stub.to('/api/v2/public/x')
    expect(request).toMatchObject({ method: 'GET', isSigned: true })
    expect([...request!.query.keys()].sort()).toEqual(['page_no', 'partner_id', 'sign', 'timestamp'])
    expect(request?.query.get('partner_id')).toBe(PARTNER_ID)
  })

  it('signs for the shop, repeats keys of lists, and posts JSON', async () => {
    stub.on('/api/v2/product/x', wrapped({}))
    await callForShop(stub.session(), {
      method: 'POST',
      path: '/api/v2/product/x',
      query: { item_status: ['NORMAL', 'UNLIST'] },
      body: { item_id: 18446744073709551615n },
    })
    const [request] = stub.to('/api/v2/product/x')
    expect(request).toMatchObject({
      method: 'POST',
      isSigned: true,
      body: '{"item_id":18446744073709551615}',
    })
    expect(request?.query.get('shop_id')).toBe(SHOP_ID)
    expect(request?.query.get('access_token')).toBe(ACCESS_TOKEN)
    expect(request?.query.getAll('item_status')).toEqual(['NORMAL', 'UNLIST'])
  })

  it('keeps a base path out of the signature', async () => {
    const session = stub.session()
    const environment = { ...session.environment, apiBaseUrl: `${stub.url}/proxy/` }
    stub.on('/proxy/api/v2/public/x', wrapped({}))
    await callAsApp({ ...session, environment }, { method: 'GET', path: '/api/v2/public/x' })
    expect(stub.to('/proxy/api/v2/public/x')).toHaveLength(1)
  })
})

describe('failures', () => {
  const call = (path: string, method: 'GET' | 'POST' = 'GET'): Promise<unknown> =>
    callForShop(stub.session(), { method, path })

  it('decides on the body, not on the status', async () => {
    stub.on('/api/v2/a/ok', { status: 500, body: { error: '', request_id: 'r', response: 1 } })
    stub.on('/api/v2/a/no', failed('error_sign', 'Wrong sign.'))
    await expect(call('/api/v2/a/ok')).resolves.toMatchObject({ response: 1 })
    await expect(call('/api/v2/a/no')).rejects.toMatchObject({
      reason: 'signature_mismatch',
      providerCode: 'error_sign',
      requestId: 'req-1',
    })
  })

  it('takes only the empty text for success', async () => {
    stub.on('/api/v2/a/dash', failed('-'))
    stub.on('/api/v2/a/blank', failed(' '))
    await expect(call('/api/v2/a/dash')).rejects.toMatchObject({ providerCode: '-' })
    await expect(call('/api/v2/a/blank')).rejects.toMatchObject({ providerCode: ' ' })
  })

  it('repeats a read after a limit or an outage, with a new signature each time', async () => {
    stub.on(
      '/api/v2/a/busy',
      (_request, nth) =>
        [failed('error_rate_limit'), failed('common.error_server')][nth - 1] ?? wrapped('ok'),
    )
    await expect(call('/api/v2/a/busy')).resolves.toMatchObject({ response: 'ok' })
    expect(stub.to('/api/v2/a/busy').map((each) => each.isSigned)).toEqual([true, true, true])
  })

  it('does not repeat a write by itself', async () => {
    stub.on('/api/v2/a/write', failed('error_server'))
    await expect(call('/api/v2/a/write', 'POST')).rejects.toMatchObject({ kind: 'transient' })
    expect(stub.to('/api/v2/a/write')).toHaveLength(1)
  })

  it('never lets a secret out of Shopee’s text', async () => {
    stub.on('/api/v2/a/echo', failed('odd', `token ${ACCESS_TOKEN} key ${PARTNER_KEY}`))
    const error = (await call('/api/v2/a/echo').catch((each: unknown) => each)) as AdapterError
    const shown = JSON.stringify([error.message, error.explanation])
    expect(shown).toContain('•••')
    expect(shown).not.toContain(ACCESS_TOKEN)
    expect(shown).not.toContain(PARTNER_KEY)
  })

  it.each([
    [400, '<html>400 Bad Request</html>', 'contract', 'unexpected_response'],
    [403, '<html>Forbidden</html>', 'permission', 'ip_not_allowlisted'],
    [404, '404 page not found', 'permanent', 'http_404_wrong_endpoint'],
    [429, 'slow down', 'rate_limit', 'http_429_rate_limited'],
    [502, '<html>Bad Gateway</html>', 'transient', 'http_5xx_provider_down'],
    [200, '', 'contract', 'unexpected_response'],
    [200, '[]', 'contract', 'unexpected_response'],
    [200, '{"response":{}}', 'contract', 'unexpected_response'],
  ])('status %d with %j', (status, body, kind, reason) => {
    const answer = { status, headers: { 'retry-after': '3' }, body: new TextEncoder().encode(body) }
    expect(() => readEnvelope(answer, [])).toThrow(
      expect.objectContaining({ kind, reason, httpStatus: status }) as Error,
    )
  })

  it('reads how long to wait', () => {
    const body = new TextEncoder().encode('{"error":"error_rate_limit","message":"","request_id":"r"}')
    expect(readEnvelope({ status: 429, headers: { 'retry-after': '3' }, body }, []).retryAfterMs).toBe(3_000)
    expect(
      readEnvelope({ status: 429, headers: { 'retry-after': 'soon' }, body }, []).retryAfterMs,
    ).toBeUndefined()
  })
})
