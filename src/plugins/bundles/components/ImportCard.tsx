'use client'

import { Button } from '@payloadcms/ui'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { FailureNote } from '../../credentials/components/FailureNote.tsx'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { BundleReport, ImportLine } from '../events.ts'
import type { ShownKey } from '../shown-key.ts'
import { FileStep, type ChosenFile } from './FileStep.tsx'
import { ImportResult } from './ImportResult.tsx'
import { ReportStep } from './ReportStep.tsx'
import { ReceivingKey } from './ReceivingKey.tsx'
import { ask, takeIn } from './requests.ts'
import { words } from './words.ts'

const NO_FILE: ChosenFile = { text: '', needsPassphrase: true }

/** From a file to tested integrations: the key it was made for, the file, what it would do, and how it went. */
export const ImportCard = ({
  importKey,
  language,
  organisation,
  timeZone,
}: {
  importKey: ShownKey | null
  language: Language
  organisation: string
  timeZone: string
}): ReactElement => {
  const [key, setKey] = useState(importKey)
  const [round, setRound] = useState(0)
  const [file, setFile] = useState(NO_FILE)
  const [passphrase, setPassphrase] = useState('')
  const [report, setReport] = useState<BundleReport | null>(null)
  const [stores, setStores] = useState<ReadonlySet<string>>(new Set())
  const [lines, setLines] = useState<readonly ImportLine[]>([])
  const [busy, setBusy] = useState<'check' | 'import' | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const upload = {
    organisation,
    bundle: file.text,
    ...(file.needsPassphrase ? { passphrase } : {}),
  }
  const isStored = lines.some(({ type }) => type === 'stored')

  const startAgain = (next = NO_FILE): void => {
    setFile(next)
    setPassphrase('')
    setReport(null)
    setLines([])
    setProblem(null)
  }
  const check = async (): Promise<void> => {
    setBusy('check')
    setProblem(null)
    setReport(null)
    const outcome = await ask<BundleReport>('check', upload)
    setBusy(null)
    if (!outcome.ok) return setProblem(outcome.problem)
    setReport(outcome.data)
    setStores(
      new Set(outcome.data.entries.flatMap(({ adapter, state }) => (state === 'new' ? [adapter] : []))),
    )
  }
  const start = async (): Promise<void> => {
    setBusy('import')
    setProblem(null)
    setLines([])
    const choices = (report?.entries ?? []).map(({ adapter, version }) => ({
      adapter,
      action: stores.has(adapter) ? 'store' : 'skip',
      expectedVersion: version,
    }))
    const outcome = await takeIn({ ...upload, choices }, (line) => setLines((before) => [...before, line]))
    setBusy(null)
    setPassphrase('')
    if (!outcome.ok) return setProblem(outcome.problem)
    // The file used it up.
    if (!file.needsPassphrase) setKey(null)
  }

  return (
    <section aria-labelledby="kanal-import" className="kanal-settings__card kanal-bundles__card">
      <h2 id="kanal-import">{pick(words.importTitle, language)}</h2>
      <div className="kanal-bundles__steps">
        <ReceivingKey
          importKey={key}
          onKey={setKey}
          language={language}
          organisation={organisation}
          timeZone={timeZone}
        />
        <FileStep
          key={round}
          busy={busy !== null || isStored}
          checking={busy === 'check'}
          file={file}
          language={language}
          onCheck={() => void check()}
          onFile={startAgain}
          onPassphrase={setPassphrase}
          onProblem={setProblem}
          passphrase={passphrase}
        />
        {report && (
          <ReportStep
            busy={busy !== null}
            importing={busy === 'import'}
            isStored={isStored}
            language={language}
            onImport={() => void start()}
            onStores={setStores}
            report={report}
            stores={stores}
            timeZone={timeZone}
          />
        )}
        <ImportResult language={language} lines={lines} />
        {problem && <FailureNote explanation={problem} language={language} />}
        {isStored && busy === null && (
          <Button
            buttonStyle="secondary"
            margin={false}
            onClick={() => {
              startAgain()
              // A file input is emptied by being made anew.
              setRound(round + 1)
            }}
          >
            {pick(words.another, language)}
          </Button>
        )}
      </div>
    </section>
  )
}
