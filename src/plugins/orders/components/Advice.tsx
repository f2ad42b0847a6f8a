import { Link } from '@payloadcms/ui'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { Order } from '../../../payload-types.ts'
import { listHref } from '../../../ui/list-href.ts'
import type { PageLine } from './order-page.data.ts'
import { OVER } from './stock-words.ts'

interface Hint {
  id: string
  tone: 'warning' | 'error'
  what: LocalizedText
  now: LocalizedText
  link?: { label: LocalizedText; href: string }
}

const hintsOf = (
  order: Order,
  shop: { id: string; name: string; status: string },
  marketplace: string,
  lines: readonly PageLine[],
): Hint[] => {
  const hints: Hint[] = []
  const stockMatters = !OVER.includes(order.status)
  const short = lines.filter((line) => line.skuId && line.short > 0)
  if (stockMatters && short.length > 0) {
    const units = short.reduce((sum, line) => sum + line.short, 0)
    hints.push({
      id: 'short',
      tone: 'error',
      what: text(
        `Stok kurang ${units} unit. Barang ini terjual lebih banyak daripada yang tersedia.`,
        `${units} ${units === 1 ? 'unit is' : 'units are'} missing. More was sold than there was in stock.`,
      ),
      now: text(
        'Tambah stoknya bila barangnya ada; kekurangan pesanan tertua terisi sendiri. Bila tidak ada, hubungi pembeli sebelum batas kirim.',
        'Raise the stock if the goods are there; the oldest orders are filled first by themselves. If not, talk to the buyer before the deadline.',
      ),
      link: {
        label: text('Buka stok SKU ini', 'Open the stock of this SKU'),
        href: listHref('stock-levels', [
          { field: 'sku', operator: 'in', value: short.map((line) => line.skuId as string) },
        ]),
      },
    })
  }
  const unlinked = lines.filter((line) => !line.skuId && line.quantity > line.cancelled)
  if (stockMatters && unlinked.length > 0) {
    hints.push({
      id: 'unlinked',
      tone: 'warning',
      what: text(
        `${unlinked.length} barang belum ditautkan ke SKU, jadi stoknya tidak dipesan dan toko lain tidak ikut berkurang.`,
        `${unlinked.length} ${unlinked.length === 1 ? 'item is' : 'items are'} not linked to a SKU, so no stock is reserved and other shops are not lowered.`,
      ),
      now: text(
        'Tautkan listing-nya ke SKU. Pesanan ini langsung dihitung ulang.',
        'Link the listing to a SKU. This order is then counted again at once.',
      ),
      link: {
        label: text('Buka listing yang belum ditautkan', 'Open unlinked listings'),
        href: listHref('listings', [
          { field: 'shop', operator: 'equals', value: shop.id },
          { field: 'sku', operator: 'exists', value: false },
        ]),
      },
    })
  }
  if (order.status === 'cancel_requested') {
    hints.push({
      id: 'cancel',
      tone: 'warning',
      what: text('Pembeli meminta pesanan ini dibatalkan.', 'The buyer asks to cancel this order.'),
      now: text(
        `Jawab permintaannya di ${marketplace}. Jangan kirim barang sebelum dijawab.`,
        `Answer the request at ${marketplace}. Do not ship before it is answered.`,
      ),
    })
  }
  if (order.status === 'unknown') {
    hints.push({
      id: 'unknown',
      tone: 'warning',
      what: text(
        `${marketplace} memakai status yang belum dikenal Kanal: ${order.rawStatus}. Stok tidak diubah.`,
        `${marketplace} uses a status that Kanal does not know: ${order.rawStatus}. Stock was left alone.`,
      ),
      now: text(`Periksa pesanan ini di ${marketplace}.`, `Check this order at ${marketplace}.`),
    })
  }
  if (shop.status !== 'connected') {
    hints.push({
      id: 'shop',
      tone: 'error',
      what: text(
        `Toko ${shop.name} tidak tersambung, jadi status di sini mungkin sudah lama.`,
        `The shop ${shop.name} is not connected, so what you see may be old.`,
      ),
      now: text('Sambungkan lagi tokonya.', 'Reconnect the shop.'),
      link: { label: text('Buka halaman Toko', 'Open Shops'), href: '/admin/shops-overview' },
    })
  }
  return hints
}

/** What stands in the way of this order and what to do about it, one message each. Nothing when all is well. */
export const Advice = ({
  order,
  shop,
  marketplace,
  lines,
  language,
}: {
  order: Order
  shop: { id: string; name: string; status: string }
  marketplace: string
  lines: readonly PageLine[]
  language: Language
}) => {
  const hints = hintsOf(order, shop, marketplace, lines)
  if (hints.length === 0) return null
  return (
    <ul className="kanal-order__advice">
      {hints.map(({ id, tone, what, now, link }) => (
        <li key={id} className={`kanal-order__hint kanal-order__hint--${tone}`}>
          <strong>{pick(what, language)}</strong> {pick(now, language)}{' '}
          {link && (
            <Link href={link.href} prefetch={false}>
              {pick(link.label, language)}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}
