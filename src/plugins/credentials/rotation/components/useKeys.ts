'use client'

import { toast } from '@payloadcms/ui'
import { useCallback, useEffect, useState } from 'react'
import type { Language, LocalizedText } from '../../../../adapters/contract.ts'
import { pick } from '../../../../i18n/pick.ts'
import { request } from '../../../../ui/client/request.ts'
import type { KeyStatus } from '../status.ts'

const WHILE_CHANGING_MS = 1_000
/** Heartbeats of processes change what an operator may do next. */
const OTHERWISE_MS = 15_000

export interface Keys {
  status: KeyStatus
  busy: boolean
  /** Why the last try was refused, until the next. */
  problem: string | null
  /** @returns whether it was done. */
  change: (path: string, body: object, done: LocalizedText) => Promise<boolean>
}

/** The state of the keys, kept up to date, and the one way to change it. */
export function useKeys(initial: KeyStatus, language: Language): Keys {
  const [status, setStatus] = useState(initial)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const { id } = initial.organisation.organisation
  const load = useCallback(async (): Promise<void> => {
    const answer = await request<KeyStatus>('GET', `/api/keys/status?organisation=${id}`, language)
    if (answer.ok) setStatus(answer.data)
  }, [id, language])
  const rotations = [...status.organisation.rotations, ...(status.master?.rotations ?? [])]
  const isChanging = rotations.some(({ state }) => state === 'running')
  useEffect(() => {
    const timer = setInterval(() => void load(), isChanging ? WHILE_CHANGING_MS : OTHERWISE_MS)
    return () => clearInterval(timer)
  }, [load, isChanging])
  return {
    status,
    busy,
    problem,
    change: async (path, body, done) => {
      setBusy(true)
      setProblem(null)
      const answer = await request('POST', `/api/keys/${path}`, language, body)
      if (answer.ok) {
        toast.success(pick(done, language))
        await load()
      } else setProblem(answer.message)
      setBusy(false)
      return answer.ok
    },
  }
}
