import type { AdapterError } from '../../../adapters/contract.ts'
import { type Explanation, type LocalizedText } from '../../../adapters/contract.ts'
import { explain } from '../../../adapters/kit/explain.ts'
import { text } from '../../../i18n/text.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'

const NOT_CHANGED = text('Tampilan listing tidak diubah.', 'Where the listing is shown was not changed.')

export const listingNotFound = (): Refusal =>
  new Refusal(404, {
    code: 'not_found',
    what: text('Listing ini tidak ditemukan.', 'This listing was not found.'),
    why: text(
      'Listing sudah dihapus, atau bukan milik organisasi Anda.',
      'It was deleted, or it is not one of your organisation.',
    ),
    remedy: text('Kembali ke daftar Listing dan buka lagi.', 'Go back to the listings and open it again.'),
  })

export const listingNotAllowed = (): Refusal =>
  new Refusal(403, {
    code: 'not_allowed',
    what: NOT_CHANGED,
    why: text(
      'Peran Anda di organisasi ini hanya bisa melihat.',
      'Your role in this organisation may only look.',
    ),
    remedy: text('Minta pemilik, admin, atau staf gudang.', 'Ask an owner, admin or warehouse staff.'),
  })

export const notSwitchable = (marketplace: string): Refusal =>
  new Refusal(422, {
    code: 'not_switchable',
    what: NOT_CHANGED,
    why: text(
      `${marketplace} tidak punya etalase itu, atau tidak mengizinkan tampilannya diatur dari sini.`,
      `${marketplace} has no such storefront, or does not let it be switched from here.`,
    ),
    remedy: text(`Atur di Seller Center ${marketplace}.`, `Set it in the Seller Center of ${marketplace}.`),
  })

export const shopNotConnected = (shop: string): Refusal =>
  new Refusal(409, {
    code: 'not_connected',
    what: NOT_CHANGED,
    why: text(`Toko ${shop} sedang tidak terhubung.`, `The shop ${shop} is not connected at the moment.`),
    remedy: text('Sambungkan toko lagi, lalu ulangi.', 'Connect the shop again, then repeat.'),
  })

export const listingGone = (marketplace: string): Refusal =>
  new Refusal(404, {
    code: 'listing_gone',
    what: NOT_CHANGED,
    why: text(
      `Produk ini sudah tidak ada di ${marketplace}.`,
      `This product no longer exists at ${marketplace}.`,
    ),
    remedy: text('Impor ulang katalog toko ini.', 'Import the catalogue of this shop again.'),
  })

const together = (first: LocalizedText, second: LocalizedText): LocalizedText => ({
  id: `${first.id} ${second.id}`,
  en: `${first.en} ${second.en}`,
})

/** What the marketplace's error means here: what did not happen is ours to say, why and the remedy are its own. */
const refusedBecause = (what: LocalizedText, error: AdapterError, marketplace: string): Refusal => {
  const told: Explanation = error.explanation ?? explain(error.reason, marketplace)
  const passes = error.kind === 'transient' || error.kind === 'rate_limit'
  return new Refusal(passes ? 503 : 422, {
    code: error.reason,
    what,
    why: together(told.what, told.why),
    remedy: told.remedy,
  })
}

export const switchRefused = (error: AdapterError, marketplace: string): Refusal =>
  refusedBecause(NOT_CHANGED, error, marketplace)

/** The change was accepted, but what came of it could not be read. */
export const unreadAfterSwitch = (error: AdapterError, marketplace: string): Refusal =>
  refusedBecause(
    text(
      `${marketplace} menerima perubahan, tetapi hasilnya belum bisa dibaca.`,
      `${marketplace} accepted the change, but what came of it could not be read.`,
    ),
    error,
    marketplace,
  )
