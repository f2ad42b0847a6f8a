import { describe, expect, it } from 'vitest'
import type { AdapterError, HttpRequest, ShopSession } from '../../contract.ts'
import { callForShop, callTokenHost, readEnvelope } from './client.ts'
import { environmentsOf } from './environments.ts'
import { multipart } from './multipart.ts'
import { sign } from './sign.ts'

const SECRET = 'e59af819cce59af819cc'
const TOKEN = 'ROW_abcdefghijklmnop'

function session(answers: readonly (readonly [status: number, body: string])[]) {
  const seen: HttpRequest[] = []
  const forShop: ShopSession = {
    environment: environmentsOf({}).live!,
    credentials: { appKey: '29a39d', appSecret: SECRET, serviceId: '1' },
    now: () => new Date(1_623_812_664_000),
    send: async (request) => {
      seen.push(request)
      const [status, body] = answers[Math.min(seen.length, answers.length) - 1] ?? [200, '']
      return { status, headers: {}, body: new TextEncoder().encode(body) }
    },
    shop: { externalId: '1', accessToken: TOKEN, details: { shopCipher: 'ROW_/+= x' } },
  }
  return { forShop, seen }
}
const ok = (data: unknown): readonly [number, string] => [
  200,
  JSON.stringify({ code: 0, message: 'success', request_id: 'r', data }),
]

describe('a call', () => {
  it('sends and signs the very same bytes, encoded once', async () => {
    const { forShop, seen } = session([ok({})])
    await callForShop(forShop, {
      method: 'POST',
      path: '/order/202309/orders/search',
      query: { page_size: 50, page_token: 'a/b+c=', empty: '', ids: ['1', '2'] },
      body: { name: 'é', id: 12345678901234567890n },
    })
    const [request] = seen
    const url = new URL(request!.url)
    expect(request!.url).toContain('page_token=a%2Fb%2Bc%3D')
    expect(request!.url).toContain('shop_cipher=ROW_%2F%2B%3D%20x')
    expect(request!.body).toBe('{"name":"é","id":12345678901234567890}')
    expect(url.searchParams.has('empty')).toBe(false)
    expect(url.searchParams.get('ids')).toBe('1,2')
    const query = Object.fromEntries(url.searchParams)
    expect(query['sign']).toBe(sign(SECRET, { path: url.pathname, query, body: request!.body! }))
    expect(request!.headers).toEqual({ 'content-type': 'application/json', 'x-tts-access-token': TOKEN })
    expect(request!.url).not.toContain(TOKEN)
  })

  it('sends no cipher where none is wanted, and no body it does not sign', async () => {
    const { forShop, seen } = session([ok({})])
    await callForShop(forShop, { method: 'GET', path: '/authorization/202309/shops', cipher: false })
    expect(seen[0]!.url).not.toContain('shop_cipher')
    expect(seen[0]!.body).toBeUndefined()
  })

  it('leaves a multipart body out of the signature', async () => {
    const { forShop, seen } = session([ok({})])
    const form = multipart(
      { use_case: 'MAIN_IMAGE' },
      { name: 'data', fileName: 'a".png', contentType: 'image/png', body: Buffer.from('x') },
    )
    await callForShop(forShop, { method: 'POST', path: '/product/202309/images/upload', form, cipher: false })
    const query = Object.fromEntries(new URL(seen[0]!.url).searchParams)
    expect(query['sign']).toBe(sign(SECRET, { path: '/product/202309/images/upload', query }))
    expect(Buffer.from(seen[0]!.body as Uint8Array).toString()).toContain('filename="a_.png"')
  })

  it('repeats reads after an outage, writes only when told so', async () => {
    const busy: readonly [number, string] = [
      200,
      '{"code":36009003,"message":"x","request_id":"r","data":null}',
    ]
    const read = session([busy, ok({})])
    await expect(callForShop(read.forShop, { method: 'GET', path: '/a' })).resolves.toMatchObject({ code: 0 })
    const write = session([busy, ok({})])
    await expect(callForShop(write.forShop, { method: 'POST', path: '/a' })).rejects.toMatchObject({
      kind: 'transient',
    })
    expect(write.seen).toHaveLength(1)
  })

  it('asks the token host with secrets that never come back in an error', async () => {
    const { forShop, seen } = session([
      [
        200,
        JSON.stringify({
          code: 36004004,
          message: `bad ${SECRET} for my-auth-code`,
          request_id: 'r',
          data: null,
        }),
      ],
    ])
    const error = (await callTokenHost(forShop, '/api/v2/token/get', { auth_code: 'my-auth-code' }).catch(
      (each: unknown) => each,
    )) as AdapterError
    expect(seen[0]!.url.startsWith('https://auth.tiktok-shops.com/api/v2/token/get?')).toBe(true)
    expect(new URL(seen[0]!.url).searchParams.has('sign')).toBe(false)
    expect(error.message).toContain('•••')
    expect(JSON.stringify([error.message, error.explanation])).not.toMatch(/e59af819cc|my-auth-code/)
  })
})

describe('an answer', () => {
  const read = (status: number, body: string, headers: Record<string, string> = {}) =>
    readEnvelope({ status, headers, body: new TextEncoder().encode(body) }, [])

  it('is judged by its code, whatever the status and the message', () => {
    expect(read(500, '{"code":0,"message":"anything","data":{"a":1}}')).toMatchObject({
      code: 0,
      data: { a: 1 },
    })
    expect(read(200, '{"code":"12052032","message":"x","data":null}')).toMatchObject({
      code: 12052032,
      data: undefined,
    })
    expect(read(429, '{"code":36009002}', { 'retry-after': '3' }).retryAfterMs).toBe(3_000)
    expect(read(429, '{"code":36009002}', { 'retry-after': 'soon' }).retryAfterMs).toBeUndefined()
  })

  it.each([
    [404, '404 page not found', 'permanent', 'http_404_wrong_endpoint'],
    [429, 'slow down', 'rate_limit', 'http_429_rate_limited'],
    [503, '<html>', 'transient', 'http_5xx_provider_down'],
    [200, '<html>', 'contract', 'unexpected_response'],
    [200, '[]', 'contract', 'unexpected_response'],
    [200, '{"message":"no code"}', 'contract', 'unexpected_response'],
    [400, '', 'contract', 'unexpected_response'],
  ])('%d %j has no envelope', (status, body, kind, reason) => {
    expect(() => read(status, body)).toThrow(expect.objectContaining({ kind, reason }) as Error)
  })
})
