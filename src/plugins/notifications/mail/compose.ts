import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { formatInstant } from '../../../ui/format.ts'
import { severityOf, type StoredParams, wordsOf } from '../render.ts'
import { severityText } from '../severity.ts'
import { htmlOf, type MailContent, type MailPart, textOf } from './layout.ts'

/** An incident as an e-mail tells it. */
export interface ToldIncident {
  kind: string
  params: StoredParams
  link: string | null
  count: number
  openedAt: Date
  lastAt: Date
  recoveredAt: Date | null
}

export interface MailFor {
  language: Language
  name: string
  organisation: string
  timeZone: string
  /** Public origin with the admin prefix: `https://kanal.example/admin`. */
  adminUrl: string
}

export interface Composed {
  subject: string
  html: string
  text: string
}

/** The page on which a person chooses what is sent. */
export const PREFERENCES_PATH = '/notifications'

const words = {
  recovered: text('Pulih', 'Recovered'),
  recoveredSubject: text('Pulih: {title}', 'Recovered: {title}'),
  greeting: text('Halo {name},', 'Hello {name},'),
  since: text('Sejak {time}', 'Since {time}'),
  at: text('{time}', '{time}'),
  repeated: text('{count} kali, terakhir {time}', '{count} times, most recently {time}'),
  over: text('Pulih {time}', 'Recovered {time}'),
  digestSubject: text(
    'Ringkasan {organisation}: {count} pemberitahuan',
    'Summary of {organisation}: notices {count}',
  ),
  digest: text(
    'Halo {name}, ini ringkasan pemberitahuan yang tidak Anda minta dikirim langsung.',
    'Hello {name}, these are the notices you did not ask to be sent at once.',
  ),
  lateSubject: text(
    'E-mail pulih: {count} pemberitahuan yang tertunda',
    'E-mail is back: delayed notices {count}',
  ),
  late: text(
    'Halo {name}, pengiriman e-mail sempat terhenti lebih dari sehari. Ini pemberitahuan yang tertunda.',
    'Hello {name}, e-mail had stopped for more than a day. These are the notices that were delayed.',
  ),
  more: text('Dan {count} lainnya, lihat di lonceng Kanal.', 'And more in the bell of Kanal: {count}.'),
}

/** A summary names so many; the bell has the rest. */
const LONGEST_SUMMARY = 50

const put = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

function partOf(incident: ToldIncident, { language, timeZone, adminUrl }: MailFor): MailPart {
  const { kind, params, link, count, openedAt, lastAt, recoveredAt } = incident
  const say = wordsOf(kind, params, language)
  const severity = severityOf(kind)
  const instant = (at: Date): string => formatInstant(at, { language, timeZone })
  const isOver = recoveredAt !== null
  const times = [
    put(pick(say.recovered === null ? words.at : words.since, language), { time: instant(openedAt) }),
    ...(count > 1
      ? [put(pick(words.repeated, language), { count: String(count), time: instant(lastAt) })]
      : []),
    ...(recoveredAt ? [put(pick(words.over, language), { time: instant(recoveredAt) })] : []),
  ]
  return {
    tone: isOver ? 'recovered' : severity,
    label: pick(isOver ? words.recovered : severityText[severity], language),
    title: say.title,
    lines: isOver && say.recovered !== null ? [say.recovered] : [say.what, say.remedy],
    time: times.join(' · '),
    ...(link && !isOver ? { button: { label: say.action, url: `${adminUrl}${link}` } } : {}),
  }
}

const drawn = (content: MailContent): Composed => ({
  subject: content.subject,
  html: htmlOf(content),
  text: textOf(content),
})

const frame = ({ language, name, organisation, adminUrl }: MailFor) => ({
  language,
  organisation,
  greeting: put(pick(words.greeting, language), { name }),
  preferencesUrl: `${adminUrl}${PREFERENCES_PATH}`,
})

/** The e-mail about one incident, as it stands now: open, or recovered. */
export function composeNotice(incident: ToldIncident, person: MailFor): Composed {
  const part = partOf(incident, person)
  const subject = incident.recoveredAt
    ? put(pick(words.recoveredSubject, person.language), { title: part.title })
    : part.title
  return drawn({
    ...frame(person),
    subject: `[Kanal] ${subject}`,
    preview: part.lines[0] ?? '',
    parts: [part],
  })
}

/** The daily summary, or with `late` what could not be sent in time. */
export function composeDigest(
  incidents: readonly ToldIncident[],
  person: MailFor,
  { late }: { late: boolean },
): Composed {
  const { language, name, organisation } = person
  const values = { name, organisation, count: String(incidents.length) }
  const parts = incidents.slice(0, LONGEST_SUMMARY).map((incident) => partOf(incident, person))
  const rest = incidents.length - parts.length
  const last = parts.at(-1)
  if (rest > 0 && last)
    parts[parts.length - 1] = {
      ...last,
      lines: [...last.lines, put(pick(words.more, language), { count: String(rest) })],
    }
  return drawn({
    ...frame(person),
    greeting: put(pick(late ? words.late : words.digest, language), values),
    subject: `[Kanal] ${put(pick(late ? words.lateSubject : words.digestSubject, language), values)}`,
    preview: parts.map(({ title }) => title).join(' · '),
    parts,
  })
}
