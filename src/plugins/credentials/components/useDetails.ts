'use client'

import { useCallback, useEffect, useState } from 'react'
import type { Problem } from '../../security/endpoint/refusal.ts'
import type { IntegrationDetails } from '../endpoints/details.ts'
import { send } from './stream.ts'

export interface Details {
  data: IntegrationDetails | null
  problem: Problem | null
  reload(): Promise<void>
}

/** What the drawer shows of an integration besides its form; nothing for one that was never saved. */
export function useDetails(integrationId: string, exists: boolean): Details {
  const [data, setData] = useState<IntegrationDetails | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const reload = useCallback(async () => {
    const answer = await send<IntegrationDetails>('GET', `/api/integrations/${integrationId}/details`)
    if ('ok' in answer) setData(answer.data)
    setProblem('ok' in answer ? null : answer.problem)
  }, [integrationId])
  useEffect(() => {
    if (exists) void reload()
  }, [exists, reload])
  return { data, problem, reload }
}
