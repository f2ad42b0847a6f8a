'use client'

import { useCallback, useEffect, useRef } from 'react'

const TRY_FOR_MS = 5_000
/** A question asked from another dialog, which closes with it, leads back to what opened that one. */
const REMEMBERED = 5

/**
 * Remembers what had the focus before a dialog opened. A button that was pressed is often disabled while its request
 * runs, and a disabled button loses the focus and cannot get it back: so this waits until it is enabled again.
 * @returns a function that gives the focus back, unless the person has gone elsewhere meanwhile.
 */
export function useReturnFocus(dialog: string): () => void {
  const visited = useRef<readonly HTMLElement[]>([])
  useEffect(() => {
    const note = ({ target }: FocusEvent): void => {
      if (target instanceof HTMLElement && !target.closest(dialog))
        visited.current = [target, ...visited.current.filter((each) => each !== target)].slice(0, REMEMBERED)
    }
    document.addEventListener('focusin', note)
    return () => document.removeEventListener('focusin', note)
  }, [dialog])

  return useCallback(() => {
    const until = Date.now() + TRY_FOR_MS
    const again = (): void => {
      const { activeElement } = document
      const element = visited.current.find(({ isConnected }) => isConnected)
      const isFree =
        activeElement === null || activeElement === document.body || activeElement.closest(dialog) !== null
      if (!element || !isFree) return
      if (!element.matches(':disabled')) element.focus()
      if (document.activeElement !== element && Date.now() < until) requestAnimationFrame(again)
    }
    requestAnimationFrame(again)
  }, [dialog])
}
