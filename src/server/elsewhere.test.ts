import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerElsewhere } from './elsewhere.ts'

const server = createServer((request, response) => {
  if (!answerElsewhere(request, response)) response.end('next')
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const ask = async (path: string) => {
  const answer = await fetch(`${url}${path}`, { redirect: 'manual' })
  return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() }
}

it.each([
  '/admin',
  '/admin/login?x=1',
  '/api/users',
  '/oauth/shopee',
  '/_next/static/a.js',
  '/__nextjs_font/a',
])('leaves %s to Next', async (path) => expect((await ask(path)).body).toBe('next'))

it('leads from the bare address to the admin', async () => {
  expect(await ask('/')).toMatchObject({ status: 307, location: '/admin' })
  expect(await ask('/?from=mail')).toMatchObject({ status: 307, location: '/admin' })
})

it.each(['/administrator', '/apis', '/favicon.ico', '//evil.test', '/a/%3Cscript%3E'])(
  'says of %s that it does not exist, without a script and without repeating it',
  async (path) => {
    const { status, body } = await ask(path)
    expect(status).toBe(404)
    expect(body).not.toMatch(/script|evil|administrator/)
  },
)
