'use client'

import { Button, ConfirmationModal, toast, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import type { ShopStatus } from '../../../collections/integrations/shops.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'
import { goToConsent } from './ConnectShop.tsx'
import { ImportProgress } from './ImportProgress.tsx'

const words = {
  import: text('Impor katalog', 'Import catalogue'),
  importAgain: text('Impor ulang', 'Import again'),
  reconnect: text('Sambungkan lagi', 'Reconnect'),
  disconnect: text('Putuskan', 'Disconnect'),
  cancel: text('Batal', 'Cancel'),
  sure: text('Putuskan {name}?', 'Disconnect {name}?'),
  consequence: text(
    'Pesanan baru tidak masuk lagi dan stoknya tidak diperbarui. Token toko dihapus dari Kanal. Pesanan, listing, dan riwayat tetap ada; toko bisa disambungkan lagi kapan saja.',
    'New orders stop arriving and its stock is no longer updated. The tokens of the shop are deleted from Kanal. Orders, listings and history stay; you can connect it again at any time.',
  ),
  gone: text('Toko diputuskan.', 'The shop is disconnected.'),
}

/** What can be done with a shop: import, reconnect, disconnect. */
export const ShopActions = ({
  shop,
  urgeImport,
  urgeReconnect,
  manages,
  imports,
  language,
}: {
  shop: {
    id: string
    name: string
    integrationId: string
    status: ShopStatus
    importing: boolean
  }
  urgeImport: boolean
  urgeReconnect: boolean
  manages: boolean
  imports: boolean
  language: Language
}) => {
  const router = useRouter()
  const { openModal, closeModal } = useModal()
  const [importing, setImporting] = useState(shop.importing)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const modal = `disconnect-${shop.id}`

  const startImport = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await request('POST', `/api/shops/${shop.id}/import`, language, {})
    setBusy(false)
    if (answer.ok) setImporting(true)
    else setProblem(answer.message)
  }
  const reconnect = async () => {
    setBusy(true)
    await goToConsent(shop.integrationId, language)
    setBusy(false)
  }
  const disconnect = async () => {
    const answer = await request('POST', `/api/shops/${shop.id}/disconnect`, language, {})
    closeModal(modal)
    if (!answer.ok) return setProblem(answer.message)
    toast.success(pick(words.gone, language))
    router.refresh()
  }

  return (
    <div className="kanal-shop__actions">
      {importing && (
        <ImportProgress
          shopId={shop.id}
          language={language}
          onEnd={(failure) => {
            setImporting(false)
            setProblem(failure)
            router.refresh()
          }}
        />
      )}
      {problem && (
        <p className="kanal-shop__problem" role="alert">
          {problem}
        </p>
      )}
      <div className="kanal-shop__buttons">
        {manages && urgeReconnect && (
          <Button size="small" margin={false} disabled={busy} onClick={() => void reconnect()}>
            {pick(words.reconnect, language)}
          </Button>
        )}
        {imports && shop.status === 'connected' && !importing && (
          <Button
            size="small"
            margin={false}
            buttonStyle={urgeImport ? 'primary' : 'secondary'}
            disabled={busy}
            onClick={() => void startImport()}
          >
            {pick(urgeImport ? words.import : words.importAgain, language)}
          </Button>
        )}
        {manages && shop.status !== 'disconnected' && (
          <Button
            size="small"
            margin={false}
            buttonStyle="subtle"
            disabled={busy}
            onClick={() => openModal(modal)}
          >
            {pick(words.disconnect, language)}
          </Button>
        )}
      </div>
      <ConfirmationModal
        modalSlug={modal}
        heading={pick(words.sure, language).replace('{name}', shop.name)}
        body={pick(words.consequence, language)}
        cancelLabel={pick(words.cancel, language)}
        confirmLabel={pick(words.disconnect, language)}
        onConfirm={disconnect}
      />
    </div>
  )
}
