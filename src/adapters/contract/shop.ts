import type { ShopSession } from './sessions.ts'

export interface ShopInfo {
  externalId: string
  name: string
  region: string
  status: 'active' | 'suspended'
  consentExpiresAt: Date | null
}

export interface Shop {
  info(session: ShopSession): Promise<ShopInfo>
}
