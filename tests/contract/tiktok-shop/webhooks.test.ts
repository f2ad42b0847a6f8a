import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_APP_KEY } from '../../../sandbox/tiktok-shop/options.ts'
import {
  CREDENTIALS,
  SECOND,
  SHOP,
  adapter,
  allListings,
  buy,
  connect,
  control,
  fault,
  useTikTokShop,
  delivered,
} from '../support/tiktok-shop.ts'

useTikTokShop()

describe('webhooks', () => {
  let server: Server
  const received: { headers: Record<string, string>; rawBody: Buffer }[] = []
  let answer = (): number => 200
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, rawBody: Buffer.concat(chunks) })
        response.writeHead(answer()).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    await connect()
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/tiktok-shop/1`
    await control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: url })
  })
  afterAll(async () => {
    await control('POST', '/apps', { partner_id: DEMO_APP_KEY, callback_url: '' })
    await new Promise((resolve) => server.close(resolve))
  })

  const verified = (at: number) => adapter.webhook.verify({ url: 'x', ...received[at]! }, CREDENTIALS)

  it('verifies and reads what the platform sends, ids beyond 2^53 included', async () => {
    received.length = 0
    const { sn } = await buy('RENDANG-250', 1)
    const { externalItemId } = (await allListings(await connect())).find(
      (each) => each.sellerSku === 'RENDANG-250',
    )!
    await control('POST', '/pushes', { code: 5, shop_id: SHOP, data: { product_id: 0 } })
    await delivered()
    expect(received.every((_, at) => verified(at))).toBe(true)
    const parsed = received.map((each) => adapter.webhook.parse(each.rawBody))
    expect(parsed).toContainEqual(
      expect.objectContaining({
        topic: 'order_status_change',
        externalShopId: SHOP,
        hints: [{ kind: 'order', externalOrderId: sn }],
      }),
    )
    const session = await connect()
    await delivered()
    received.length = 0
    await adapter.products!.setLive!(session, [{ externalItemId, live: true }])
    await delivered()
    expect(adapter.webhook.parse(received.at(-1)!.rawBody).hints).toEqual([
      { kind: 'listing', externalItemId },
    ])
  })

  it('recognises a forged one, and the same one sent twice', async () => {
    await delivered()
    received.length = 0
    await fault('push_bad_signature', { count: 1 })
    await buy('RENDANG-250', 1, { paid: false })
    await delivered()
    expect(received.map((_, at) => verified(at))).toEqual([false])
    received.length = 0
    await fault('push_duplicate', { count: 1 })
    await buy('KERIPIK-TEMPE', 1, { paid: false })
    await delivered()
    const ids = received.map((each) => adapter.webhook.parse(each.rawBody).eventId)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })

  it('is sent again until it is acknowledged', async () => {
    await delivered()
    received.length = 0
    answer = () => (received.length < 3 ? 500 : 200)
    await buy('KERIPIK-TEMPE', 1, { paid: false })
    for (let at = 0; at < 5; at += 1) await control('POST', '/pushes/flush-retries', {})
    answer = () => 200
    expect(received.length).toBeGreaterThanOrEqual(3)
    expect(new Set(received.map((each) => each.rawBody.toString())).size).toBe(1)
  })

  it('tells that the seller has withdrawn the consent', async () => {
    await delivered()
    received.length = 0
    await control('POST', '/revoke', { shop_id: SHOP })
    await delivered()
    const parsed = received.map((each) => adapter.webhook.parse(each.rawBody))
    expect(parsed.map((each) => each.externalShopId).sort()).toEqual([SHOP, SECOND].sort())
    expect(parsed[0]!.hints).toEqual([{ kind: 'authorization', change: 'revoked' }])
    await connect()
  })
})
