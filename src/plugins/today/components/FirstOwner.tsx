import { CreateFirstUserView } from '@payloadcms/next/views'
import type { AdminViewServerProps } from 'payload'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { KanalLogo } from '../../../ui/KanalLogo.tsx'
import './Doors.css'

const words = {
  next: text('Setelah ini', 'What happens next'),
  steps: [
    text('Hubungkan marketplace dengan kunci aplikasinya.', 'Connect a marketplace with its app keys.'),
    text(
      'Sambungkan toko Anda lewat halaman izin marketplace.',
      "Connect your shop on the marketplace's consent page.",
    ),
    text(
      'Impor katalog: produk, SKU, dan stok terisi sendiri.',
      'Import the catalogue: products, SKUs and stock fill in by themselves.',
    ),
  ],
}

/** The very first screen of a new installation: Payload's form between a welcome and what comes after it. */
export const FirstOwner = (props: AdminViewServerProps) => {
  const { language } = props.initPageResult.req.i18n
  return (
    <div className="kanal-doors">
      <div className="kanal-doors__logo">
        <KanalLogo />
      </div>
      <CreateFirstUserView {...props} />
      <section className="kanal-doors__next">
        <h2>{pick(words.next, language)}</h2>
        <ol>
          {words.steps.map((step) => (
            <li key={step.en}>{pick(step, language)}</li>
          ))}
        </ol>
      </section>
    </div>
  )
}
