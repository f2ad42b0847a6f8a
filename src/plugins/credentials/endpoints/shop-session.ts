import type { LocalizedText, IntegrationAdapter, ShopSession } from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import type { Kanal } from '../../context.ts'
import { NO_SHOP_YET } from '../checks/run.ts'
import { CredentialsMissingError } from '../errors.ts'
import { withCredentials } from '../read.ts'

const RENEWING = text('Token toko sedang diperbarui', 'The token of the shop is being renewed')

/**
 * Hands `fn` a connected shop of the integration whose token is still valid, or the reason why there is none, so
 * that a test can also ask the marketplace as a shop.
 */
export async function withAnyShop<T>(
  kanal: Kanal,
  {
    organisationId,
    integrationId,
    adapter,
  }: { organisationId: string; integrationId: string; adapter: IntegrationAdapter },
  fn: (shop: ShopSession['shop'] | LocalizedText) => Promise<T>,
): Promise<T> {
  const shops = await autocommit(kanal.pool).query<{
    id: string
    externalId: string
    details: Record<string, string> | null
    valid: boolean
  }>(
    `select id, external_shop_id as "externalId", details,
       coalesce(access_expires_at > now() + interval '1 minute', false) as valid
     from shops where organisation_id = $1 and integration_id = $2 and status = 'connected'
     order by valid desc, created_at limit 1`,
    [organisationId, integrationId],
  )
  const [shop] = shops
  if (!shop) return fn(NO_SHOP_YET)
  if (!shop.valid) return fn(RENEWING)
  const reading = {
    organisationId,
    ownerType: 'shop',
    ownerId: shop.id,
    slug: adapter.id,
    fields: ['access_token'],
    consumer: 'connection.test',
    purpose: 'connection.test',
  } as const
  let isOpen = false
  try {
    return await withCredentials(kanal.vault, kanal.pool, reading, ({ access_token: accessToken = '' }) => {
      isOpen = true
      return fn({ externalId: shop.externalId, accessToken, details: shop.details ?? {} })
    })
  } catch (error) {
    if (isOpen || !(error instanceof CredentialsMissingError)) throw error
    return fn(RENEWING)
  }
}
