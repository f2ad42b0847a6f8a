'use client'

import { toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { request } from '../../../ui/client/request.ts'

export interface Change {
  busy: boolean
  /** Why the last try was refused, until the next. */
  problem: string | null
  /** Sends a change; shows it on the page and says so when it is done. Null when it was refused. */
  send: <T>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: object,
    done?: LocalizedText,
  ) => Promise<T | null>
  fail: (problem: string) => void
}

/** Sends changes of the security page, one at a time. */
export function useChange(language: Language): Change {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  return {
    busy,
    problem,
    fail: setProblem,
    send: async <T>(
      method: 'POST' | 'PATCH' | 'DELETE',
      path: string,
      body: object,
      done?: LocalizedText,
    ): Promise<T | null> => {
      setBusy(true)
      setProblem(null)
      const answer = await request<T>(method, `/api/security/${path}`, language, body)
      setBusy(false)
      if (!answer.ok) {
        setProblem(answer.message)
        return null
      }
      if (done) {
        toast.success(pick(done, language))
        router.refresh()
      }
      return answer.data
    },
  }
}
