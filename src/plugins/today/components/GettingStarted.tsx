import { Button } from '@payloadcms/ui'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { SetupProgress } from '../today.data.ts'

interface Step {
  done: boolean
  title: LocalizedText
  line: LocalizedText
  action?: { label: LocalizedText; href: string }
}

const words = {
  title: text('Mulai dari sini', 'Start here'),
  line: text(
    'Empat langkah sampai pesanan pertama masuk sendiri.',
    'Four steps until orders arrive by themselves.',
  ),
  done: text('selesai', 'done'),
  next: text('berikutnya', 'next'),
  ask: text('Minta pemilik atau admin melanjutkan langkah ini.', 'Ask an owner or admin to take this step.'),
}

const stepsOf = (setup: SetupProgress): Step[] => [
  {
    done: setup.integrations > 0,
    title: text('Hubungkan marketplace', 'Connect a marketplace'),
    line: text(
      'Isi kunci aplikasi dari marketplace, lalu uji koneksinya.',
      'Fill in the app keys from the marketplace and test the connection.',
    ),
    action: { label: text('Buka Integrasi', 'Open Integrations'), href: '/admin/integrations' },
  },
  {
    done: setup.shops > 0,
    title: text('Sambungkan toko', 'Connect a shop'),
    line: text(
      'Anda diantar ke halaman izin marketplace, lalu kembali ke sini.',
      'You are taken to the consent page of the marketplace and back.',
    ),
    action: { label: text('Hubungkan toko', 'Connect a shop'), href: '/admin/shops-overview' },
  },
  {
    done: setup.listings > 0,
    title: text('Impor katalog', 'Import the catalogue'),
    line: text(
      'Produk, SKU, listing, dan stok awal terisi dari toko Anda.',
      'Products, SKUs, listings and opening stock come from your shop.',
    ),
    action: { label: text('Impor katalog', 'Import the catalogue'), href: '/admin/shops-overview' },
  },
  {
    done: setup.orders > 0,
    title: text('Coba satu pesanan', 'Try one order'),
    line: text(
      'Pesan satu barang di toko Anda. Pesanannya muncul di sini dan stok di toko lain ikut turun.',
      'Order one item in your shop. It appears here, and stock in your other shops goes down with it.',
    ),
    action: { label: text('Lihat pesanan', 'See orders'), href: '/admin/collections/orders' },
  },
]

/** The four steps of setting up; only the next one carries a button. */
export const GettingStarted = ({
  setup,
  language,
  manages,
}: {
  setup: SetupProgress
  language: Language
  manages: boolean
}) => {
  const steps = stepsOf(setup)
  const next = steps.findIndex(({ done }) => !done)
  return (
    <section className="kanal-start">
      <h2>{pick(words.title, language)}</h2>
      <p>{pick(words.line, language)}</p>
      <ol>
        {steps.map(({ done, title, line, action }, index) => (
          <li
            key={title.en}
            className={done ? 'kanal-start__done' : index === next ? 'kanal-start__next' : undefined}
          >
            <span className="kanal-start__mark" aria-hidden="true">
              {done ? '✓' : index + 1}
            </span>
            <div>
              <h3>
                {pick(title, language)}
                {(done || index === next) && (
                  <span className="kanal-start__hidden">
                    {' '}
                    ({pick(done ? words.done : words.next, language)})
                  </span>
                )}
              </h3>
              {!done && <p>{pick(line, language)}</p>}
              {index === next &&
                action &&
                (manages ? (
                  <Button el="link" url={action.href} margin={false}>
                    {pick(action.label, language)}
                  </Button>
                ) : (
                  <p className="kanal-start__ask">{pick(words.ask, language)}</p>
                ))}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
