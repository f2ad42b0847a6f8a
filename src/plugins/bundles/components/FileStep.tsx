'use client'

import { Button } from '@payloadcms/ui'
import type { FormEvent, ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import type { Problem } from '../../security/endpoint/refusal.ts'
import { words } from './words.ts'

const MAX_BYTES = 5 * 1024 * 1024

export interface ChosenFile {
  text: string
  /** False when the file says it is sealed for a receiving key. */
  needsPassphrase: boolean
}

const TOO_LARGE: Problem = {
  code: 'too_large',
  what: words.tooLargeWhat,
  why: words.tooLargeWhy,
  remedy: words.tooLargeRemedy,
}

/** Only so that the form asks for what is needed: the server reads the file for itself. */
const isForKey = (text: string): boolean => /"protection":\{[^}]*"kind":"recipient"/.test(text)

/** Choosing the file and, when it has one, its passphrase. */
export const FileStep = ({
  busy,
  checking,
  file,
  language,
  onCheck,
  onFile,
  onPassphrase,
  onProblem,
  passphrase,
}: {
  busy: boolean
  checking: boolean
  file: ChosenFile
  language: Language
  onCheck: () => void
  /** Nothing when the choice was taken back. */
  onFile: (file?: ChosenFile) => void
  onPassphrase: (passphrase: string) => void
  onProblem: (problem: Problem) => void
  passphrase: string
}): ReactElement => {
  const choose = async (chosen: File | undefined): Promise<void> => {
    if (!chosen) return onFile()
    if (chosen.size > MAX_BYTES) {
      onFile()
      return onProblem(TOO_LARGE)
    }
    const text = await chosen.text()
    onFile({ text, needsPassphrase: !isForKey(text) })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onCheck()
  }
  const isReady = file.text !== '' && (!file.needsPassphrase || passphrase !== '')
  return (
    <fieldset>
      <legend>2. {pick(words.fileStep, language)}</legend>
      <form className="kanal-bundles__file" onSubmit={submit}>
        <div className="field-type">
          <label htmlFor="kanal-import-file">{pick(words.file, language)}</label>
          <input
            accept=".kanal,application/json"
            disabled={busy}
            id="kanal-import-file"
            onChange={({ target }) => void choose(target.files?.[0])}
            type="file"
          />
        </div>
        {file.text !== '' && !file.needsPassphrase && (
          <p className="kanal-bundles__hint">{pick(words.lockedForKey, language)}</p>
        )}
        {file.text !== '' && file.needsPassphrase && (
          <div className="field-type text">
            <label htmlFor="kanal-import-passphrase">{pick(words.passphrase, language)}</label>
            <input
              autoComplete="off"
              disabled={busy}
              id="kanal-import-passphrase"
              maxLength={256}
              onChange={({ target }) => onPassphrase(target.value)}
              spellCheck={false}
              type="password"
              value={passphrase}
            />
          </div>
        )}
        <Button buttonStyle="secondary" disabled={busy || !isReady} margin={false} type="submit">
          {pick(checking ? words.checking : words.check, language)}
        </Button>
        <p className="kanal-bundles__hint">{pick(words.checkHelp, language)}</p>
      </form>
    </fieldset>
  )
}
