import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPayload, type TestApp } from '../support/payload.ts'

let app: TestApp
beforeAll(async () => {
  app = await startPayload()
})
afterAll(async () => {
  await app?.stop()
})

const register = (email: string): ReturnType<TestApp['rest']> =>
  app.rest('/users/first-register', {
    method: 'POST',
    body: JSON.stringify({
      email,
      password: 'kata-sandi-pemilik',
      name: 'Ibu Sari',
      businessName: 'Warung Sari',
    }),
  })

it('becomes owner of an organisation of the given name and is signed in at once', async () => {
  const { status, headers } = await register('sari@kanal.test')
  expect(status).toBe(200)
  const [cookie] = (headers.get('set-cookie') ?? '').split(';')
  const me = await app.rest('/users/me', { headers: { cookie: cookie ?? '' } })
  expect(me.body.user).toMatchObject({ email: 'sari@kanal.test', memberships: [{ role: 'owner' }] })
  const { rows } = await app.database.pool.query('select name from organisations')
  expect(rows).toEqual([{ name: 'Warung Sari' }])
})

it('is the only one: nobody can register after that', async () => {
  expect((await register('lain@kanal.test')).status).toBe(403)
  const { rows } = await app.database.pool.query('select email from users')
  expect(rows).toEqual([{ email: 'sari@kanal.test' }])
})
