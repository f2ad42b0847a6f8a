import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { Order } from '../../../payload-types.ts'
import { formatInstant } from '../../../ui/format.ts'

const words = {
  title: text('Pengiriman', 'Delivery'),
  buyer: text('Pembeli', 'Buyer'),
  note: text('Catatan pembeli', 'Buyer note'),
  recipient: text('Penerima', 'Recipient'),
  courier: text('Kurir', 'Courier'),
  tracking: text('Nomor resi', 'Airway bill number'),
  none: text('Belum ada', 'Not yet'),
  paid: text('Dibayar', 'Paid'),
  unpaid: text('Belum dibayar', 'Not paid yet'),
  cancelReason: text('Alasan batal', 'Cancel reason'),
  masked: text('Disamarkan oleh marketplace.', 'Masked by the marketplace.'),
}

interface Recipient {
  name?: string
  phone?: string
  city?: string
  fullAddress?: string
}

/** Who ordered and where it goes, masked the way the marketplace delivered it. */
export const Delivery = ({
  order,
  language,
  timeZone,
}: {
  order: Order
  language: Language
  timeZone: string
}) => {
  const recipient = (order.recipient ?? {}) as Recipient
  const address = [recipient.name, recipient.phone, recipient.fullAddress ?? recipient.city].filter(Boolean)
  return (
    <section className="kanal-order__card">
      <h2>{pick(words.title, language)}</h2>
      <dl className="kanal-order__facts">
        <dt>{pick(words.courier, language)}</dt>
        <dd>{order.courier || pick(words.none, language)}</dd>
        <dt>{pick(words.tracking, language)}</dt>
        <dd className="kanal-order__selectable">{order.trackingNumber || pick(words.none, language)}</dd>
        <dt>{pick(words.recipient, language)}</dt>
        <dd>
          {address.length > 0
            ? address.map((part) => <div key={part}>{part}</div>)
            : pick(words.none, language)}
          {address.some((part) => part?.includes('*')) && <small>{pick(words.masked, language)}</small>}
        </dd>
        {order.buyerName && (
          <>
            <dt>{pick(words.buyer, language)}</dt>
            <dd>{order.buyerName}</dd>
          </>
        )}
        {order.buyerNote && (
          <>
            <dt>{pick(words.note, language)}</dt>
            <dd className="kanal-order__note">{order.buyerNote}</dd>
          </>
        )}
        <dt>{pick(words.paid, language)}</dt>
        <dd>
          {order.paidAt ? formatInstant(order.paidAt, { language, timeZone }) : pick(words.unpaid, language)}
        </dd>
        {order.cancelReason && (
          <>
            <dt>{pick(words.cancelReason, language)}</dt>
            <dd>{order.cancelReason}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
