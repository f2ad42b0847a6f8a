import { Button } from '@payloadcms/ui'
import type { ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { formatNumber } from '../../../../ui/format.ts'
import type { RotationLine } from '../status.ts'
import { words } from './words.ts'

/** How far a change of a key is; when it stands still, the way to go on. */
export const Progress = ({
  rotation,
  label,
  language,
  busy,
  onResume,
}: {
  rotation: RotationLine
  /** With `{done}` and `{total}`. */
  label: LocalizedText
  language: Language
  busy: boolean
  onResume: () => void
}): ReactElement => {
  const { done, total, isStalled } = rotation
  const share = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
  const told = pick(label, language)
    .replace('{done}', formatNumber(Math.min(done, total)))
    .replace('{total}', formatNumber(total))
  return (
    <div className="kanal-keys__progress">
      <div className="kanal-keys__progress-head" role="status">
        <span>{told}</span>
        <strong>{share} %</strong>
      </div>
      <progress aria-label={pick(words.progress, language)} max={100} value={share} />
      {isStalled ? (
        <>
          <p>{pick(words.stalled, language)}</p>
          <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={onResume}>
            {pick(words.resume, language)}
          </Button>
        </>
      ) : (
        <p>{pick(words.leave, language)}</p>
      )}
    </div>
  )
}
