import type { AdapterError } from '../../contract.ts'
import { type Cause, type Explanation } from '../../contract.ts'
import { serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'

const ENCRYPT: Explanation = {
  what: text('Alamat ini tidak terenkripsi.', 'This address is not encrypted.'),
  why: text(
    'Jejak audit memuat nama dan alamat IP; tanpa TLS orang lain di jalan bisa membacanya.',
    'The audit trail holds names and IP addresses; without TLS others on the way could read it.',
  ),
  remedy: text(
    'Pakai https:// atau syslog+tls://, lalu uji lagi.',
    'Use https:// or syslog+tls://, then test again.',
  ),
}
const NO_KEY: Explanation = {
  what: text('Kunci tanda tangan belum diisi.', 'There is no signing key.'),
  why: text(
    'Tanpa tanda tangan, penerima tidak bisa tahu siapa pengirimnya.',
    'Without a signature the receiver cannot know who sent a row.',
  ),
  remedy: text(
    'Isi kunci yang sama dengan di penerima, lalu uji lagi.',
    'Enter the key that the receiver has, then test again.',
  ),
}
const REFUSED: Explanation = {
  what: text('Penerima menolak kiriman ini.', 'The receiver refused the delivery.'),
  why: text(
    'Tanda tangannya tidak cocok, atau alamatnya butuh izin lain.',
    'The signature does not match, or the address needs another permission.',
  ),
  remedy: text(
    'Samakan kunci tanda tangan di kedua sisi, lalu uji lagi.',
    'Use one signing key on both sides, then test again.',
  ),
}
const TOO_LARGE: Explanation = {
  what: text('Penerima menolak kiriman sebesar ini.', 'The receiver takes no delivery of this size.'),
  why: text(
    'Satu kiriman memuat sampai 200 baris, sekitar 200 kB.',
    'One delivery holds up to 200 rows, about 200 kB.',
  ),
  remedy: text('Naikkan batas ukuran di penerima.', 'Raise the size limit at the receiver.'),
}

export const notEncrypted = (who: string): AdapterError =>
  serviceFailure('blocked_address', {
    who,
    message: `${who}: plain text is for local servers only`,
    fields: ['address'],
    explanation: ENCRYPT,
  })

export const noKey = (who: string): AdapterError =>
  serviceFailure('invalid_format', {
    who,
    message: 'no signing key',
    fields: ['secret'],
    explanation: NO_KEY,
  })

const byStatus = (
  status: number,
): { reason: Cause; fields: readonly string[]; explanation?: Explanation } => {
  if (status === 401 || status === 403)
    return { reason: 'http_401_bad_credential', fields: ['secret', 'address'], explanation: REFUSED }
  if (status === 404 || status === 405 || status === 410)
    return { reason: 'http_404_wrong_endpoint', fields: ['address'] }
  if (status === 413) return { reason: 'request_refused', fields: [], explanation: TOO_LARGE }
  if (status === 408 || status === 429) return { reason: 'http_429_rate_limited', fields: [] }
  if (status >= 500) return { reason: 'http_5xx_provider_down', fields: [] }
  return { reason: 'unexpected_response', fields: ['address'] }
}

/** What an answer that is no success means. */
export const refusedWith = (status: number, who: string): AdapterError => {
  const { reason, fields, explanation } = byStatus(status)
  return serviceFailure(reason, {
    who,
    message: `${who}: answered ${status}`,
    fields,
    providerCode: String(status),
    ...(explanation ? { explanation } : {}),
  })
}
