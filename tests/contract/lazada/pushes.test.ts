import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { DEMO_APP_KEY } from '../../../sandbox/lazada/options.ts'
import { SINGLE, adapter, app, buy, sandbox, useLazada } from '../support/lazada.ts'

useLazada()

describe('pushes', () => {
  it('are signed as the adapter checks, and lead to the order', async () => {
    const received: { headers: Record<string, string>; rawBody: Uint8Array }[] = []
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        received.push({
          headers: { authorization: request.headers.authorization ?? '' },
          rawBody: new Uint8Array(Buffer.concat(chunks)),
        })
        response.writeHead(adapter.webhook.acknowledge.status).end(adapter.webhook.acknowledge.body)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/lazada/1`
    sandbox.state.apps.get(DEMO_APP_KEY)!.callbackUrl = url
    const order = buy('SABUN-SEREH', 2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sandbox.state.pushes.idle()
    // Two units, each created and paid.
    expect(received).toHaveLength(4)
    for (const { headers, rawBody } of received) {
      expect(adapter.webhook.verify({ url, headers, rawBody }, app.credentials)).toBe(true)
      expect(adapter.webhook.parse(rawBody)).toMatchObject({
        externalShopId: String(SINGLE),
        hints: [{ kind: 'order', externalOrderId: order.id }],
      })
    }
    expect(sandbox.state.pushes.list().every((push) => push.state === 'delivered')).toBe(true)
    sandbox.state.apps.get(DEMO_APP_KEY)!.callbackUrl = ''
    server.closeAllConnections()
    server.close()
  })
})
