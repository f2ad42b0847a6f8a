import type { ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import type { HealthDay, HealthReport } from '../health/report.ts'
import './HealthStrip.css'

type Mood = 'good' | 'shaky' | 'bad' | 'none'

const moodOf = ({ accepted, rejected, unverified }: HealthDay): Mood => {
  if (accepted + rejected + unverified === 0) return 'none'
  if (rejected > 0) return 'bad'
  return unverified > 0 ? 'shaky' : 'good'
}

const MOODS = {
  good: text('selalu diterima', 'always accepted'),
  shaky: text('sempat tidak terjangkau', 'unreachable at times'),
  bad: text('sempat ditolak', 'rejected at times'),
  none: text('belum diuji', 'not tested'),
}

const dayText = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/** The days of a month in one sentence, for those who do not see the bars. */
function spoken(days: readonly HealthDay[], language: Language): string {
  const count = (mood: Mood): number => days.filter((day) => moodOf(day) === mood).length
  return pick(
    text(
      `30 hari terakhir: ${count('good')} hari selalu diterima, ${count('shaky')} hari sempat tidak terjangkau, ${count('bad')} hari sempat ditolak, ${count('none')} hari belum diuji.`,
      `Last 30 days: ${count('good')} always accepted, ${count('shaky')} unreachable at times, ${count('bad')} rejected at times, ${count('none')} not tested.`,
    ),
    language,
  )
}

/** How the scheduled tests went, a bar a day, and a word when nothing uses the credentials. */
export const HealthStrip = ({
  report,
  language,
}: {
  report: HealthReport
  language: Language
}): ReactElement => (
  <div className="kanal-health">
    <div aria-label={spoken(report.days, language)} className="kanal-health__bars" role="img">
      {report.days.map((day) => (
        <span
          className={`kanal-health__bar kanal-health__bar--${moodOf(day)}`}
          key={day.day}
          title={`${dayText(day.day, language)}: ${pick(MOODS[moodOf(day)], language)}`}
        />
      ))}
    </div>
    <p className="kanal-health__legend">
      <span>{pick(text('30 hari lalu', '30 days ago'), language)}</span>
      <span>{pick(text('Hari ini', 'Today'), language)}</span>
    </p>
    {report.unusedDays !== null && (
      <p className="kanal-health__unused">
        {pick(
          text(
            `Tidak dipakai apa pun selama ${report.unusedDays} hari. Putuskan jika tidak perlu lagi: kunci yang tidak tersimpan tidak bisa bocor.`,
            `Used by nothing for ${report.unusedDays} days. Disconnect it if you no longer need it: a key that is not stored cannot leak.`,
          ),
          language,
        )}
      </p>
    )}
  </div>
)
