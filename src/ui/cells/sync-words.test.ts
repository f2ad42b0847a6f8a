import { describe, expect, it } from 'vitest'
import { causeText, syncSummary } from './sync-words.ts'

describe('sync log', () => {
  it('says what was pushed', () => {
    const row = { summary: 'stock.pushed', reference: '8812', before: '5', after: '3' }
    expect(syncSummary(row).id).toBe('Stok listing 8812: 5 → 3.')
    expect(syncSummary({ ...row, before: null }).en).toBe('Stock of listing 8812: – → 3.')
  })

  it('leaves sentences alone', () => {
    expect(syncSummary({ summary: 'Sudah kalimat.' })).toEqual({ id: 'Sudah kalimat.', en: 'Sudah kalimat.' })
  })

  it('explains causes', () => {
    expect(causeText('tcp_timeout', 'Tokoku').id).toBe('Tokoku tidak menjawab tepat waktu.')
    expect(causeText('unknown_shop', 'Tokoku').en).toContain('not connected')
    expect(causeText('Sudah kalimat.', 'Tokoku').id).toBe('Sudah kalimat.')
  })
})
