import { Link } from '@payloadcms/ui'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatMoney, formatNumber } from '../../../ui/format.ts'
import { Picture } from '../../../ui/Picture.tsx'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { PageLine } from './order-page.data.ts'

const words = {
  title: text('Barang', 'Items'),
  unlinked: text('Belum ditautkan', 'Unlinked'),
}

type Part = 'shipped' | 'reserved' | 'short' | 'cancelled'
const parts: readonly { key: Part; label: LocalizedText }[] = [
  { key: 'shipped', label: text('dikirim', 'shipped') },
  { key: 'reserved', label: text('stok dipesan', 'reserved') },
  { key: 'short', label: text('kurang', 'short') },
  { key: 'cancelled', label: text('dibatalkan', 'cancelled') },
]

/** Where the units of a line are, as a bar whose words say the same. */
const Units = ({ line, language }: { line: PageLine; language: Language }) => {
  const present = parts.filter(({ key }) => line[key] > 0)
  const sentence = present
    .map(
      ({ key, label }) =>
        `${formatNumber(line[key])} ${pick(key === 'short' && !line.skuId ? words.unlinked : label, language).toLowerCase()}`,
    )
    .join(' · ')
  return (
    <div className="kanal-order__units">
      <span className="kanal-order__bar" aria-hidden="true">
        {present.map(({ key }) => (
          <span
            key={key}
            className={`kanal-order__part kanal-order__part--${key}`}
            style={{ flexGrow: line[key] }}
          />
        ))}
      </span>
      <span>{sentence}</span>
    </div>
  )
}

/** What was ordered, and where each unit of it is. */
export const OrderLines = ({ lines, language }: { lines: readonly PageLine[]; language: Language }) => (
  <section className="kanal-order__card">
    <h2>{pick(words.title, language)}</h2>
    <ul className="kanal-order__lines">
      {lines.map((line) => (
        <li key={line.id}>
          <Picture src={line.imageUrl} size={56} />
          <div className="kanal-order__line">
            <strong>{line.title}</strong>
            <span className="kanal-order__quiet">
              {[line.variantName, line.sellerSku].filter(Boolean).join(' · ')}
            </span>
            {line.skuId ? (
              <Link href={`/admin/collections/skus/${line.skuId}`} prefetch={false}>
                SKU {line.skuCode}
              </Link>
            ) : (
              <StatusPill tone="warning" label={pick(words.unlinked, language)} />
            )}
            <Units line={line} language={language} />
          </div>
          <div className="kanal-order__price">
            <span>
              {formatNumber(line.quantity)} × {formatMoney(line.unitPrice, line.currency)}
            </span>
            <strong>{formatMoney(line.quantity * line.unitPrice, line.currency)}</strong>
          </div>
        </li>
      ))}
    </ul>
  </section>
)
