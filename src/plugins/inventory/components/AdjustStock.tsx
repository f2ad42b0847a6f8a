'use client'

import { Button, Drawer, toast, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import type { Language } from '../../../adapters/contract.ts'
import { WAREHOUSE } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { request } from '../../../ui/client/request.ts'
import { useRole } from '../../../ui/client/roles.ts'
import { formatChange, formatNumber } from '../../../ui/format.ts'
import './AdjustStock.css'

const words = {
  open: text('Ubah', 'Change'),
  openLabel: text('Ubah stok', 'Change stock of'),
  title: text('Ubah stok fisik', 'Change stock on hand'),
  quantity: text('Jumlah sekarang', 'Quantity now'),
  help: text(
    'Hitung yang benar-benar ada di rak, termasuk yang sudah dipesan.',
    'Count what really lies on the shelf, reserved units included.',
  ),
  reason: text('Alasan', 'Reason'),
  reasonHint: text(
    'Misalnya: stok opname, barang rusak, salah hitung',
    'For example: stock count, damaged goods, miscount',
  ),
  change: text('Perubahan', 'Change'),
  onHand: text('Stok fisik', 'On hand'),
  taken: text('Dipesan pembeli', 'Reserved'),
  available: text('Tersedia', 'Available'),
  below: text(
    'Jumlah ini lebih kecil daripada yang sudah dipesan pembeli. Batalkan dulu pesanan yang tidak bisa dikirim di marketplace.',
    'This is less than buyers have already ordered. First cancel the orders you cannot ship at the marketplace.',
  ),
  save: text('Simpan', 'Save'),
  cancel: text('Batal', 'Cancel'),
  saved: text(
    'Stok diubah. Toko yang menjual SKU ini segera diberi tahu.',
    'Stock changed. Shops that sell this SKU are being told.',
  ),
}

export interface LevelInView {
  skuId: string
  locationId: string
  code: string
  title: string
  location: string
  onHand: number
  /** Reserved and campaign units together. */
  taken: number
}

const Form = ({ level, language, close }: { level: LevelInView; language: Language; close: () => void }) => {
  const router = useRouter()
  const id = useId()
  const [entered, setEntered] = useState(String(level.onHand))
  const [reason, setReason] = useState('')
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const quantity = /^\d{1,7}$/.test(entered) ? Number(entered) : null
  const isBelow = quantity !== null && quantity < level.taken
  const ready = quantity !== null && quantity !== level.onHand && !isBelow && reason.trim() !== '' && !saving

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    setSaving(true)
    setProblem(null)
    const { skuId, locationId } = level
    const answer = await request('POST', '/api/stock-levels/adjust', language, {
      skuId,
      locationId,
      quantity,
      reason: reason.trim(),
    })
    setSaving(false)
    if (!answer.ok) return setProblem(answer.message)
    toast.success(pick(words.saved, language))
    close()
    router.refresh()
  }

  return (
    <form className="kanal-adjust" onSubmit={(event) => void save(event)}>
      <p className="kanal-adjust__what">
        <strong>{level.code}</strong> · {level.title}
        <br />
        {level.location}
      </p>
      <div className="field-type">
        <label className="field-label" htmlFor={`${id}-quantity`}>
          {pick(words.quantity, language)}
        </label>
        <input
          id={`${id}-quantity`}
          className="kanal-adjust__input"
          type="text"
          inputMode="numeric"
          autoFocus
          autoComplete="off"
          value={entered}
          aria-describedby={`${id}-help`}
          onChange={(event) => setEntered(event.target.value.replace(/\D/g, ''))}
        />
        <p id={`${id}-help`} className="kanal-adjust__help">
          {pick(words.help, language)}
        </p>
      </div>
      <div className="field-type">
        <label className="field-label" htmlFor={`${id}-reason`}>
          {pick(words.reason, language)}
        </label>
        <input
          id={`${id}-reason`}
          className="kanal-adjust__input"
          type="text"
          maxLength={200}
          placeholder={pick(words.reasonHint, language)}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <table className="kanal-adjust__preview" aria-live="polite">
        <tbody>
          <tr>
            <th scope="row">{pick(words.onHand, language)}</th>
            <td>{formatNumber(level.onHand)}</td>
            <td aria-hidden="true">→</td>
            <td>{quantity === null ? '–' : formatNumber(quantity)}</td>
          </tr>
          <tr>
            <th scope="row">{pick(words.taken, language)}</th>
            <td>{formatNumber(level.taken)}</td>
            <td aria-hidden="true">→</td>
            <td>{formatNumber(level.taken)}</td>
          </tr>
          <tr className="kanal-adjust__sum">
            <th scope="row">{pick(words.available, language)}</th>
            <td>{formatNumber(level.onHand - level.taken)}</td>
            <td aria-hidden="true">→</td>
            <td>{quantity === null ? '–' : formatNumber(quantity - level.taken)}</td>
          </tr>
          <tr>
            <th scope="row">{pick(words.change, language)}</th>
            <td colSpan={3}>{quantity === null ? '–' : formatChange(quantity - level.onHand)}</td>
          </tr>
        </tbody>
      </table>
      {isBelow && <p className="kanal-adjust__warning">{pick(words.below, language)}</p>}
      {problem && (
        <p className="kanal-adjust__problem" role="alert">
          {problem}
        </p>
      )}
      <div className="kanal-adjust__actions">
        <Button buttonStyle="secondary" type="button" onClick={close}>
          {pick(words.cancel, language)}
        </Button>
        <Button type="submit" disabled={!ready}>
          {pick(words.save, language)}
        </Button>
      </div>
    </form>
  )
}

/** The button and drawer that correct how many units lie at a location. Drawn for people who may do it. */
export const AdjustStock = ({
  level,
  language,
  organisation,
}: {
  level: LevelInView
  language: Language
  organisation: string
}) => {
  const { openModal, closeModal, isModalOpen } = useModal()
  const allowed = useRole(organisation, WAREHOUSE)
  const slug = `adjust-${level.skuId}-${level.locationId}`
  if (!allowed) return null
  return (
    <>
      <button
        type="button"
        className="kanal-adjust__open"
        aria-label={`${pick(words.openLabel, language)} ${level.code}`}
        onClick={() => openModal(slug)}
      >
        {pick(words.open, language)}
      </button>
      <Drawer className="kanal-adjust-drawer" slug={slug} title={pick(words.title, language)}>
        {isModalOpen(slug) && <Form level={level} language={language} close={() => closeModal(slug)} />}
      </Drawer>
    </>
  )
}
