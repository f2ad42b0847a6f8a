import { redirect } from 'next/navigation'
import type { ServerProps } from 'payload'
import type { ReactElement } from 'react'
import { membershipsOf } from '../../../collections/access/roles.ts'
import type { LocalizedText } from '../../../adapters/contract.ts'
import { languageOf, pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatInstant } from '../../../ui/format.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { placeOf } from '../place.ts'
import { standingOf, type Blocked, type Grace } from '../sessions/standing.ts'
import './StandingBanner.css'

/** What stays open to somebody who still has to set up a second factor. */
const OPEN = ['security', 'account', 'logout']
const TIME_ZONE = 'Asia/Jakarta'

const words = {
  address: ({ name }: Blocked, address: string): LocalizedText =>
    text(
      `${name} hanya bisa dibuka dari alamat yang diizinkan pemiliknya, dan alamat Anda (${address}) tidak termasuk. Pakai jaringan yang diizinkan, atau minta pemilik menambahkan alamat Anda.`,
      `${name} can only be opened from addresses its owner allows, and yours (${address}) is not among them. Use a network that is allowed, or ask an owner to add your address.`,
    ),
  factor: ({ name }: Blocked): LocalizedText =>
    text(
      `${name} mewajibkan faktor kedua, dan akun Anda belum punya. Pasang faktor kedua untuk melanjutkan.`,
      `${name} demands a second factor, and your account has none. Set one up to go on.`,
    ),
  grace: ({ name }: Grace, until: string): LocalizedText =>
    text(
      `${name} mewajibkan faktor kedua mulai ${until}. Pasang sekarang agar Anda tidak terhenti.`,
      `${name} demands a second factor from ${until}. Set one up now so that you are not stopped.`,
    ),
  setUp: text('Buka Keamanan', 'Open Security'),
}

/** Says at the top of every page what this sign-in may not do, or soon may not, and leads to where that changes. */
export const StandingBanner = (props: ServerProps): ReactElement | null => {
  const { i18n, params, payload, user } = props
  const { req } = props as { req?: { user?: object | null; headers?: Headers } }
  const person = req?.user ?? user
  const { blocked, grace } = standingOf(person)
  if (!person || (blocked.length === 0 && grace.length === 0)) return null

  const language = languageOf(i18n.language)
  const { admin } = payload.config.routes
  const segments = (params as { segments?: string[] } | undefined)?.segments ?? []
  const isConfined =
    blocked.some(({ why }) => why === 'factor') && membershipsOf(req?.user as typeof user).length === 0
  if (isConfined && !OPEN.includes(segments[0] ?? '')) redirect(`${admin}/security`)

  const address = (req?.headers && placeOf(req.headers).address) ?? '–'
  const lines = [
    ...blocked.map((each) => ({
      key: each.organisation,
      tone: 'error',
      said: each.why === 'address' ? words.address(each, address) : words.factor(each),
      leads: each.why === 'factor',
    })),
    ...grace.map((each) => ({
      key: each.organisation,
      tone: 'warning',
      said: words.grace(each, formatInstant(each.until, { language, timeZone: TIME_ZONE })),
      leads: true,
    })),
  ]
  return (
    <div className="kanal-standing">
      {lines.map(({ key, tone, said, leads }) => (
        <p className={`kanal-standing__line kanal-standing__line--${tone}`} key={key} role="status">
          <Icon name="lock" />
          <span>{pick(said, language)}</span>
          {leads && segments[0] !== 'security' && (
            <a href={`${admin}/security`}>{pick(words.setUp, language)}</a>
          )}
        </p>
      ))}
    </div>
  )
}
