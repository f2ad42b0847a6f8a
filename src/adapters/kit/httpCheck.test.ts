import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  credentialField,
  type AnswerRule,
  type AppSession,
  type HttpCheckDeclaration,
  type IntegrationAdapter,
} from '../contract.ts'
import { createHttpClient, type HttpClient } from '../http/client.ts'
import { httpCheck, SOMEBODY_ANSWERS } from './httpCheck.ts'
import { httpCheckProblems } from './httpCheckProblems.ts'
import { text } from './text.ts'

interface Seen {
  method?: string | undefined
  url?: string | undefined
  headers: IncomingHttpHeaders
  body: string
}
let seen: Seen
let reply: { status: number; headers?: Record<string, string>; body: string }
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      seen = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      response.writeHead(reply.status, reply.headers).end(reply.body)
    })
})
let client: HttpClient
let base: string
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  client = createHttpClient({ allowedLocalOrigins: [base] })
})
afterAll(async () => {
  await client.close()
  await new Promise((done) => server.close(done))
})

const session = (credentials: Record<string, string> = {}): AppSession => ({
  environment: { label: text('Uji', 'Test'), apiBaseUrl: `${base}/api/`, consentBaseUrl: base },
  credentials: { appKey: 'a key/1', secret: 's3cret', ...credentials },
  send: client.send,
  now: () => new Date('2026-11-22T00:00:00.900Z'),
})
const declared = (part: Partial<HttpCheckDeclaration> = {}): HttpCheckDeclaration & { id: 'signature' } => ({
  label: text('Kunci diterima', 'The key is accepted'),
  request: { method: 'GET', path: '/me' },
  rules: [{ when: { status: [200] }, then: 'accepted' }],
  ...part,
  id: 'signature',
})
const run = (part: Partial<HttpCheckDeclaration>, credentials?: Record<string, string>) =>
  httpCheck('Pasar', declared(part)).run(session(credentials))
const answering = (status: number, body: unknown = {}, headers: Record<string, string> = {}): void => {
  reply = { status, body: typeof body === 'string' ? body : JSON.stringify(body), headers }
}

describe('the request of a declared check', () => {
  it('carries values where they are declared, each escaped for its place', async () => {
    answering(200)
    await run({
      request: {
        method: 'POST',
        path: '/apps/{credentials.appKey}/me',
        query: { key: '{credentials.appKey}', at: '{time.seconds}' },
        headers: { authorization: 'Bearer {credentials.secret}', 'x-none': '{credentials.optional}' },
        json: { key: '{credentials.appKey}', list: [1, { host: '{environment.host}' }], none: null },
      },
    })
    expect(seen).toMatchObject({
      method: 'POST',
      url: '/api/apps/a%20key%2F1/me?key=a+key%2F1&at=1795305600',
      headers: { authorization: 'Bearer s3cret', 'x-none': '', 'content-type': 'application/json' },
    })
    expect(JSON.parse(seen.body)).toEqual({
      key: 'a key/1',
      list: [1, { host: new URL(base).host }],
      none: null,
    })
  })

  it('never lets a value begin a header of its own', async () => {
    const request = { method: 'GET', path: '/me', headers: { 'x-key': '{credentials.appKey}' } } as const
    await expect(run({ request }, { appKey: 'a\r\nx-admin: 1' })).rejects.toMatchObject({
      reason: 'invalid_format',
      fields: ['appKey'],
    })
  })

  it('never leaves the address of the environment', async () => {
    answering(200)
    await run(
      { request: { method: 'GET', path: '/{credentials.appKey}' } },
      { appKey: '../..//evil.example/?x=' },
    )
    expect(seen.url).toBe('/api/..%2F..%2F%2Fevil.example%2F%3Fx%3D')
  })

  it('ends when its signal aborts', async () => {
    answering(200)
    const aborted = { ...session(), signal: AbortSignal.abort(new Error('left')) }
    await expect(httpCheck('Pasar', declared()).run(aborted)).rejects.toThrow('left')
  })
})

