'use client'

import { Button, toast } from '@payloadcms/ui'
import { useState } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'
import type { MarketplaceFace } from '../../../ui/server/marketplaces.ts'

const connect = text('Hubungkan toko {name}', 'Connect {name} shop')

/** Goes to the marketplace's consent page. The link is made on click, because some die within minutes. */
export const goToConsent = async (integrationId: string, language: Language): Promise<void> => {
  const answer = await request<{ url: string }>(
    'POST',
    `/api/integrations/${integrationId}/consent`,
    language,
    {},
  )
  if (answer.ok) window.location.assign(answer.data.url)
  else toast.error(answer.message)
}

/** The button that connects one more shop of a marketplace. */
export const ConnectShop = ({
  integrationId,
  face,
  hint,
  language,
}: {
  integrationId: string
  face: Pick<MarketplaceFace, 'name'>
  /** How shops of this name connect, where it is not the connection's own name. */
  hint?: LocalizedText
  language: Language
}) => {
  const [leaving, setLeaving] = useState(false)
  const go = async () => {
    setLeaving(true)
    await goToConsent(integrationId, language)
    setLeaving(false)
  }
  return (
    <div className="kanal-shops__entry">
      <Button
        margin={false}
        buttonStyle={hint ? 'secondary' : 'primary'}
        disabled={leaving}
        onClick={() => void go()}
      >
        {pick(connect, language).replace('{name}', face.name)}
      </Button>
      {hint && <small>{pick(hint, language)}</small>}
    </div>
  )
}
