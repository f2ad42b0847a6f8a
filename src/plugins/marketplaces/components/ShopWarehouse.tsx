'use client'

import { Button, toast } from '@payloadcms/ui'
import { useId, useState } from 'react'
import type { Language, RemoteLocation } from '../../../adapters/contract.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'

const words = {
  open: text('Pilih gudang', 'Choose warehouse'),
  label: text('Angka stok dikirim ke gudang', 'Stock numbers go to warehouse'),
  standard: text('Diatur marketplace', 'Set by the marketplace'),
  one: text('Toko ini hanya punya satu gudang.', 'This shop has only one warehouse.'),
  saved: text(
    'Gudang diganti. Semua angka sedang dikirim ke sana; stok di gudang lain tidak diubah.',
    'The warehouse was changed. All numbers are being sent there; stock in other warehouses is left as it is.',
  ),
}

interface Warehouses {
  warehouses: readonly RemoteLocation[]
  chosen: string | null
  canChoose: boolean
}

/** Which warehouse of the shop our numbers go to. The marketplace is asked only when somebody wants to know. */
export const ShopWarehouse = ({ shopId, language }: { shopId: string; language: Language }) => {
  const id = useId()
  const [known, setKnown] = useState<Warehouses | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const ask = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await request<Warehouses>('GET', `/api/shops/${shopId}/warehouses`, language)
    setBusy(false)
    if (answer.ok) setKnown(answer.data)
    else setProblem(answer.message)
  }
  const choose = async (value: string) => {
    setBusy(true)
    setProblem(null)
    const warehouseId = value || null
    const answer = await request('POST', `/api/shops/${shopId}/warehouse`, language, { warehouseId })
    setBusy(false)
    if (!answer.ok) return setProblem(answer.message)
    setKnown((before) => before && { ...before, chosen: warehouseId })
    toast.success(pick(words.saved, language))
  }

  return (
    <div className="kanal-shop__warehouse">
      {known === null ? (
        <Button size="small" margin={false} buttonStyle="subtle" disabled={busy} onClick={() => void ask()}>
          {pick(words.open, language)}
        </Button>
      ) : known.canChoose ? (
        <>
          <label htmlFor={id}>{pick(words.label, language)}</label>
          <select
            id={id}
            value={known.chosen ?? ''}
            disabled={busy}
            onChange={(event) => void choose(event.target.value)}
          >
            <option value="">{pick(words.standard, language)}</option>
            {known.warehouses.map(({ externalLocationId, name }) => (
              <option key={externalLocationId} value={externalLocationId}>
                {name || externalLocationId}
              </option>
            ))}
          </select>
        </>
      ) : (
        <p className="kanal-shop__quiet">{pick(words.one, language)}</p>
      )}
      {problem && (
        <p className="kanal-shop__problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
