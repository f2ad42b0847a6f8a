import { z } from 'zod'
import { credentialField, type CredentialValues } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const GUIDE = 'https://redis.io/docs/latest/operate/rc/rc-quickstart/'
const STEPS = [
  text(
    'Buka konsol penyedia Redis Anda, pilih database, lalu bagian "Connect".',
    'Open the console of your Redis provider, choose the database, then "Connect".',
  ),
  text(
    'Alamat publiknya berbentuk nama:port. Tulis keduanya terpisah di sini.',
    'Its public address reads name:port. Enter the two separately here.',
  ),
]
const where = { url: GUIDE, steps: STEPS }

/** Which Redis, and as whom. */
export const redisCredentials = z.object({
  host: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.:_-]{1,253}$/)
    .register(credentialField, {
      label: text('Server Redis', 'Redis server'),
      help: text('Nama server tanpa redis://.', 'The name of the server, without redis://.'),
      invalid: text(
        'Tulis nama server saja, tanpa redis://.',
        'Only the name of the server, without redis://.',
      ),
      placeholder: 'redis.example.com',
      secret: false,
      within: ['^[a-z]+:\\/\\/(?:[^@/\\s]*@)?([^:/?#\\s]+)', '^([^:/\\s]+):\\d{1,5}$'],
      where,
    }),
  port: z
    .string()
    .trim()
    .regex(/^([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/)
    .register(credentialField, {
      label: text('Port', 'Port'),
      help: text('Biasanya 6379.', 'Usually 6379.'),
      invalid: text('Port adalah angka 1 sampai 65535.', 'A port is a number from 1 to 65535.'),
      placeholder: '6379',
      secret: false,
      within: ['^\\S+:(\\d{1,5})$'],
      where,
    }),
  security: z.enum(['tls', 'none']).register(credentialField, {
    label: text('Keamanan', 'Security'),
    help: text(
      'Tanpa enkripsi hanya untuk server lokal yang diizinkan.',
      'None is only for an allowed local server.',
    ),
    invalid: text('Pilih salah satu.', 'Choose one.'),
    secret: false,
    options: [
      { value: 'tls', label: text('TLS (rediss://)', 'TLS (rediss://)') },
      { value: 'none', label: text('Tanpa enkripsi (lokal)', 'None (local)') },
    ],
  }),
  user: z
    .string()
    .max(128)
    .regex(/^\S*$/)
    .register(credentialField, {
      label: text('Pengguna ACL', 'ACL user'),
      help: text('Kosongkan untuk pengguna bawaan.', 'Leave empty for the default user.'),
      invalid: text('Tanpa spasi.', 'Without blanks.'),
      secret: false,
      where,
    })
    .optional(),
  password: z
    .string()
    .max(1000)
    .register(credentialField, {
      label: text('Kata sandi', 'Password'),
      help: text('Kosongkan bila server tidak memintanya.', 'Leave empty if the server asks for none.'),
      invalid: text('Terlalu panjang.', 'Too long.'),
      within: ['^rediss?:\\/\\/[^:@/\\s]*:([^@/\\s]+)@'],
      where,
    })
    .optional(),
  db: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/)
    .register(credentialField, {
      label: text('Nomor database', 'Database number'),
      help: text('Kosong berarti 0.', 'Empty means 0.'),
      invalid: text('Angka 0 atau lebih.', 'A number, 0 or more.'),
      placeholder: '0',
      secret: false,
    })
    .optional(),
})

export interface RedisSettings {
  host: string
  port: number
  tls: boolean
  user?: string
  password?: string
  db: number
}

/** The stored values as settings. */
export function redisSettings(values: CredentialValues): RedisSettings {
  const { host, port, security, user, password, db } = redisCredentials.parse(values)
  return {
    host,
    port: Number(port),
    tls: security === 'tls',
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    db: Number(db ?? 0),
  }
}
