import { z } from 'zod'
import { credentialField, type CredentialValues } from '../../contract.ts'
import { text } from '../../kit/text.ts'

const WEBHOOK = /^https?:\/\/[^\s@#/]+(\/[^\s#]*)?$/
const SYSLOG = /^syslog\+(tls|tcp):\/\/([A-Za-z0-9._-]+|\[[0-9a-f:.]+\]):(\d{1,5})$/i
const SHORTEST_KEY = 16

const steps = [
  text(
    'Di sistem tujuan (SIEM, Datadog, Splunk, Grafana Loki, Vector), buat penerima log.',
    'In the receiving system (SIEM, Datadog, Splunk, Grafana Loki, Vector), make a log receiver.',
  ),
  text(
    'Penerima HTTP: salin alamat https-nya. Penerima syslog: tulis syslog+tls://server:6514.',
    'HTTP receiver: copy its https address. Syslog receiver: write syslog+tls://server:6514.',
  ),
]

/** Where rows of the audit trail go, and the key that proves they came from here. */
export const auditStreamCredentials = z.object({
  address: z
    .string()
    .trim()
    .max(2_000)
    .refine((value) => (WEBHOOK.test(value) && URL.canParse(value)) || SYSLOG.test(value))
    .register(credentialField, {
      label: text('Alamat penerima', 'Address of the receiver'),
      help: text(
        'Webhook: https://… Syslog: syslog+tls://server:6514. Tanpa enkripsi (http, syslog+tcp) hanya untuk server lokal yang diizinkan.',
        'Webhook: https://… Syslog: syslog+tls://server:6514. Without encryption (http, syslog+tcp) only for allowed local servers.',
      ),
      invalid: text(
        'Berbentuk https://server/jalur atau syslog+tls://server:port.',
        'Reads https://server/path or syslog+tls://server:port.',
      ),
      placeholder: 'https://siem.example.com/kanal',
      secret: false,
      where: { url: 'https://www.rfc-editor.org/rfc/rfc5425', steps },
    }),
  secret: z
    .string()
    .trim()
    .min(SHORTEST_KEY)
    .max(500)
    .register(credentialField, {
      label: text('Kunci tanda tangan', 'Signing key'),
      help: text(
        'Untuk webhook: penerima memeriksa tanda tangan HMAC-SHA256 dengan kunci yang sama. Syslog tidak memakainya.',
        'For a webhook: the receiver checks the HMAC-SHA256 signature with the same key. Syslog does not use it.',
      ),
      invalid: text('Sedikitnya 16 karakter.', 'At least 16 characters.'),
      where: {
        url: 'https://www.rfc-editor.org/rfc/rfc2104',
        steps: [
          text(
            'Buat kunci acak yang panjang, misalnya dengan: openssl rand -hex 32.',
            'Make a long random key, for example with: openssl rand -hex 32.',
          ),
          text('Simpan kunci yang sama di penerima.', 'Store the same key at the receiver.'),
        ],
      },
    })
    .optional(),
})

export type StreamTarget =
  | { kind: 'webhook'; url: URL; secret: string | undefined }
  | { kind: 'syslog'; host: string; port: number; tls: boolean }

/** The stored values as a target. */
export function targetOf(values: CredentialValues): StreamTarget {
  const { address, secret } = auditStreamCredentials.parse(values)
  const [, transport, name = '', port] = SYSLOG.exec(address) ?? []
  if (transport !== undefined) {
    const host = name.replace(/^\[|\]$/g, '')
    return { kind: 'syslog', host, port: Number(port), tls: transport.toLowerCase() === 'tls' }
  }
  return { kind: 'webhook', url: new URL(address), secret }
}
