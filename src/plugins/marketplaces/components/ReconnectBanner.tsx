'use client'

import { Button } from '@payloadcms/ui'
import { useState } from 'react'
import type { Language, LocalizedText } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { goToConsent } from './ConnectShop.tsx'

const words = {
  stopped: text(
    'berhenti: pesanan dan stoknya tidak disinkronkan.',
    'has stopped: its orders and stock are not synchronised.',
  ),
  kept: text('Sambungkan lagi; tidak ada data yang hilang.', 'Reconnect it; nothing is lost.'),
  reconnect: text('Sambungkan lagi', 'Reconnect'),
}

/** Says that a shop has stopped and why, above everything else, with the way out. */
export const ReconnectBanner = ({
  shop,
  why,
  manages,
  language,
}: {
  shop: { name: string; integrationId: string }
  why: LocalizedText | null
  manages: boolean
  language: Language
}) => {
  const [leaving, setLeaving] = useState(false)
  const go = async () => {
    setLeaving(true)
    await goToConsent(shop.integrationId, language)
    setLeaving(false)
  }
  return (
    <div className="kanal-shops__banner kanal-shops__banner--error kanal-shops__banner--action" role="alert">
      <p>
        <strong>{shop.name}</strong> {pick(words.stopped, language)} {why && pick(why, language)}{' '}
        {pick(words.kept, language)}
      </p>
      {manages && (
        <Button size="small" margin={false} disabled={leaving} onClick={() => void go()}>
          {pick(words.reconnect, language)}
        </Button>
      )}
    </div>
  )
}
