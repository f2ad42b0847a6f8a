import type { JSONFieldServerComponent } from 'payload'
import { hasRole, idOf, WAREHOUSE } from '../../../collections/access/roles.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { reader } from '../../../ui/server/database.ts'
import { salesFace } from '../../../ui/server/marketplaces.ts'
import { registryOf } from '../../registry.ts'
import { shownOn, statusBySurface } from '../surfaces/shown.ts'
import { SurfaceSwitches } from './SurfaceSwitches.tsx'

const locks = {
  role: text(
    'Peran Anda hanya bisa melihat. Minta pemilik, admin, atau staf gudang untuk mengubahnya.',
    'Your role may only look. Ask an owner, admin or warehouse staff to change it.',
  ),
  shop: text(
    'Toko ini sedang tidak terhubung. Sambungkan lagi di halaman Toko untuk mengubahnya.',
    'This shop is not connected at the moment. Connect it again on the Shops page to change this.',
  ),
  adapter: text(
    'Marketplace ini hanya bisa diatur dari Seller Center-nya.',
    'This marketplace can only be set from its own Seller Center.',
  ),
}

/** Where a listing is shown, with a switch per storefront; nothing for a marketplace that has only one. */
export const ListingSurfaces: JSONFieldServerComponent = async ({ data, i18n, payload, req }) => {
  const listing = data as Record<string, unknown>
  const organisation = idOf(listing.organisation)
  const shopId = idOf(listing.shop)
  if (!organisation || !shopId || listing.status === 'deleted') return null
  const [shop] = await reader(payload).query<{ marketplace: string; status: string; siblings: number }>(
    `select s.marketplace, s.status::text,
       (select count(*)::int from listings l
        where l.shop_id = s.id and l.external_item_id = $3 and l.status <> 'deleted') as siblings
     from shops s where s.organisation_id = $1 and s.id = $2`,
    [organisation, shopId, listing.externalItemId],
  )
  const adapter = registryOf(payload.config).adapters.find(({ id }) => id === shop?.marketplace)
  if (!shop || !adapter?.surfaces) return null
  const language = languageOf(i18n.language)
  const stored = shownOn(listing.surfaces)
  const lock = !hasRole(req, organisation, WAREHOUSE)
    ? locks.role
    : shop.status !== 'connected'
      ? locks.shop
      : !adapter.products?.setLive
        ? locks.adapter
        : null
  return (
    <SurfaceSwitches
      listingId={String(listing.id)}
      surfaces={
        stored &&
        statusBySurface(adapter.surfaces, stored).map(({ surface, status }) => ({
          face: salesFace(payload, adapter.id, surface.id),
          status,
        }))
      }
      variants={shop.siblings}
      lock={lock && pick(lock, language)}
      language={language}
    />
  )
}
