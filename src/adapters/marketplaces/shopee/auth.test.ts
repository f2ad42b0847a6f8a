import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shopee } from './index.ts'
import { failed, PARTNER_ID, recorded, SHOP_ID, StubShopee } from './testing/stubShopee.ts'

const adapter = shopee()
let stub: StubShopee
beforeEach(async () => {
  stub = await StubShopee.start()
})
afterEach(() => stub.stop())
const answer = (name: string) => ({ body: recorded(name) })

describe('authorisation', () => {
  const TOKEN = '/api/v2/auth/token/get'
  const REFRESH = '/api/v2/auth/access_token/get'
  const now = new Date('2026-11-22T10:00:00Z')
  const session = () => stub.session({ now: () => now })

  it('builds the consent link', () => {
    const url = new URL(
      adapter.authorize.consentUrl(session(), { redirectUrl: 'https://k.test/back?x=1', state: 's&t' }),
    )
    expect(url.pathname).toBe('/auth')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      partner_id: PARTNER_ID,
      auth_type: 'seller',
      redirect_uri: 'https://k.test/back?x=1',
      response_type: 'code',
      state: 's&t',
    })
  })

  it('exchanges the code of one shop', async () => {
    stub.on(TOKEN, answer('token'))
    expect(await adapter.authorize.exchange(session(), { code: 'c0de', shop_id: SHOP_ID })).toEqual([
      {
        externalShopId: SHOP_ID,
        accessToken: '77174636562737266615546704c6d3a1',
        refreshToken: '7a7a4b6a6d4a4f5a4a4c6b6a4d6a4e31',
        accessExpiresAt: new Date('2026-11-22T14:00:00Z'),
        refreshExpiresAt: new Date('2026-12-22T10:00:00Z'),
        details: {},
      },
    ])
    expect(JSON.parse(stub.to(TOKEN)[0]!.body)).toEqual({
      code: 'c0de',
      shop_id: 14701711,
      partner_id: 2001887,
    })
    expect(stub.to(TOKEN)[0]?.query.has('shop_id')).toBe(false)
  })

  it('exchanges the code of a main account into one grant for each shop', async () => {
    stub.on(TOKEN, answer('token_main_account'))
    const grants = await adapter.authorize.exchange(session(), { code: 'c0de', main_account_id: '1001' })
    expect(grants.map((grant) => grant.externalShopId)).toEqual(['14701711', '14701712'])
    expect(JSON.parse(stub.to(TOKEN)[0]!.body)).toEqual({
      code: 'c0de',
      main_account_id: 1001,
      partner_id: 2001887,
    })
  })

  it('refreshes, also when the expiry is an instant', async () => {
    const expiry = Date.parse('2026-11-22T13:30:00Z') / 1000
    stub.on(REFRESH, {
      body: {
        access_token: 'a2',
        refresh_token: 'r2',
        expire_in: expiry,
        shop_id: 1,
        error: '',
        request_id: 'r',
      },
    })
    const grant = await adapter.authorize.refresh(session(), {
      externalShopId: SHOP_ID,
      refreshToken: 'r1',
      details: {},
    })
    expect(grant).toMatchObject({
      externalShopId: SHOP_ID,
      accessToken: 'a2',
      refreshToken: 'r2',
      accessExpiresAt: new Date('2026-11-22T13:30:00Z'),
    })
    expect(JSON.parse(stub.to(REFRESH)[0]!.body)).toEqual({
      refresh_token: 'r1',
      shop_id: 14701711,
      partner_id: 2001887,
    })
  })

  it('spends nothing twice: a failing token call is made once', async () => {
    stub.on(REFRESH, failed('error_server'))
    const input = { externalShopId: SHOP_ID, refreshToken: 'r1', details: {} }
    await expect(adapter.authorize.refresh(session(), input)).rejects.toMatchObject({ kind: 'transient' })
    expect(stub.to(REFRESH)).toHaveLength(1)
  })

  it('says when the callback or the answer is not what was agreed', async () => {
    await expect(adapter.authorize.exchange(session(), { shop_id: SHOP_ID })).rejects.toMatchObject({
      kind: 'permanent',
    })
    await expect(adapter.authorize.exchange(session(), { code: 'c', shop_id: 'x' })).rejects.toMatchObject({
      kind: 'permanent',
    })
    stub.on(TOKEN, { body: { error: '', request_id: 'r' } })
    await expect(adapter.authorize.exchange(session(), { code: 'c', shop_id: '1' })).rejects.toMatchObject({
      kind: 'contract',
    })
  })
})
