'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { StepId, StepLine } from '../checks/events.ts'
import { run, type Ending } from './stream.ts'

export type AttemptKind = 'test' | 'save' | 'rollback'

export interface Attempt {
  running: AttemptKind | null
  /** What the last attempt was, while and after it ran. */
  kind: AttemptKind | null
  steps: ReadonlyMap<StepId, StepLine>
  ending: Ending | null
  /** Null when another attempt has taken its place or the form was left. */
  start(kind: AttemptKind, body: unknown): Promise<Ending | null>
}

const REQUESTS: Readonly<
  Record<AttemptKind, (integrationId: string) => { method: 'POST' | 'PUT'; url: string }>
> = {
  test: () => ({ method: 'POST', url: '/api/integrations/test' }),
  save: () => ({ method: 'PUT', url: '/api/integrations/credentials' }),
  rollback: (id) => ({ method: 'POST', url: `/api/integrations/${id}/rollback` }),
}

/** One test, save or return at a time, with its steps as they happen. Leaving the form ends it on the server too. */
export function useAttempt(integrationId: string): Attempt {
  const [running, setRunning] = useState<AttemptKind | null>(null)
  const [kind, setKind] = useState<AttemptKind | null>(null)
  const [steps, setSteps] = useState<ReadonlyMap<StepId, StepLine>>(new Map())
  const [ending, setEnding] = useState<Ending | null>(null)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])

  const start = useCallback(
    async (next: AttemptKind, body: unknown): Promise<Ending | null> => {
      current.current?.abort()
      const controller = new AbortController()
      current.current = controller
      setRunning(next)
      setKind(next)
      setSteps(new Map())
      setEnding(null)
      const request = REQUESTS[next](integrationId)
      const result = await run({ ...request, body, signal: controller.signal }, (line) =>
        setSteps((before) => new Map(before).set(line.step, line)),
      )
      if (controller.signal.aborted) return null
      setRunning(null)
      setEnding(result)
      return result
    },
    [integrationId],
  )
  return { running, kind, steps, ending, start }
}
