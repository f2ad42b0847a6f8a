'use client'

import { Button } from '@payloadcms/ui'
import { useEffect, useId, useRef, useState, type ReactElement } from 'react'
import type { Explanation, Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { FailureNote } from './FailureNote.tsx'
import { lifecycleWords, secondsLeft } from './lifecycle-words.ts'
import { useRevealed } from './useRevealed.ts'
import { words } from './words.ts'
import './RevealValue.css'

const SHORTEST_REASON = 5

/** The eye of a stored secret: asks why, then shows the value for 15 seconds. */
export const RevealValue = ({
  integrationId,
  field,
  label,
  language,
}: {
  integrationId: string
  field: string
  label: string
  language: Language
}): ReactElement => {
  const id = useId()
  const revealed = useRevealed()
  const [isAsking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Explanation | null>(null)
  const [wasShown, setWasShown] = useState(false)
  const [wasOpen, setWasOpen] = useState(false)
  const eye = useRef<HTMLButtonElement>(null)
  const isShown = revealed.left !== null
  const isOpen = isAsking || isShown
  useEscape(isAsking && !busy, () => setAsking(false))
  useEffect(() => {
    if (isShown) setWasShown(true)
  }, [isShown])
  // The eye is back on the page when the rest is gone: whoever came with the keyboard goes on from there.
  useEffect(() => {
    if (!isOpen && wasOpen) eye.current?.focus({ preventScroll: true })
    setWasOpen(isOpen)
  }, [isOpen, wasOpen])

  const show = async (): Promise<void> => {
    if (reason.trim().length < SHORTEST_REASON || busy) return
    setBusy(true)
    setProblem(null)
    const refusal = await revealed.show(integrationId, field, reason.trim())
    setBusy(false)
    setProblem(refusal?.problem ?? null)
    if (refusal) return
    setAsking(false)
    setReason('')
  }
  return (
    <div className="kanal-reveal">
      {!isShown && !isAsking && (
        <button
          aria-label={`${pick(lifecycleWords.reveal, language)}: ${label}`}
          className="kanal-link kanal-reveal__eye"
          onClick={() => {
            setProblem(null)
            setWasShown(false)
            setAsking(true)
          }}
          ref={eye}
          type="button"
        >
          <Icon name="eye" size={18} /> {pick(lifecycleWords.reveal, language)}
        </button>
      )}
      {isAsking && (
        <div
          aria-label={`${pick(lifecycleWords.reveal, language)}: ${label}`}
          className="kanal-tab__confirm"
          role="group"
        >
          <label htmlFor={`${id}-reason`}>{pick(lifecycleWords.revealReason, language)}</label>
          <input
            aria-describedby={`${id}-help`}
            autoComplete="off"
            autoFocus
            disabled={busy}
            id={`${id}-reason`}
            maxLength={200}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              void show()
            }}
            value={reason}
          />
          <p className="kanal-field__help" id={`${id}-help`}>
            {pick(lifecycleWords.revealReasonHelp, language)}
          </p>
          <div className="kanal-tab__buttons">
            <Button
              disabled={busy || reason.trim().length < SHORTEST_REASON}
              margin={false}
              onClick={() => void show()}
            >
              {pick(busy ? lifecycleWords.revealing : lifecycleWords.revealNow, language)}
            </Button>
            <Button buttonStyle="secondary" disabled={busy} margin={false} onClick={() => setAsking(false)}>
              {pick(words.cancel, language)}
            </Button>
          </div>
          {problem && <FailureNote explanation={problem} language={language} />}
        </div>
      )}
      {isShown && (
        <div className="kanal-reveal__shown">
          <code aria-label={label} className="kanal-reveal__value" ref={revealed.place} translate="no" />
          <div className="kanal-reveal__line">
            <span aria-live="off" className="kanal-reveal__left" role="timer">
              {pick(secondsLeft(revealed.left ?? 0), language)}
            </span>
            <CopySecret copy={revealed.copy} label={label} language={language} />
            <button className="kanal-link" onClick={revealed.hide} type="button">
              {pick(lifecycleWords.revealHide, language)}
            </button>
          </div>
        </div>
      )}
      <span className="kanal-reveal__said" role="status">
        {wasShown && !isShown ? pick(lifecycleWords.revealGone, language) : ''}
      </span>
    </div>
  )
}

const CopySecret = ({
  copy,
  label,
  language,
}: {
  copy: () => Promise<void>
  label: string
  language: Language
}): ReactElement => {
  const [copied, setCopied] = useState(false)
  return (
    <button
      aria-label={`${pick(lifecycleWords.copy, language)} ${label}`}
      autoFocus
      className="kanal-link"
      onClick={() => void copy().then(() => setCopied(true))}
      type="button"
    >
      <span aria-live="polite">{pick(copied ? lifecycleWords.copied : lifecycleWords.copy, language)}</span>
    </button>
  )
}

/** Catches Escape before the drawer closes on it. */
function useEscape(active: boolean, act: () => void): void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  }, [act])
  useEffect(() => {
    if (!active) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopImmediatePropagation()
      latest.current()
    }
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [active])
}
