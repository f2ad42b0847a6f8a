'use client'

import { Button, ConfirmationModal, useModal } from '@payloadcms/ui'
import type { ReactElement, ReactNode } from 'react'
import type { Language } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { formatDay, formatNumber } from '../../../../ui/format.ts'
import { StatusPill } from '../../../../ui/StatusPill.tsx'
import { Progress } from './Progress.tsx'
import { words } from './words.ts'
import type { Keys } from './useKeys.ts'

const CHANGE_DIALOG = 'kanal-change-key'
const START_DIALOG = 'kanal-start-again'
const YEAR_MS = 365 * 86_400_000

interface Props {
  keys: Keys
  language: Language
  timeZone: string
}

/** The organisation's key: what it is, how old, when to change it, and the change itself. */
export const OrganisationKey = ({ keys, language, timeZone }: Props): ReactElement => {
  const { openModal } = useModal()
  const { organisation, state, version, since, values, rotations } = keys.status.organisation
  const running = rotations.find((each) => each.state === 'running')
  const last = rotations.find((each) => each.state === 'done')
  const body = { organisation: organisation.id }
  return (
    <section aria-labelledby="kanal-own-key" className="kanal-settings__card kanal-keys__card">
      <div className="kanal-keys__head">
        <h2 id="kanal-own-key">{pick(words.own, language)}</h2>
        <State isChanging={running !== undefined} keys={keys} language={language} />
      </div>
      {state === 'none' && <p>{pick(words.noneWhat, language)}</p>}
      {state === 'destroyed' && (
        <>
          <p>{pick(words.destroyedWhat, language)}</p>
          <Button disabled={keys.busy} margin={false} onClick={() => openModal(START_DIALOG)}>
            {pick(words.startAgain, language)}
          </Button>
        </>
      )}
      {state === 'active' && (
        <>
          <dl className="kanal-keys__facts">
            <Fact label={pick(words.version, language)}>{version}</Fact>
            <Fact label={pick(words.since, language)}>
              {since === null ? '–' : formatDay(since, { language, timeZone })}
            </Fact>
            <Fact label={pick(words.values, language)}>{formatNumber(values)}</Fact>
            <Fact label={pick(words.lastChange, language)}>
              {last?.finishedAt
                ? formatDay(last.finishedAt, { language, timeZone })
                : pick(words.never, language)}
            </Fact>
          </dl>
          {running && (
            <Progress
              busy={keys.busy}
              label={words.progressOf}
              language={language}
              onResume={() => void keys.change('rotate', { ...body, resume: true }, words.started)}
              rotation={running}
            />
          )}
          <div className="kanal-keys__when">
            <h3>{pick(words.when, language)}</h3>
            <ul>
              {[words.whenYearly, words.whenLeaving, words.whenSuspicion].map((each) => (
                <li key={each.en}>{pick(each, language)}</li>
              ))}
            </ul>
            <p>{pick(words.whenNot, language)}</p>
          </div>
          <Button
            disabled={keys.busy || running !== undefined}
            margin={false}
            onClick={() => openModal(CHANGE_DIALOG)}
          >
            {pick(words.change, language)}
          </Button>
        </>
      )}
      <ConfirmationModal
        body={pick(words.changeWhat, language)}
        confirmLabel={pick(words.change, language)}
        heading={pick(words.changeTitle, language)}
        modalSlug={CHANGE_DIALOG}
        onConfirm={async () => void (await keys.change('rotate', body, words.started))}
      />
      <ConfirmationModal
        body={pick(words.startAgainWhat, language)}
        confirmLabel={pick(words.startAgain, language)}
        heading={`${pick(words.startAgain, language)}?`}
        modalSlug={START_DIALOG}
        onConfirm={async () => void (await keys.change('start-again', body, words.startedAgain))}
      />
    </section>
  )
}

const Fact = ({ label, children }: { label: string; children: ReactNode }): ReactElement => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
)

const State = ({
  keys,
  isChanging,
  language,
}: {
  keys: Keys
  isChanging: boolean
  language: Language
}): ReactElement => {
  const { state, since } = keys.status.organisation
  if (isChanging) return <StatusPill label={pick(words.changing, language)} tone="info" />
  if (state === 'none') return <StatusPill label={pick(words.none, language)} tone="neutral" />
  if (state === 'destroyed') return <StatusPill label={pick(words.destroyed, language)} tone="error" />
  const isOld = since !== null && Date.now() - new Date(since).getTime() > YEAR_MS
  return isOld ? (
    <StatusPill label={pick(words.due, language)} tone="warning" />
  ) : (
    <StatusPill label={pick(words.active, language)} tone="success" />
  )
}
