'use client'

import { useEffect, useState } from 'react'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { Effect } from '../dependents/dependents.ts'
import { send } from './stream.ts'

/** What depends on an integration, asked for while `isWanted`; null until it is known. */
export function useDependents(
  integrationId: string,
  isWanted: boolean,
): { effects: readonly Effect[] | null; problem: Problem | null } {
  const [effects, setEffects] = useState<readonly Effect[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    if (!isWanted) return undefined
    let isGone = false
    setEffects(null)
    setProblem(null)
    void send<{ effects: Effect[] }>('GET', `/api/integrations/${integrationId}/dependents`).then(
      (answer) => {
        if (isGone) return
        if ('ok' in answer) setEffects(answer.data.effects)
        else setProblem(answer.problem)
      },
    )
    return () => {
      isGone = true
    }
  }, [integrationId, isWanted])
  return { effects, problem }
}
