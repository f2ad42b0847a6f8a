import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { setSecurityHeaders } from './security-headers.ts'

function exchange(publicUrl: string, isDevelopment = false) {
  const request = new IncomingMessage(new Socket())
  request.headers['content-security-policy'] = "script-src 'nonce-chosen'"
  request.headers['content-security-policy-report-only'] = "script-src 'nonce-chosen'"
  const response = new ServerResponse(request)
  setSecurityHeaders(request, response, { publicUrl, isDevelopment })
  const policy = String(response.getHeader('content-security-policy'))
  return { request, headers: response.getHeaders(), policy }
}

it('keeps pages out of frames, and over https asks for https from then on', () => {
  const { headers } = exchange('http://localhost:3000')
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
  expect(headers).not.toHaveProperty('strict-transport-security')
  expect(exchange('https://kanal.toko.id').headers).toHaveProperty('strict-transport-security')
})

it('lets only scripts of this answer run, and tells the nonce to who renders it instead of what a client sent', () => {
  const [first, second] = [exchange('https://kanal.toko.id'), exchange('https://kanal.toko.id')]
  expect(first.policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==';/)
  expect(first.policy).toContain("script-src-attr 'none'")
  expect(first.policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(first.request.headers['content-security-policy']).toBe(first.policy)
  expect(first.request.headers).not.toHaveProperty('content-security-policy-report-only')
  expect(second.policy).not.toBe(first.policy)
})

it('lets tools of development evaluate text, and nobody else', () => {
  expect(exchange('http://localhost:3000', true).policy).toContain("'unsafe-eval'")
  expect(exchange('http://localhost:3000').policy).not.toContain("'unsafe-eval'")
})
