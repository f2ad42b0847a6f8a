import type { Shop, ShopInfo, ShopSession } from 'kanal/adapter'
import { z } from 'zod'
import { callForShop } from './client.ts'
import { readAs } from './errors.ts'
import { id } from './wire.ts'

const wireShop = z.object({ id, name: z.string(), open: z.boolean() })

/** The shop's name and state. */
export const shop: Shop = {
  async info(session: ShopSession): Promise<ShopInfo> {
    const answer = await callForShop(session, { method: 'GET', path: '/shop' })
    const { id: externalId, name, open } = readAs(wireShop, answer, 'shop')
    return { externalId, name, region: 'ID', status: open ? 'active' : 'suspended', consentExpiresAt: null }
  },
}
