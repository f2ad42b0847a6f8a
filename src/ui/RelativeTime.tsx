'use client'

import { useEffect, useState, type ReactElement } from 'react'
import type { Language } from '../adapters/contract.ts'
import { formatInstant, formatRelative } from './format.ts'

const TICK_MS = 30_000

/** "3 menit lalu", kept up to date while the page is open, with the exact instant on hover. */
export const RelativeTime = ({
  at,
  language,
  timeZone,
}: {
  /** ISO instant. */
  at: string
  language: Language
  timeZone: string
}): ReactElement => {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    setNow(new Date())
    const timer = setInterval(() => setNow(new Date()), TICK_MS)
    return () => clearInterval(timer)
  }, [at])
  return (
    <time dateTime={at} suppressHydrationWarning title={formatInstant(at, { language, timeZone })}>
      {formatRelative(at, now, language)}
    </time>
  )
}
