'use client'

import { Button, ConfirmationModal, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState, type ReactElement, type ReactNode } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { StatusPill } from '../../../ui/StatusPill.tsx'
import type { PersonalSecurity } from '../personal.ts'
import { AuthenticatorSetup } from './AuthenticatorSetup.tsx'
import { Passkeys } from './Passkeys.tsx'
import { Problem } from './Problem.tsx'
import { RecoveryCodes } from './RecoveryCodes.tsx'
import { useChange } from './useChange.ts'
import { words } from './words.ts'

const REMOVE = 'kanal-remove-factor'
const RENEW = 'kanal-renew-codes'
const w = words.factor

/** One kind of second factor: what it is, whether it is there, and what can be done about it. */
const Factor = ({
  title,
  what,
  isOn,
  state,
  action,
  children,
}: {
  title: string
  what: string
  isOn: boolean
  state: string
  action: ReactNode
  children?: ReactNode
}): ReactElement => (
  <li className="kanal-security__factor">
    <div className="kanal-security__factor-head">
      <div>
        <h4>{title}</h4>
        <p>{what}</p>
      </div>
      <StatusPill label={state} tone={isOn ? 'success' : 'neutral'} />
      <div className="kanal-security__factor-action">{action}</div>
    </div>
    {children}
  </li>
)

/** The second factors of the person: authenticator app, passkeys, and the codes for when they are lost. */
export const FactorSection = ({
  personal,
  language,
  timeZone,
}: {
  personal: PersonalSecurity
  language: Language
  timeZone: string
}): ReactElement => {
  const { openModal } = useModal()
  const router = useRouter()
  const change = useChange(language)
  const [removing, setRemoving] = useState<string | null>(null)
  const [isSettingUp, setSettingUp] = useState(false)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const { offered, totp, passkeys, recoveryCodes } = personal
  const hasFactor = totp || passkeys.length > 0

  const show = (fresh: readonly string[] | null): void => {
    setSettingUp(false)
    setCodes(fresh)
    router.refresh()
  }
  const askToRemove = (path: string): void => {
    setRemoving(path)
    openModal(REMOVE)
  }
  const remove = async (): Promise<void> => {
    if (removing) await change.send('DELETE', removing, {}, w.removed)
  }
  const renew = async (): Promise<void> => {
    const made = await change.send<{ recoveryCodes: string[] }>('POST', 'recovery-codes', {})
    if (made) show(made.recoveryCodes)
  }

  if (!offered && !hasFactor) {
    return (
      <section className="kanal-settings__card kanal-security__card">
        <h3>{pick(w.title, language)}</h3>
        <p>{pick(w.notOffered, language)}</p>
      </section>
    )
  }
  return (
    <section aria-labelledby="kanal-factors" className="kanal-settings__card kanal-security__card">
      <h3 id="kanal-factors">{pick(w.title, language)}</h3>
      <p>{pick(w.intro, language)}</p>
      <Problem text={change.problem} />
      {codes && <RecoveryCodes codes={codes} language={language} onKept={() => setCodes(null)} />}
      <ul className="kanal-security__factors">
        <Passkeys
          draw={(parts) => <Factor {...parts} />}
          language={language}
          onMade={show}
          onRemove={(id) => askToRemove(`passkeys/${id}`)}
          passkeys={passkeys}
          timeZone={timeZone}
        />
        <Factor
          action={
            totp ? (
              <Button buttonStyle="secondary" margin={false} onClick={() => askToRemove('totp')}>
                {pick(words.remove, language)}
              </Button>
            ) : (
              !isSettingUp && (
                <Button margin={false} onClick={() => setSettingUp(true)}>
                  {pick(w.setUp, language)}
                </Button>
              )
            )
          }
          isOn={totp}
          state={pick(totp ? words.on : words.off, language)}
          title={pick(w.totp, language)}
          what={pick(w.totpWhat, language)}
        >
          {isSettingUp && !totp && (
            <AuthenticatorSetup language={language} onCancel={() => setSettingUp(false)} onDone={show} />
          )}
        </Factor>
        {hasFactor && (
          <Factor
            action={
              <Button
                buttonStyle="secondary"
                disabled={change.busy}
                margin={false}
                onClick={() => openModal(RENEW)}
              >
                {pick(w.recoveryNew, language)}
              </Button>
            }
            isOn={recoveryCodes > 2}
            state={pick(w.recoveryLeft(recoveryCodes), language)}
            title={pick(w.recovery, language)}
            what={pick(w.recoveryWhat, language)}
          />
        )}
      </ul>
      <ConfirmationModal
        body={pick(w.removeText, language)}
        confirmLabel={pick(words.remove, language)}
        heading={pick(w.removeTitle, language)}
        modalSlug={REMOVE}
        onConfirm={() => void remove()}
      />
      <ConfirmationModal
        body={pick(w.recoveryNewText, language)}
        confirmLabel={pick(w.recoveryNew, language)}
        heading={pick(w.recoveryNewTitle, language)}
        modalSlug={RENEW}
        onConfirm={() => void renew()}
      />
    </section>
  )
}
