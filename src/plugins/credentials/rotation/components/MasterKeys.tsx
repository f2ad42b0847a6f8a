'use client'

import { Button, ConfirmationModal, useModal } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language, LocalizedText } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { formatNumber } from '../../../../ui/format.ts'
import { StatusPill, type Tone } from '../../../../ui/StatusPill.tsx'
import type { MasterKeyLine, MasterKeyState, MasterKeyStatus } from '../status.ts'
import { CryptoFigures } from './CryptoFigures.tsx'
import { History } from './History.tsx'
import { Progress } from './Progress.tsx'
import { words } from './words.ts'
import type { Keys } from './useKeys.ts'

const PROMOTE_DIALOG = 'kanal-promote-master-key'

const STATES: Readonly<Record<MasterKeyState, { label: LocalizedText; tone: Tone }>> = {
  in_force: { label: words.inForce, tone: 'success' },
  needed: { label: words.needed, tone: 'warning' },
  ready: { label: words.ready, tone: 'info' },
  waiting: { label: words.waiting, tone: 'warning' },
  unneeded: { label: words.unneeded, tone: 'neutral' },
}

interface Props {
  keys: Keys
  master: MasterKeyStatus
  language: Language
  timeZone: string
}

/** For whoever runs the server: which master key wraps what, and the steps from one to the next. */
export const MasterKeys = ({ keys, master, language, timeZone }: Props): ReactElement => {
  const { openModal } = useModal()
  const [chosen, setChosen] = useState('')
  const running = master.rotations.find(({ state }) => state === 'running')
  const roles = master.processes.map(({ role }) => role).join(', ')
  return (
    <section aria-labelledby="kanal-master-keys" className="kanal-settings__card kanal-keys__card">
      <h2 id="kanal-master-keys">{pick(words.master, language)}</h2>
      <p>{pick(words.masterWhat, language)}</p>
      <ul className="kanal-keys__masters">
        {master.keys.map((line) => (
          <MasterKey
            busy={keys.busy || running !== undefined}
            key={line.kekId}
            language={language}
            line={line}
            onPromote={() => {
              setChosen(line.kekId)
              openModal(PROMOTE_DIALOG)
            }}
          />
        ))}
      </ul>
      {running && (
        <Progress
          busy={keys.busy}
          label={words.progressKeys}
          language={language}
          onResume={() => void keys.change('promote', { kekId: running.toKey, resume: true }, words.started)}
          rotation={running}
        />
      )}
      <p>
        {pick(words.processes, language)}: {roles || pick(words.noProcess, language)}.
      </p>
      <details>
        <summary>{pick(words.stepsTitle, language)}</summary>
        <ol className="kanal-keys__steps">
          {words.steps.map((step) => (
            <li key={step.en}>{pick(step, language)}</li>
          ))}
        </ol>
      </details>
      <CryptoFigures figures={master.figures} language={language} />
      {master.rotations.length > 0 && (
        <details>
          <summary>{pick(words.history, language)}</summary>
          <History language={language} rotations={master.rotations} timeZone={timeZone} />
        </details>
      )}
      <ConfirmationModal
        body={pick(words.promoteWhat, language).replace('{id}', chosen)}
        confirmLabel={pick(words.promote, language)}
        heading={pick(words.promoteTitle, language)}
        modalSlug={PROMOTE_DIALOG}
        onConfirm={async () => void (await keys.change('promote', { kekId: chosen }, words.started))}
      />
    </section>
  )
}

const MasterKey = ({
  line,
  busy,
  language,
  onPromote,
}: {
  line: MasterKeyLine
  busy: boolean
  language: Language
  onPromote: () => void
}): ReactElement => {
  const { label, tone } = STATES[line.state]
  return (
    <li>
      <code>{line.kekId}</code>
      <StatusPill label={pick(label, language)} tone={tone} />
      <div>
        <span>
          {pick(words.wraps, language)}{' '}
          {pick(words.keysCount, language).replace('{count}', formatNumber(line.keys))}
        </span>
        {line.lacking.length > 0 && (
          <span>{pick(words.lacking, language).replace('{roles}', line.lacking.join(', '))}</span>
        )}
      </div>
      {line.state !== 'in_force' && line.state !== 'unneeded' && (
        <Button
          aria-label={pick(words.promoteNamed, language).replace('{id}', line.kekId)}
          buttonStyle="secondary"
          disabled={busy}
          margin={false}
          onClick={onPromote}
          size="small"
        >
          {pick(words.promote, language)}
        </Button>
      )}
    </li>
  )
}
