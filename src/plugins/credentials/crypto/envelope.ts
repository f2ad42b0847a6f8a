import { TAG_LENGTH } from './aead.ts'
import { DecryptError } from './decrypt-error.ts'
import type { Binding, KeyName } from './frame.ts'
import { HEADER_LENGTH, openFrame, sealFrame } from './frame.ts'
import { timed } from '../metrics.ts'

const LENGTH_PREFIX = 2
const BUCKET = 64
/** Longer values (certificates) are not padded: their length gives nothing away. */
const PAD_UP_TO = 4096
/** What the two-byte length can say. */
export const MAX_VALUE_BYTES = 0xffff

/** The place a value is sealed for. An envelope moved to any other place does not open. */
export interface FieldPlace {
  organisationId: string
  /** The adapter's id. */
  slug: string
  /** The record that owns the value. */
  recordId: string
  field: string
  version: number
}

const bindingOf = (place: FieldPlace): Binding => ({
  label: 'cred/v1/field',
  parts: [place.organisationId, place.slug, place.recordId, place.field, String(place.version)],
})

function bodyLength(valueBytes: number): number {
  const length = LENGTH_PREFIX + valueBytes
  return valueBytes > PAD_UP_TO ? length : Math.ceil(length / BUCKET) * BUCKET
}

/**
 * Seals a text value for its place. Values of similar length give envelopes of equal length (64-byte steps).
 * @throws RangeError when the text is longer than 65,535 bytes or not well-formed Unicode.
 */
export const sealValue = (key: Buffer, name: KeyName, place: FieldPlace, value: string): Buffer =>
  timed('seal', () => seal(key, name, place, value))

function seal(key: Buffer, name: KeyName, place: FieldPlace, value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8')
  if (bytes.length > MAX_VALUE_BYTES) throw new RangeError('A secret may be at most 65,535 bytes long')
  if (bytes.toString('utf8') !== value) throw new RangeError('A secret must be well-formed text')
  const body = Buffer.alloc(bodyLength(bytes.length))
  body.writeUInt16BE(bytes.length)
  bytes.copy(body, LENGTH_PREFIX)
  try {
    return sealFrame(key, name, bindingOf(place), body)
  } finally {
    body.fill(0)
    bytes.fill(0)
  }
}

/**
 * Opens an envelope sealed for exactly this place.
 * @throws DecryptError `unknown_format` or `tampered`.
 */
export const openValue = (key: Buffer, place: FieldPlace, envelope: Buffer): string =>
  timed('open', () => open(key, place, envelope))

function open(key: Buffer, place: FieldPlace, envelope: Buffer): string {
  const length = envelope.length - HEADER_LENGTH - TAG_LENGTH
  if (length < BUCKET || length > LENGTH_PREFIX + MAX_VALUE_BYTES) throw new DecryptError('unknown_format')
  const body = openFrame(key, bindingOf(place), envelope)
  try {
    const end = LENGTH_PREFIX + body.readUInt16BE()
    const wellFormed =
      body.length === bodyLength(end - LENGTH_PREFIX) && body.subarray(end).every((byte) => byte === 0)
    if (!wellFormed) throw new DecryptError('unknown_format')
    return body.toString('utf8', LENGTH_PREFIX, end)
  } finally {
    body.fill(0)
  }
}
