import { z } from 'zod'
import { credentialField, type CredentialValues, type Sketch } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const GUIDE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'
const KEY_STEPS = [
  text(
    'Buka konsol penyedia penyimpanan (AWS, Cloudflare R2, Backblaze, MinIO).',
    'Open the console of your storage provider (AWS, Cloudflare R2, Backblaze, MinIO).',
  ),
  text(
    'Buat kunci akses yang hanya boleh memakai satu bucket ini.',
    'Create an access key that may use this one bucket only.',
  ),
  text(
    'Salin Access Key dan Secret Key; yang kedua hanya tampil sekali.',
    'Copy access key and secret key; the latter is shown once.',
  ),
]
const where = { url: GUIDE, steps: KEY_STEPS }

/** Where Amazon shows a new key; other providers have a page much like it. */
const KEY_PAGE: Omit<Sketch, 'line'> = {
  host: 'console.aws.amazon.com',
  menu: ['IAM', 'Users', text('Pengguna Anda', 'Your user'), 'Security credentials', 'Create access key'],
  lines: [
    { label: 'Access key', looks: 'text' },
    { label: 'Secret access key', looks: 'hidden', press: 'Show' },
  ],
}
const AMAZON = { field: 'endpoint', matches: '^$|amazonaws\\.com' }
const CLOUDFLARE = { field: 'endpoint', matches: 'r2\\.cloudflarestorage\\.com' }
const BACKBLAZE = { field: 'endpoint', matches: 'backblazeb2\\.com' }

/** Which bucket, where, and as whom. */
export const s3Credentials = z.object({
  endpoint: z
    .string()
    .trim()
    .regex(/^https?:\/\/[A-Za-z0-9._-]+(?::\d{1,5})?\/?$/)
    .register(credentialField, {
      label: text('Alamat layanan', 'Endpoint'),
      help: text('Kosongkan untuk Amazon S3.', 'Leave empty for Amazon S3.'),
      invalid: text(
        'Berbentuk https://server, tanpa nama bucket.',
        'Reads https://server, without the bucket.',
      ),
      placeholder: 'https://….r2.cloudflarestorage.com',
      secret: false,
      within: ['^(https?:\\/\\/[^/\\s]+)\\/.+'],
      where,
    })
    .optional(),
  region: z
    .string()
    .trim()
    .regex(/^[a-z0-9-]{2,40}$/)
    .register(credentialField, {
      label: text('Wilayah', 'Region'),
      help: text(
        'Jakarta: ap-southeast-3. Cloudflare R2: auto.',
        'Jakarta: ap-southeast-3. Cloudflare R2: auto.',
      ),
      invalid: text('Huruf kecil, angka, tanda hubung.', 'Lower-case letters, digits, hyphens.'),
      placeholder: 'ap-southeast-3',
      secret: false,
      usual: [{ when: CLOUDFLARE, prefix: 'auto', lengths: [4] }],
      within: ['\\(([a-z]{2}-[a-z]+-\\d)\\)'],
      where,
    }),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .register(credentialField, {
      label: text('Bucket', 'Bucket'),
      help: text('Buat bucket privat khusus untuk Kanal.', 'Create a private bucket for Kanal alone.'),
      invalid: text(
        '3–63 huruf kecil, angka, titik, tanda hubung.',
        '3–63 lower-case letters, digits, dots, hyphens.',
      ),
      placeholder: 'kanal-media',
      secret: false,
      within: [
        '^s3:\\/\\/([^/\\s]+)',
        '^arn:aws[a-z-]*:s3:::([^/\\s]+)',
        '^https?:\\/\\/([^/\\s]+)\\.s3[.-]',
      ],
      where,
    }),
  accessKeyId: z
    .string()
    .trim()
    .regex(/^[\w+/=.-]{4,128}$/)
    .register(credentialField, {
      label: text('Access Key', 'Access key'),
      help: text('Kunci akses penyimpanan.', 'The access key of the storage.'),
      invalid: text('Salin tanpa spasi.', 'Copy it without blanks.'),
      usual: [
        { when: AMAZON, prefix: 'AKIA', lengths: [20], alphabet: 'base32' },
        { when: CLOUDFLARE, lengths: [32], alphabet: 'hex' },
        { when: BACKBLAZE, lengths: [25], alphabet: 'hex' },
      ],
      where: { ...where, sketch: { ...KEY_PAGE, line: 0 } },
    }),
  secretAccessKey: z
    .string()
    .trim()
    .regex(/^\S{4,256}$/)
    .register(credentialField, {
      label: text('Secret Key', 'Secret key'),
      help: text('Pasangan dari Access Key.', 'The partner of the access key.'),
      invalid: text('Salin tanpa spasi.', 'Copy it without blanks.'),
      usual: [
        { when: AMAZON, lengths: [40], alphabet: 'base64' },
        { when: CLOUDFLARE, lengths: [64], alphabet: 'hex' },
        { when: BACKBLAZE, prefix: 'K0', lengths: [31] },
      ],
      where: { ...where, sketch: { ...KEY_PAGE, line: 1 } },
    }),
  addressing: z.enum(['host', 'path']).register(credentialField, {
    label: text('Bentuk alamat', 'Address style'),
    help: text(
      'MinIO dan server sendiri biasanya memakai gaya jalur.',
      'MinIO and own servers usually use path style.',
    ),
    invalid: text('Pilih salah satu.', 'Choose one.'),
    secret: false,
    options: [
      { value: 'host', label: text('bucket.server (umum)', 'bucket.server (usual)') },
      { value: 'path', label: text('server/bucket (gaya jalur)', 'server/bucket (path style)') },
    ],
  }),
})

export interface S3Settings {
  endpoint: string | undefined
  region: string
  bucket: string
  accessKeyId: string
  secretAccessKey: string
  pathStyle: boolean
}

/** The stored values as settings. */
export function s3Settings(values: CredentialValues): S3Settings {
  const { addressing, endpoint, ...rest } = s3Credentials.parse(values)
  return { ...rest, endpoint: endpoint?.replace(/\/$/, ''), pathStyle: addressing === 'path' }
}
