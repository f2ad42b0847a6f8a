'use client'

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'
import type { RefusedLine } from '../checks/events.ts'
import { send } from './stream.ts'

export interface Revealed {
  /** Where the value is written while it is shown. */
  place: RefObject<HTMLElement | null>
  /** Seconds until it goes; null while nothing is shown. */
  left: number | null
  /** Asks for the value and shows it. @returns why it was refused, or null */
  show(integrationId: string, field: string, reason: string): Promise<RefusedLine | null>
  hide(): void
  /** Puts the value on the clipboard. */
  copy(): Promise<void>
}

/**
 * Shows one secret for some seconds. The value is never part of React's state, which keeps an earlier copy: it lives
 * in one variable and in the text of one element, and both are emptied when its time is over, the page is left or
 * covered, or the form goes away.
 */
export function useRevealed(): Revealed {
  const place = useRef<HTMLElement>(null)
  const secret = useRef<string | null>(null)
  const [left, setLeft] = useState<number | null>(null)

  const hide = useCallback(() => {
    secret.current = null
    if (place.current) place.current.textContent = ''
    setLeft(null)
  }, [])
  useEffect(() => hide, [hide])

  const isShown = left !== null
  useEffect(() => {
    if (!isShown) return undefined
    if (place.current) place.current.textContent = secret.current
    const timer = setInterval(() => setLeft((before) => (before === null ? null : before - 1)), 1_000)
    const onVisibility = (): void => {
      if (document.visibilityState !== 'visible') hide()
    }
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopImmediatePropagation()
      hide()
    }
    window.addEventListener('blur', hide)
    window.addEventListener('pagehide', hide)
    window.addEventListener('keydown', onKey, true)
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      clearInterval(timer)
      window.removeEventListener('blur', hide)
      window.removeEventListener('pagehide', hide)
      window.removeEventListener('keydown', onKey, true)
      document.removeEventListener('visibilitychange', onVisibility)
    }
  }, [isShown, hide])
  useEffect(() => {
    if (left !== null && left <= 0) hide()
  }, [left, hide])

  const show = useCallback(async (integrationId: string, field: string, reason: string) => {
    const path = `/api/integrations/${integrationId}`
    const granted = await send<{ grant: string }>('POST', `${path}/reveal-grant`, { field, reason })
    if (!('ok' in granted)) return granted
    const { grant } = granted.data
    const answer = await send<{ value: string; seconds: number }>('POST', `${path}/reveal`, { field, grant })
    if (!('ok' in answer)) return answer
    secret.current = answer.data.value
    setLeft(answer.data.seconds)
    return null
  }, [])
  const copy = useCallback(async () => {
    if (secret.current !== null) await navigator.clipboard.writeText(secret.current)
  }, [])
  return { place, left, show, hide, copy }
}
