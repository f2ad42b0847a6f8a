import { describe, expect, it } from 'vitest'
import { WAREHOUSE_SHOP, eventually } from '../support/shopee.ts'
import { buy, kit, session, useShopee } from '../support/shopee-shop.ts'

useShopee()

describe('consent and tokens', () => {
  it('asks for consent where the shop can give it', async () => {
    const url = new URL(
      kit.adapter.authorize.consentUrl(kit.app, {
        redirectUrl: 'https://kanal.test/oauth/shopee',
        state: 's1',
      }),
    )
    expect(url.searchParams.get('state')).toBe('s1')
    expect((await fetch(url)).status).toBe(200)
  })

  it('refreshes once with a token, and never again with the same', async () => {
    const grant = await kit.consent(WAREHOUSE_SHOP)
    const input = { externalShopId: grant.externalShopId, refreshToken: grant.refreshToken, details: {} }
    const fresh = await kit.adapter.authorize.refresh(kit.app, input)
    expect(fresh.accessToken).not.toBe(grant.accessToken)
    expect(await kit.adapter.shop.info(kit.sessionOf(fresh))).toMatchObject({
      region: 'ID',
      status: 'active',
    })
    await expect(kit.adapter.authorize.refresh(kit.app, input)).rejects.toMatchObject({
      kind: 'auth',
      reason: 'token_revoked',
    })
  })

  it('gives a code away once', async () => {
    const { code } = await kit.control('/authorize', { shop_id: WAREHOUSE_SHOP })
    const query = { code: String(code), shop_id: String(WAREHOUSE_SHOP) }
    await kit.adapter.authorize.exchange(kit.app, query)
    await expect(kit.adapter.authorize.exchange(kit.app, query)).rejects.toMatchObject({ kind: 'auth' })
  })

  it('says of a shop of another region so, in a consent and in Test connection', async () => {
    await kit.control('/faults', { kind: 'wrong_region', count: 2 })
    const { code } = await kit.control('/authorize', { shop_id: WAREHOUSE_SHOP })
    const query = { code: String(code), shop_id: String(WAREHOUSE_SHOP) }
    await expect(kit.adapter.authorize.exchange(kit.app, query)).rejects.toMatchObject({
      kind: 'permission',
      reason: 'wrong_region',
    })
    const token = kit.adapter.checks.find(({ id }) => id === 'token')
    await expect(token?.run(session)).rejects.toMatchObject({ reason: 'wrong_region' })
  })

  it('tells an expired token from a withdrawn consent', async () => {
    await kit.control('/faults', { kind: 'expired_token', count: 1 })
    await expect(kit.adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_expired' })
    await kit.control('/faults', { kind: 'revoked', count: 1 })
    await expect(kit.adapter.shop.info(session)).rejects.toMatchObject({ reason: 'token_revoked' })
  })
})

describe('lost messages', () => {
  it('gives back what was not delivered, word for word, until confirmed', async () => {
    await kit.control('/apps', { partner_id: 2001887, callback_url: 'http://127.0.0.1:9/webhooks/shopee' })
    const sn = buy([{ sku: 'KERIPIK-TEMPE', quantity: 1 }])
    const lost = await eventually(async () => {
      await kit.control('/pushes/flush-retries', {})
      const pulled = await kit.adapter.lostMessages!.pull(session)
      return pulled.messages.length > 0 && pulled
    })
    const hints = lost.messages.flatMap((message) => kit.adapter.webhook.parse(message).hints)
    expect(hints).toContainEqual({ kind: 'order', externalOrderId: sn })
    await kit.control('/apps', { partner_id: 2001887, callback_url: '' })
    await kit.adapter.lostMessages!.confirm(session, lost.confirm!)
    await eventually(async () => {
      const left = await kit.adapter.lostMessages!.pull(session)
      if (left.confirm !== null) await kit.adapter.lostMessages!.confirm(session, left.confirm)
      return left.messages.length === 0
    })
  })
})
