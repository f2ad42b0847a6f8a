'use client'

import { Button, toast } from '@payloadcms/ui'
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { Problem } from './Problem.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const w = words.enrol

interface Enrolment {
  qr: string
  secret: string
}

/** Scan, type the code, done: sets an authenticator app up. */
export const AuthenticatorSetup = ({
  language,
  onDone,
  onCancel,
}: {
  language: Language
  /** With recovery codes when this was the first factor. */
  onDone: (codes: readonly string[] | null) => void
  onCancel: () => void
}): ReactElement => {
  const change = useChange(language)
  const { send } = change
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [code, setCode] = useState('')
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void send<Enrolment>('POST', 'totp', {}).then(setEnrolment)
  }, [send])

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send<{ recoveryCodes: string[] | null }>('POST', 'totp/confirm', { code }).then((confirmed) => {
      if (!confirmed) return setCode('')
      toast.success(pick(w.done, language))
      onDone(confirmed.recoveryCodes)
    })
  }
  const grouped = (enrolment?.secret.match(/.{1,4}/g) ?? []).join(' ')
  return (
    <form aria-label={pick(w.title, language)} className="kanal-security__inline" onSubmit={submit}>
      {enrolment && (
        <ol className="kanal-security__steps">
          <li>
            <p>{pick(w.scan, language)}</p>
            <img
              alt={pick(w.qr, language)}
              className="kanal-security__qr"
              height={200}
              src={`data:image/svg+xml;utf8,${encodeURIComponent(enrolment.qr)}`}
              width={200}
            />
            <p className="kanal-security__hint">{pick(w.byHand, language)}</p>
            <p className="kanal-security__key">
              <code>{grouped}</code>
              <CopyButton label={pick(w.key, language)} language={language} value={enrolment.secret} />
            </p>
          </li>
          <li>
            <p>{pick(w.code, language)}</p>
            <div className="field-type text kanal-security__code">
              <label htmlFor="kanal-totp-code">{pick(w.codeLabel, language)}</label>
              <input
                autoComplete="one-time-code"
                id="kanal-totp-code"
                inputMode="numeric"
                maxLength={7}
                onChange={(event) => setCode(event.target.value)}
                required
                value={code}
              />
            </div>
          </li>
        </ol>
      )}
      <Problem text={change.problem} />
      <div className="kanal-security__buttons">
        {enrolment && (
          <Button disabled={change.busy || code.trim().length < 6} margin={false} type="submit">
            {pick(w.confirm, language)}
          </Button>
        )}
        <Button buttonStyle="secondary" margin={false} onClick={onCancel} type="button">
          {pick(words.cancel, language)}
        </Button>
      </div>
    </form>
  )
}
