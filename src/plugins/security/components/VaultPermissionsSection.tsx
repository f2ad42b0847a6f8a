'use client'

import { Button } from '@payloadcms/ui'
import { useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import {
  VAULT_PERMISSIONS,
  withSight,
  type VaultPermission,
} from '../../credentials/permissions/permissions.ts'
import { PERMISSION_WORDS } from '../../credentials/permissions/words.ts'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.vault

/** What admins of the organisation may do with stored keys; owners decide, and may everything themselves. */
export const VaultPermissionsSection = ({
  granted,
  organisation,
  language,
}: {
  granted: readonly VaultPermission[]
  organisation: string
  language: Language
}): ReactElement => {
  const { busy, problem, send } = useChange(language)
  const [chosen, setChosen] = useState(granted)
  const isSame = chosen.join() === granted.join()
  const toggle = (permission: VaultPermission): void => {
    if (!chosen.includes(permission)) setChosen(withSight([...chosen, permission]))
    // Without seeing, nothing else is left.
    else setChosen(permission === 'see' ? [] : chosen.filter((each) => each !== permission))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send('POST', 'vault-permissions', { organisation, permissions: chosen }, w.saved)
  }
  return (
    <section aria-labelledby="kanal-vault-permissions" className="kanal-settings__card kanal-security__card">
      <h3 id="kanal-vault-permissions">{pick(w.title, language)}</h3>
      <p>{pick(w.intro, language)}</p>
      <form onSubmit={submit}>
        <fieldset className="kanal-security__choices" disabled={busy}>
          <legend className="kanal-security__unseen">{pick(w.title, language)}</legend>
          {VAULT_PERMISSIONS.map((permission) => (
            <label key={permission}>
              <input
                checked={chosen.includes(permission)}
                name={permission}
                onChange={() => toggle(permission)}
                type="checkbox"
              />
              <span>
                <strong>{pick(PERMISSION_WORDS[permission].label, language)}</strong>
                <small>{pick(PERMISSION_WORDS[permission].what, language)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <Problem text={problem} />
        <Button disabled={busy || isSame} margin={false} type="submit">
          {pick(busy ? words.saving : words.save, language)}
        </Button>
      </form>
    </section>
  )
}