describe('the answer of a declared check', () => {
  const rules: readonly AnswerRule[] = [
    {
      when: {
        status: [200],
        json: [
          { at: '/ok', is: true },
          { at: '/shop/name', matches: '^\\S' },
        ],
      },
      then: 'accepted',
      fact: { id: 'Toko {answer/shop/name}', en: 'Shop {answer/shop/name}' },
    },
    {
      when: { json: [{ at: '/error/code', is: 4012 }] },
      then: 'signature_mismatch',
      fields: ['secret'],
      codeAt: '/error/code',
      explanation: {
        what: text('Ditolak.', 'Refused.'),
        why: text('Kunci lama.', 'An old key.'),
        remedy: text('Salin lagi.', 'Copy again.'),
      },
    },
    {
      when: { status: [[400, 403]], header: { name: 'X-Reason', matches: 'ip' } },
      then: 'ip_not_allowlisted',
    },
  ]

  it('is accepted with a fact out of it', async () => {
    answering(200, { ok: true, shop: { name: 'Melati' } })
    await expect(run({ rules })).resolves.toEqual({ id: 'Toko Melati', en: 'Shop Melati' })
  })

  it.each<[string, number, unknown, Record<string, string>, object]>([
    [
      'a code, whatever the status',
      200,
      { error: { code: 4012 } },
      {},
      {
        reason: 'signature_mismatch',
        kind: 'auth',
        fields: ['secret'],
        providerCode: '4012',
        explanation: { what: { id: 'Ditolak.' } },
      },
    ],
    [
      'a header within a range',
      403,
      '<html>',
      { 'x-reason': 'ip refused' },
      { reason: 'ip_not_allowlisted', kind: 'permission', fields: [] },
    ],
    [
      'the status where no rule fits',
      401,
      {},
      {},
      {
        reason: 'http_401_bad_credential',
        httpStatus: 401,
        explanation: { what: { id: expect.stringContaining('Pasar') } },
      },
    ],
    [
      'a status and how long to wait',
      429,
      {},
      { 'retry-after': '7' },
      { reason: 'http_429_rate_limited', kind: 'rate_limit', retryAfterMs: 7000 },
    ],
    ['a provider that is down', 503, 'down', {}, { reason: 'http_5xx_provider_down', kind: 'transient' }],
    [
      'a page where an API was expected',
      200,
      '<!doctype html>',
      {},
      { reason: 'unexpected_response', kind: 'contract' },
    ],
    [
      'a value of another type',
      200,
      { ok: 'true', shop: { name: 'x' } },
      {},
      { reason: 'unexpected_response' },
    ],
  ])('is refused by %s', async (_, status, body, headers, expected) => {
    answering(status, body, headers)
    await expect(run({ rules })).rejects.toMatchObject(expected)
  })

  it('of anybody is enough to know that somebody is there', async () => {
    answering(418, 'teapot')
    await expect(run({ rules: SOMEBODY_ANSWERS })).resolves.toMatchObject({ id: new URL(base).host })
    answering(500)
    await expect(run({ rules: SOMEBODY_ANSWERS })).rejects.toMatchObject({ reason: 'http_5xx_provider_down' })
  })

  it('never carries a secret into words', async () => {
    answering(401, { error: { code: 's3cret' } })
    const error: unknown = await run({ rules }).catch((each: unknown) => each)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cret')
  })
})

describe('a declaration that cannot work', () => {
  const meta = { label: text('-', '-'), help: text('-', '-'), invalid: text('-', '-') }
  const problems = (part: Partial<HttpCheckDeclaration>): string[] =>
    httpCheckProblems({
      checks: [httpCheck('Pasar', declared(part))],
      credentials: z.object({
        appKey: z.string().register(credentialField, { ...meta, secret: false }),
        secret: z.string().register(credentialField, meta),
      }),
    } as Partial<IntegrationAdapter> as IntegrationAdapter)
  const accept = { when: { status: [200] }, then: 'accepted' } as const
  const request = { method: 'GET', path: '/me' } as const

  it.each<[string, Partial<HttpCheckDeclaration>, RegExp]>([
    [
      'a field that is none',
      { request: { ...request, headers: { a: '{credentials.apiKye}' } } },
      /names no field; the fields are appKey, secret/,
    ],
    [
      'a place that is none',
      { request: { ...request, query: { a: '{now}' } } },
      /\{now\} stands for nothing/,
    ],
    [
      'a place of the answer in the request',
      { request: { ...request, query: { a: '{answer/x}' } } },
      /stands for nothing/,
    ],
    [
      'a shop nobody has',
      { request: { ...request, headers: { a: '{shop.accessToken}' } } },
      /needs "needsShop: true"/,
    ],
    [
      'a secret in the path',
      { request: { ...request, path: '/{credentials.secret}' } },
      /is a secret and must not stand in the path/,
    ],
    ['another server', { request: { ...request, path: '//evil.example/me' } }, /must begin with one slash/],
    ['a way out of the base', { request: { ...request, path: '/../admin' } }, /must begin with one slash/],
    ['a query in the path', { request: { ...request, path: '/me?a=1' } }, /hold no query/],
    ['a header of the client', { request: { ...request, headers: { Host: 'x' } } }, /"Host" cannot be set/],
    ['a body nobody reads', { request: { ...request, json: {} } }, /a GET has no body/],
    ['a patience beyond the test', { request: { ...request, timeoutMs: 60_000 } }, /1 to 10000/],
    ['no way to pass', { rules: [{ when: {}, then: 'http_404_wrong_endpoint' }] }, /no rule accepts/],
    ['a rule nobody reads', { rules: [{ when: {}, then: 'accepted' }, accept] }, /rule 1 fits every answer/],
    [
      'a range the wrong way round',
      { rules: [{ when: { status: [[599, 500]] }, then: 'accepted' }] },
      /no range of statuses/,
    ],
    [
      'a pointer that is none',
      { rules: [{ when: { json: [{ at: 'data.name' }] }, then: 'accepted' }] },
      /"data.name" is no JSON pointer/,
    ],
    [
      'a pattern that is none',
      { rules: [{ when: { json: [{ at: '/a', matches: '(' }] }, then: 'accepted' }] },
      /no regular expression/,
    ],
    [
      'a cause that is none',
      { rules: [accept, { when: { status: [400] }, then: 'bad_key' as 'internal' }] },
      /"bad_key" is none of the causes/,
    ],
    [
      'blame for a field that is none',
      { rules: [accept, { when: { status: [400] }, then: 'internal', fields: ['key'] }] },
      /"key" is no field/,
    ],
    [
      'a secret as a fact',
      { rules: [{ ...accept, fact: { id: '{credentials.secret}', en: '' } }] },
      /must not be shown/,
    ],
  ])('is told: %s', (_, part, sentence) => {
    const found = problems(part)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(sentence)
    expect(found[0]).toMatch(/^check "signature": /)
  })

  it('is no complaint about one that can', () => {
    expect(problems({})).toEqual([])
    expect(problems({ rules: SOMEBODY_ANSWERS })).toEqual([])
    expect(
      problems({
        needsShop: true,
        request: { ...request, headers: { authorization: '{shop.accessToken}' } },
      }),
    ).toEqual([])
  })
})
