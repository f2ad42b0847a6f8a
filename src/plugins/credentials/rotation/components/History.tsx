import type { ReactElement } from 'react'
import type { Language } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { formatInstant, formatNumber } from '../../../../ui/format.ts'
import { StatusPill } from '../../../../ui/StatusPill.tsx'
import type { RotationLine } from '../status.ts'
import { words } from './words.ts'

/** Past changes of a key, newest first. */
export const History = ({
  rotations,
  language,
  timeZone,
}: {
  rotations: readonly RotationLine[]
  language: Language
  timeZone: string
}): ReactElement =>
  rotations.length === 0 ? (
    <p>{pick(words.historyEmpty, language)}</p>
  ) : (
    <ul className="kanal-keys__history">
      {rotations.map((rotation) => (
        <li key={rotation.id}>
          <Result language={language} rotation={rotation} />
          <div>
            <time dateTime={rotation.startedAt}>
              {formatInstant(rotation.startedAt, { language, timeZone })}
            </time>
            <span>
              {pick(words.who, language)} {rotation.requestedBy ?? pick(words.commandLine, language)} ·{' '}
              {formatNumber(rotation.done)} {pick(words.sealed, language).toLowerCase()}
            </span>
            {rotation.error !== null && <span>{reasonOf(rotation, language)}</span>}
          </div>
        </li>
      ))}
    </ul>
  )

const reasonOf = ({ error }: RotationLine, language: Language): string => {
  const [, count] = /^unreadable:(\d+)$/.exec(error ?? '') ?? []
  return count === undefined
    ? pick(words.shredded, language)
    : pick(words.unreadable, language).replace('{count}', formatNumber(Number(count)))
}

const Result = ({ rotation, language }: { rotation: RotationLine; language: Language }): ReactElement => {
  if (rotation.state === 'running') return <StatusPill label={pick(words.changing, language)} tone="info" />
  return rotation.state === 'done' ? (
    <StatusPill label={pick(words.done, language)} tone="success" />
  ) : (
    <StatusPill label={pick(words.failedState, language)} tone="warning" />
  )
}
