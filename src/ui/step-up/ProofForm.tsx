'use client'

import { Button } from '@payloadcms/ui'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useEffect, useId, useRef, useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../adapters/contract.ts'
import { pick } from '../../i18n/pick.ts'
import { request } from '../client/request.ts'
import { Icon } from '../Icon.tsx'
import { words } from './words.ts'
import './ProofForm.css'

export type ProofMethod = keyof typeof words.methods

/** The ways the server named that this page knows. */
export const knownMethods = (methods: readonly string[]): ProofMethod[] =>
  methods.filter((method): method is ProofMethod => Object.hasOwn(words.methods, method))

const INPUTS = {
  totp: { type: 'text', inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 7 },
  recovery: { type: 'text', inputMode: 'text', autoComplete: 'off', maxLength: 30 },
  password: { type: 'password', inputMode: 'text', autoComplete: 'current-password', maxLength: 1024 },
} as const

/** Asks for one of the ways a person can prove who they are, and sends it. Used in the dialog and at sign-in. */
export const ProofForm = ({
  methods,
  endpoint,
  language,
  onDone,
  onCancel,
}: {
  methods: readonly ProofMethod[]
  /** Takes the proof; `/passkey` below it gives what the browser needs. */
  endpoint: string
  language: Language
  onDone: () => void
  onCancel: () => void
}): ReactElement => {
  const [method, setMethod] = useState<ProofMethod>(methods[0] ?? 'password')
  const [value, setValue] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const first = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => first.current?.focus(), [method])

  const send = async (proof: object): Promise<void> => {
    const answer = await request<object>('POST', endpoint, language, { method, ...proof })
    setBusy(false)
    if (answer.ok) return onDone()
    setProblem(answer.message)
    setValue('')
    first.current?.focus()
  }
  const sendPasskey = async (): Promise<void> => {
    const asked = await request<{ options: PublicKeyCredentialRequestOptionsJSON }>(
      'POST',
      `${endpoint}/passkey`,
      language,
      {},
    )
    if (!asked.ok) {
      setBusy(false)
      return setProblem(asked.message)
    }
    try {
      await send({ response: await startAuthentication({ optionsJSON: asked.data.options }) })
    } catch {
      setBusy(false)
      setProblem(pick(words.passkeyFailed, language))
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    if (busy) return
    setProblem(null)
    if (method === 'passkey' && !browserSupportsWebAuthn())
      return setProblem(pick(words.passkeyImpossible, language))
    setBusy(true)
    void (method === 'passkey'
      ? sendPasskey()
      : send(method === 'password' ? { password: value } : { code: value }))
  }
  const others = methods.filter((each) => each !== method)

  return (
    <form className="kanal-proof" onSubmit={submit}>
      {method === 'passkey' ? (
        <p className="kanal-proof__hint">{pick(words.passkeyHint, language)}</p>
      ) : (
        <div className="kanal-proof__field field-type text">
          <label htmlFor={id}>{pick(words.fields[method], language)}</label>
          <input
            {...INPUTS[method]}
            aria-describedby={problem ? `${id}-problem` : undefined}
            aria-invalid={problem !== null}
            className={method === 'password' ? undefined : 'kanal-proof__code'}
            id={id}
            onChange={(event) => setValue(event.target.value)}
            ref={first}
            required
            spellCheck={false}
            value={value}
          />
        </div>
      )}
      {problem && (
        <p className="kanal-proof__problem" id={`${id}-problem`} role="alert">
          <Icon name="warning" />
          <span>{problem}</span>
        </p>
      )}
      <div className="kanal-proof__actions">
        <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={onCancel} type="button">
          {pick(words.cancel, language)}
        </Button>
        <Button disabled={busy || (method !== 'passkey' && value.trim() === '')} margin={false} type="submit">
          {busy
            ? pick(words.confirming, language)
            : pick(method === 'passkey' ? words.methods.passkey : words.confirm, language)}
        </Button>
      </div>
      {others.length > 0 && (
        <div className="kanal-proof__others">
          <span>{pick(words.otherWays, language)}</span>
          {others.map((each) => (
            <button
              disabled={busy}
              key={each}
              onClick={() => {
                setProblem(null)
                setValue('')
                setMethod(each)
              }}
              type="button"
            >
              {pick(words.methods[each], language)}
            </button>
          ))}
        </div>
      )}
    </form>
  )
}
