import { ServerResponse, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { setSecurityHeaders } from './security-headers.ts'

const headersFor = (publicUrl: string): ReturnType<ServerResponse['getHeaders']> => {
  const response = new ServerResponse(new IncomingMessage(new Socket()))
  setSecurityHeaders(response, publicUrl)
  return response.getHeaders()
}

it('keeps pages out of frames, and over https asks for https from then on', () => {
  expect(headersFor('http://localhost:3000')).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  })
  expect(headersFor('http://localhost:3000')).not.toHaveProperty('strict-transport-security')
  expect(headersFor('https://kanal.toko.id')).toHaveProperty('strict-transport-security')
})
