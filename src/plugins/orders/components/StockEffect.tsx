import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatChange } from '../../../ui/format.ts'
import { Moment } from '../../../ui/Moment.tsx'
import { bucketText, movementTypeText } from '../../inventory/components/movement-words.ts'
import type { PageMovement } from './order-page.data.ts'

const words = {
  title: text('Pengaruh pada stok', 'Effect on stock'),
  none: text(
    'Belum ada stok yang berubah karena pesanan ini.',
    'No stock has changed because of this order yet.',
  ),
}

/** The stock movements this order caused. */
export const StockEffect = ({
  movements,
  language,
  timeZone,
}: {
  movements: readonly PageMovement[]
  language: Language
  timeZone: string
}) => (
  <section className="kanal-order__card">
    <h2>{pick(words.title, language)}</h2>
    {movements.length === 0 ? (
      <p className="kanal-order__quiet">{pick(words.none, language)}</p>
    ) : (
      <ul className="kanal-order__movements">
        {movements.map((movement) => (
          <li key={movement.id}>
            <strong>{movement.skuCode}</strong>
            <span>
              {pick(movementTypeText(movement.type), language)} ·{' '}
              {pick(bucketText(movement.bucket), language)} {formatChange(movement.delta)}
            </span>
            <span className="kanal-order__quiet">
              {movement.location} · <Moment at={movement.at} language={language} timeZone={timeZone} />
            </span>
          </li>
        ))}
      </ul>
    )}
  </section>
)
