import { AdapterError, type Cause, type Explanation } from '../../contract.ts'
import { atFault, serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import type { S3Settings } from './credentials.ts'

interface Rule {
  reason: Cause
  fields: readonly string[]
  explanation?: Explanation
}

const NO_BUCKET: Explanation = {
  what: text('Bucket itu tidak ada.', 'There is no such bucket.'),
  why: text(
    'Namanya salah, atau ada di wilayah atau akun lain.',
    'Its name is wrong, or it is in another region or account.',
  ),
  remedy: text('Periksa nama bucket, lalu uji lagi.', 'Check the name of the bucket, then test again.'),
}
const WRONG_REGION: Explanation = {
  what: text('Bucket ada di wilayah lain.', 'The bucket is in another region.'),
  why: text(
    'Tanda tangan dibuat untuk wilayah yang diisi.',
    'Requests are signed for the region entered here.',
  ),
  remedy: text('Isi wilayah bucket, lalu uji lagi.', 'Enter the region of the bucket, then test again.'),
}
const NO_PERMISSION: Explanation = {
  what: text('Kunci ini belum punya izin.', 'This key lacks a permission.'),
  why: text(
    'Kanal perlu membaca, menulis, menghapus, dan melihat daftar isi bucket.',
    'Kanal needs to read, write, delete and list in the bucket.',
  ),
  remedy: text(
    'Tambahkan izin GetObject, PutObject, DeleteObject, dan ListBucket.',
    'Grant GetObject, PutObject, DeleteObject and ListBucket.',
  ),
}
const NOT_S3: Explanation = {
  what: text('Yang menjawab bukan penyimpanan S3.', 'What answered is no S3 storage.'),
  why: text('Jawabannya tidak mengikuti aturan S3.', 'Its answer does not follow the rules of S3.'),
  remedy: text('Periksa alamat layanan dan bentuk alamat.', 'Check the endpoint and the address style.'),
}

/** S3's own codes, which every compatible server shares. */
const RULES: Readonly<Record<string, Rule>> = {
  InvalidAccessKeyId: { reason: 'http_401_bad_credential', fields: ['accessKeyId'] },
  SignatureDoesNotMatch: { reason: 'signature_mismatch', fields: ['secretAccessKey'] },
  AccessDenied: {
    reason: 'http_403_missing_scope',
    fields: ['accessKeyId', 'bucket'],
    explanation: NO_PERMISSION,
  },
  AllAccessDisabled: { reason: 'account_suspended', fields: ['accessKeyId'] },
  AccountProblem: { reason: 'account_suspended', fields: ['accessKeyId'] },
  NoSuchBucket: { reason: 'http_404_wrong_endpoint', fields: ['bucket'], explanation: NO_BUCKET },
  InvalidBucketName: { reason: 'invalid_format', fields: ['bucket'] },
  PermanentRedirect: { reason: 'wrong_environment', fields: ['region'], explanation: WRONG_REGION },
  AuthorizationHeaderMalformed: {
    reason: 'wrong_environment',
    fields: ['region'],
    explanation: WRONG_REGION,
  },
  IllegalLocationConstraintException: {
    reason: 'wrong_environment',
    fields: ['region'],
    explanation: WRONG_REGION,
  },
  RequestTimeTooSkewed: { reason: 'clock_skew', fields: [] },
  ExpiredToken: { reason: 'token_expired', fields: ['accessKeyId'] },
  SlowDown: { reason: 'http_429_rate_limited', fields: [] },
  TooManyRequests: { reason: 'http_429_rate_limited', fields: [] },
  QuotaExceeded: { reason: 'quota_exceeded', fields: [] },
  EntityTooLarge: { reason: 'request_refused', fields: [] },
}

/** Which setting and which cause an error of the storage stands for. */
export function s3Failure(error: unknown, { bucket, endpoint }: S3Settings): AdapterError {
  if (error instanceof AdapterError) {
    return atFault(error, error.reason === 'redirect_refused' ? ['region', 'endpoint'] : ['endpoint'])
  }
  const {
    name = 'Error',
    message = '',
    $metadata,
  } = error as Error & { $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode ?? 0
  const { reason, fields, explanation } = RULES[name] ?? byStatus(status)
  const who = endpoint ? new URL(endpoint).host : 'Amazon S3'
  return serviceFailure(reason, {
    who,
    message: `${who}/${bucket}: ${name} ${message.slice(0, 200)}`,
    fields,
    ...(explanation ? { explanation } : {}),
    providerCode: RULES[name] ? name : String(status || name),
    cause: error,
  })
}

function byStatus(status: number): Rule {
  if (status === 401) return { reason: 'http_401_bad_credential', fields: ['accessKeyId', 'secretAccessKey'] }
  if (status === 403)
    return { reason: 'http_403_missing_scope', fields: ['accessKeyId', 'bucket'], explanation: NO_PERMISSION }
  if (status === 404)
    return { reason: 'http_404_wrong_endpoint', fields: ['bucket', 'endpoint'], explanation: NO_BUCKET }
  if (status === 429) return { reason: 'http_429_rate_limited', fields: [] }
  if (status >= 500) return { reason: 'http_5xx_provider_down', fields: [] }
  return { reason: 'unexpected_response', fields: ['endpoint', 'addressing'], explanation: NOT_S3 }
}

export const notS3 = (who: string): AdapterError =>
  serviceFailure('unexpected_response', {
    who,
    message: `${who}: not what was stored came back`,
    fields: ['endpoint', 'addressing'],
    explanation: NOT_S3,
  })
