'use client'

import { Link, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useId, useState } from 'react'
import type { Language, ListingStatus } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'
import { MarketplaceBadge } from '../../../ui/MarketplaceBadge.tsx'
import type { MarketplaceFace } from '../../../ui/server/marketplaces.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { StoredSurface } from '../surfaces/shown.ts'
import { LISTING_LOOKS } from './listing-words.ts'
import './SurfaceSwitches.css'

const words = {
  title: text('Etalase', 'Sales surfaces'),
  pool: text(
    'Stoknya satu: {names} menampilkan angka yang sama, dan penjualan di mana pun menguranginya sekali.',
    'The stock is one: {names} show the same number, and a sale on any of them lowers it once.',
  ),
  variants: text(
    'Tombol ini berlaku untuk semua {n} varian produk ini.',
    'The switch applies to all {n} variants of this product.',
  ),
  unknown: text(
    'Kanal belum tahu listing ini tampil di etalase mana.',
    'Kanal does not know yet on which storefronts this listing is shown.',
  ),
  toShops: text('Impor ulang katalog tokonya', 'Import the catalogue of its shop again'),
  show: text('Tampil di {name}', 'Shown on {name}'),
  absent: text('Belum ada di sini', 'Not here yet'),
  asking: text('Menghubungi marketplace…', 'Asking the marketplace…'),
  shown: text('Listing sekarang tampil di {name}.', 'The listing is now shown on {name}.'),
  hidden: text('Listing sekarang tidak tampil di {name}.', 'The listing is no longer shown on {name}.'),
  other: text(
    'Perubahan diterima {name}. Statusnya di sana sekarang: {status}.',
    '{name} took the change. Its status there is now: {status}.',
  ),
}
const and = text('dan', 'and')

interface Surface {
  face: MarketplaceFace
  /** Null where the listing is not on this storefront. */
  status: ListingStatus | null
}

const namesOf = (surfaces: readonly Surface[], language: Language): string =>
  surfaces.map(({ face }) => face.name).join(` ${pick(and, language)} `)

/** One switch per storefront of a listing. What is drawn afterwards is what the marketplace answered. */
export const SurfaceSwitches = ({
  listingId,
  surfaces: initial,
  variants,
  lock,
  language,
}: {
  listingId: string
  /** Null while nothing is known. */
  surfaces: readonly Surface[] | null
  /** Listings of the same item: they are switched together. */
  variants: number
  /** Why nothing can be switched, if so. */
  lock: string | null
  language: Language
}) => {
  const router = useRouter()
  const title = useId()
  const [surfaces, setSurfaces] = useState(initial)
  const [busy, setBusy] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const flip = async ({ face, status }: Surface) => {
    if (busy !== null || lock !== null) return
    setBusy(face.id)
    setProblem(null)
    const answer = await request<{ surfaces: readonly StoredSurface[] | null }>(
      'POST',
      `/api/listings/${listingId}/surfaces`,
      language,
      { surface: face.id, live: status !== 'live' },
    )
    setBusy(null)
    if (!answer.ok) return setProblem(answer.message)
    const told = answer.data.surfaces ?? []
    const now = told.find(({ surface }) => surface === face.id)?.status ?? null
    setSurfaces(
      (surfaces ?? []).map((each) => ({
        ...each,
        status: told.find(({ surface }) => surface === each.face.id)?.status ?? null,
      })),
    )
    toast.success(said(face.name, status !== 'live', now))
    router.refresh()
  }
  const said = (name: string, live: boolean, now: ListingStatus | null): string => {
    const came = live ? now === 'live' : now !== 'live'
    const sentence = !came ? words.other : live ? words.shown : words.hidden
    const status = pick(now ? LISTING_LOOKS[now].label : words.absent, language)
    return pick(sentence, language).replace('{name}', name).replace('{status}', status.toLowerCase())
  }

  return (
    <section className="kanal-surfaces" aria-labelledby={title}>
      <h3 id={title}>{pick(words.title, language)}</h3>
      {surfaces === null ? (
        <p>
          {pick(words.unknown, language)}{' '}
          <Link href="/admin/shops-overview" prefetch={false}>
            {pick(words.toShops, language)}
          </Link>
        </p>
      ) : (
        <>
          <p>
            {pick(words.pool, language).replace('{names}', namesOf(surfaces, language))}
            {variants > 1 && ` ${pick(words.variants, language).replace('{n}', String(variants))}`}
          </p>
          <ul>
            {surfaces.map((each) => (
              <li key={each.face.id}>
                <span aria-hidden="true">
                  <MarketplaceBadge face={each.face} />
                </span>
                <button
                  type="button"
                  role="switch"
                  className="kanal-switch"
                  aria-checked={each.status === 'live'}
                  aria-busy={busy === each.face.id}
                  aria-disabled={busy !== null || lock !== null}
                  onClick={() => void flip(each)}
                >
                  <span className="kanal-switch__track" aria-hidden="true" />
                  {pick(words.show, language).replace('{name}', each.face.name)}
                </button>
                <span className="kanal-surfaces__state" aria-live="polite">
                  {busy === each.face.id ? (
                    <span className="kanal-surfaces__busy">{pick(words.asking, language)}</span>
                  ) : each.status ? (
                    <StatusPill
                      tone={LISTING_LOOKS[each.status].tone}
                      label={pick(LISTING_LOOKS[each.status].label, language)}
                    />
                  ) : (
                    <StatusPill tone="neutral" label={pick(words.absent, language)} />
                  )}
                </span>
              </li>
            ))}
          </ul>
          {lock && <p>{lock}</p>}
        </>
      )}
      {problem && (
        <p className="kanal-surfaces__problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
