'use client'

import { Button } from '@payloadcms/ui'
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser'
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { RelativeTime } from '../../../ui/RelativeTime.tsx'
import { words as proofWords } from '../../../ui/step-up/words.ts'
import type { PasskeyLine } from '../personal.ts'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.factor

interface Drawn {
  title: string
  what: string
  isOn: boolean
  state: string
  action: ReactNode
  children: ReactNode
}

/** The passkeys of the person: add, name, remove. */
export const Passkeys = ({
  passkeys,
  language,
  timeZone,
  onMade,
  onRemove,
  draw,
}: {
  passkeys: readonly PasskeyLine[]
  language: Language
  timeZone: string
  /** With recovery codes when this was the first factor. */
  onMade: (codes: readonly string[] | null) => void
  onRemove: (id: string) => void
  draw: (parts: Drawn) => ReactElement
}): ReactElement => {
  const change = useChange(language)
  const [naming, setNaming] = useState<{ id: string | null; name: string } | null>(null)

  const make = async (name: string): Promise<void> => {
    if (!browserSupportsWebAuthn()) return change.fail(pick(proofWords.passkeyImpossible, language))
    const asked = await change.send<{ options: PublicKeyCredentialCreationOptionsJSON }>(
      'POST',
      'passkeys/options',
      {},
    )
    if (!asked) return
    const response = await startRegistration({ optionsJSON: asked.options }).catch((error: Error) => {
      change.fail(pick(error.name === 'InvalidStateError' ? w.passkeyKnown : w.passkeyFailed, language))
      return null
    })
    if (!response) return
    const made = await change.send<{ recoveryCodes: string[] | null }>(
      'POST',
      'passkeys',
      { name, response },
      w.passkeyReady,
    )
    if (!made) return
    setNaming(null)
    onMade(made.recoveryCodes)
  }
  const rename = async (id: string, name: string): Promise<void> => {
    if (await change.send('PATCH', `passkeys/${id}`, { name }, words.save)) setNaming(null)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const name = naming?.name.trim()
    if (!naming || !name) return
    void (naming.id === null ? make(name) : rename(naming.id, name))
  }

  return draw({
    title: pick(w.passkey, language),
    what: pick(w.passkeyWhat, language),
    isOn: passkeys.length > 0,
    state: passkeys.length > 0 ? pick(words.on, language) : pick(words.off, language),
    action: naming === null && (
      <Button
        buttonStyle={passkeys.length > 0 ? 'secondary' : 'primary'}
        margin={false}
        onClick={() => setNaming({ id: null, name: '' })}
      >
        {pick(w.addPasskey, language)}
      </Button>
    ),
    children: (
      <>
        {passkeys.length > 0 && (
          <ul className="kanal-security__passkeys">
            {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
              <li key={id}>
                <div>
                  <strong>{name}</strong>
                  <span>
                    {pick(w.added, language)}{' '}
                    <RelativeTime at={createdAt} language={language} timeZone={timeZone} />
                    {' · '}
                    {lastUsedAt ? (
                      <>
                        {pick(w.used, language)}{' '}
                        <RelativeTime at={lastUsedAt} language={language} timeZone={timeZone} />
                      </>
                    ) : (
                      pick(w.neverUsed, language)
                    )}
                  </span>
                </div>
                <button
                  aria-label={`${pick(w.rename, language)}: ${name}`}
                  onClick={() => setNaming({ id, name })}
                  type="button"
                >
                  {pick(w.rename, language)}
                </button>
                <button
                  aria-label={`${pick(words.remove, language)}: ${name}`}
                  onClick={() => onRemove(id)}
                  type="button"
                >
                  {pick(words.remove, language)}
                </button>
              </li>
            ))}
          </ul>
        )}
        {naming && (
          <form className="kanal-security__inline" onSubmit={submit}>
            <div className="field-type text">
              <label htmlFor="kanal-passkey-name">{pick(w.passkeyName, language)}</label>
              <input
                aria-describedby="kanal-passkey-hint"
                autoFocus
                id="kanal-passkey-name"
                maxLength={60}
                onChange={(event) => setNaming({ ...naming, name: event.target.value })}
                required
                value={naming.name}
              />
              <p className="kanal-security__hint" id="kanal-passkey-hint">
                {pick(w.passkeyNameHint, language)}
              </p>
            </div>
            <Problem text={change.problem} />
            <div className="kanal-security__buttons">
              <Button disabled={change.busy || naming.name.trim() === ''} margin={false} type="submit">
                {pick(naming.id === null ? w.addPasskey : words.save, language)}
              </Button>
              <Button buttonStyle="secondary" margin={false} onClick={() => setNaming(null)} type="button">
                {pick(words.cancel, language)}
              </Button>
            </div>
          </form>
        )}
      </>
    ),
  })
}
