'use client'

import { useEffect, useState, type ReactElement } from 'react'
import type { Language } from '../adapters/contract.ts'
import { pick } from '../i18n/pick.ts'
import { text } from '../i18n/text.ts'
import { Icon } from './Icon.tsx'
import './CopyButton.css'

const COPY = text('Salin', 'Copy')
const COPIED = text('Tersalin', 'Copied')
const SHOWN_MS = 2_000

/** Puts a text that is no secret on the clipboard and says so for two seconds. */
export const CopyButton = ({
  value,
  language,
  label,
}: {
  value: string
  language: Language
  /** What is copied, for people who cannot see what the button stands beside. */
  label: string
}): ReactElement => {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
  }
  return (
    <button
      aria-label={`${pick(COPY, language)} ${label}`}
      className={`kanal-copy ${copied ? 'kanal-copy--done' : ''}`}
      onClick={() => void copy()}
      type="button"
    >
      <Icon name={copied ? 'check' : 'copy'} />
      <span aria-live="polite">{pick(copied ? COPIED : COPY, language)}</span>
    </button>
  )
}
