import type { PayloadRequest } from 'payload'
import { idOf, type Role } from '../../collections/access/roles.ts'
import { autocommit } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { isUuid } from '../credentials/crypto/bytes.ts'
import { loadShop, NotFoundError, type ShopRow } from './rows.ts'
import { tellDenied, type Caller } from '../security/endpoint/caller.ts'
import { Refusal } from '../security/endpoint/refusal.ts'

const shopNotFound = (): Refusal =>
  new Refusal(404, {
    code: 'not_found',
    what: text('Toko ini tidak ditemukan.', 'This shop was not found.'),
    why: text(
      'Tokonya belum terhubung, atau bukan milik organisasi Anda.',
      'It is not connected yet, or is not yours.',
    ),
    remedy: text('Muat ulang halaman Toko.', 'Reload the Shops page.'),
  })

const shopNotAllowed = (): Refusal =>
  new Refusal(403, {
    code: 'not_allowed',
    what: text('Anda tidak bisa melakukan ini pada toko.', 'You cannot do this to the shop.'),
    why: text(
      'Peran Anda di organisasi ini tidak mengizinkannya.',
      'Your role in this organisation does not allow it.',
    ),
    remedy: text('Minta pemilik atau admin untuk melakukannya.', 'Ask an owner or admin to do it.'),
  })

/**
 * The shop named in the path, if the caller has one of the roles in its organisation.
 * @throws Refusal 404 for ids that are unknown or of an organisation the caller has no part in, 403 for members
 * without the role. Both are written down.
 */
export async function shopFor(caller: Caller, req: PayloadRequest, roles: readonly Role[]): Promise<ShopRow> {
  const id = String(idOf(req.routeParams?.id) ?? '')
  const shop = isUuid(id) ? await findShop(caller, id) : null
  const role = shop ? caller.roles.get(shop.organisationId) : undefined
  const target = { type: 'shop', id: id.slice(0, 64) }
  if (!shop || !role) {
    await tellDenied(caller, null, target)
    throw shopNotFound()
  }
  if (roles.includes(role)) return shop
  await tellDenied(caller, shop.organisationId, { ...target, label: shop.name })
  throw shopNotAllowed()
}

async function findShop(caller: Caller, id: string): Promise<ShopRow | null> {
  try {
    return await loadShop(autocommit(caller.kanal.pool), id)
  } catch (error) {
    if (error instanceof NotFoundError) return null
    throw error
  }
}
