'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState, type ReactElement } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { request } from '../../../ui/client/request.ts'
import { logWords } from './words.ts'

/** Sends one e-mail of the log again. */
export const RepeatDelivery = ({
  organisation,
  delivery,
  language,
}: {
  organisation: string
  delivery: string
  language: Language
}): ReactElement => {
  const [isBusy, setBusy] = useState(false)
  const router = useRouter()
  const repeat = async (): Promise<void> => {
    setBusy(true)
    const answer = await request('POST', '/api/notices/deliveries/retry', language, {
      organisation,
      delivery,
    })
    setBusy(false)
    if (answer.ok) toast.success(pick(logWords.queuedAgain, language))
    else toast.error(answer.message)
    router.refresh()
  }
  return (
    <Button
      buttonStyle="secondary"
      size="small"
      margin={false}
      disabled={isBusy}
      onClick={() => void repeat()}
    >
      {pick(logWords.again, language)}
    </Button>
  )
}
