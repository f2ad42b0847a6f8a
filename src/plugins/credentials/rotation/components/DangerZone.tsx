'use client'

import { Button } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { Icon } from '../../../../ui/Icon.tsx'
import { words } from './words.ts'
import type { Keys } from './useKeys.ts'

/** Destroying every secret of the organisation, which its name must be typed for. */
export const DangerZone = ({ keys, language }: { keys: Keys; language: Language }): ReactElement => {
  const { id, name } = keys.status.organisation.organisation
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void keys.change('shred', { organisation: id, name: typed }, words.shreddedDone)
  }
  return (
    <section
      aria-labelledby="kanal-danger"
      className="kanal-settings__card kanal-keys__card kanal-keys__card--danger"
    >
      <div className="kanal-keys__head">
        <h2 id="kanal-danger">{pick(words.danger, language)}</h2>
        <Icon name="warning" size={20} />
      </div>
      <p>{pick(words.dangerWhat, language)}</p>
      <p>{pick(words.dangerBackups, language)}</p>
      <details>
        <summary>{pick(words.dangerOpen, language)}</summary>
        <form className="kanal-keys__shred" onSubmit={submit}>
          <div className="field-type text">
            <label htmlFor="kanal-shred-name">
              {pick(words.typeName, language)}: <strong>{name}</strong>
            </label>
            <input
              autoComplete="off"
              id="kanal-shred-name"
              onChange={(event) => setTyped(event.target.value)}
              required
              spellCheck={false}
              type="text"
              value={typed}
            />
          </div>
          <p>{pick(words.dangerForever, language)}</p>
          <Button
            className="kanal-keys__destroy"
            disabled={keys.busy || typed !== name}
            margin={false}
            type="submit"
          >
            {pick(words.shred, language)}
          </Button>
        </form>
      </details>
    </section>
  )
}
