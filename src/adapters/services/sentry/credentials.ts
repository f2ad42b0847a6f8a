import { z } from 'zod'
import { credentialField } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const DSN = /^https?:\/\/[A-Za-z0-9]{8,64}(?::[A-Za-z0-9]+)?@[A-Za-z0-9.:-]+(?:\/[A-Za-z0-9._-]+)*\/\d+$/

/** Where reports go: one address that names server, project and key. */
export const sentryCredentials = z.object({
  dsn: z
    .string()
    .trim()
    .max(300)
    .regex(DSN)
    .register(credentialField, {
      label: text('DSN', 'DSN'),
      help: text('Satu alamat dari proyek Sentry Anda.', 'One address from your Sentry project.'),
      invalid: text(
        'DSN berbentuk https://kunci@server/nomor-proyek.',
        'A DSN reads https://key@server/project-number.',
      ),
      placeholder: 'https://…@o123.ingest.sentry.io/456',
      within: ['(https?:\\/\\/[A-Za-z0-9:]+@[A-Za-z0-9.:-]+(?:\\/[A-Za-z0-9._-]+)*\\/\\d+)'],
      where: {
        url: 'https://docs.sentry.io/concepts/key-terms/dsn-explainer/',
        steps: [
          text(
            'Masuk ke Sentry, buka proyek Anda (atau buat, platform Node.js).',
            'Sign in to Sentry and open your project (or create one, platform Node.js).',
          ),
          text('Settings › Client Keys (DSN).', 'Settings › Client Keys (DSN).'),
          text('Salin baris DSN ke sini.', 'Copy the DSN line here.'),
        ],
        sketch: {
          host: 'sentry.io',
          menu: ['Settings', text('Proyek Anda', 'Your project'), 'Client Keys (DSN)'],
          lines: [{ label: 'DSN', looks: 'text', before: 'https://' }],
          line: 0,
        },
      },
    }),
})

/** The parts of a DSN. */
export interface Dsn {
  /** Where envelopes are posted to. */
  url: string
  host: string
}

/** Takes a DSN apart; expects one that the schema accepted. */
export function readDsn(dsn: string): Dsn {
  const { protocol, host, pathname, username } = new URL(dsn)
  const parts = pathname.split('/').filter(Boolean)
  const project = parts.pop() ?? ''
  const prefix = parts.map((part) => `/${part}`).join('')
  const query = new URLSearchParams({ sentry_version: '7', sentry_key: username })
  return { url: `${protocol}//${host}${prefix}/api/${project}/envelope/?${query}`, host }
}
