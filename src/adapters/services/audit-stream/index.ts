import { CONTRACT_VERSION, OWN_PLACE, type ServiceAdapter, type TrailEntry } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { auditStreamCredentials, targetOf } from './credentials.ts'
import { write } from './syslog.ts'
import { post } from './webhook.ts'

const testEntry = (now: Date): TrailEntry => ({
  seq: 0,
  at: now.toISOString(),
  action: 'kanal.test',
  outcome: 'ok',
  json: JSON.stringify({ at: now.toISOString(), action: 'kanal.test', test: true }),
})

/** Rows of the audit trail as they happen, to a webhook or a syslog server. */
export const auditStream = (): ServiceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  kind: 'service',
  id: 'audit-stream',
  name: 'Audit (webhook, syslog)',
  badge: { text: 'AU', color: '#0f766e' },
  purpose: text(
    'Mengirim setiap baris jejak audit semua organisasi di server ini ke sistem lain (webhook atau syslog), tanpa nilai rahasia.',
    'Sends each row of the audit trail of all organisations on this server to another system (webhook or syslog), without secret values.',
  ),
  docsUrl: 'https://www.rfc-editor.org/rfc/rfc5424',
  environments: OWN_PLACE,
  credentials: auditStreamCredentials,
  destination: ['address'],
  setup: [
    text('Buat penerima log di sistem tujuan.', 'Make a log receiver in the receiving system.'),
    text(
      'Webhook: buat kunci tanda tangan dan simpan di kedua sisi.',
      'Webhook: make a signing key and store it on both sides.',
    ),
    text(
      'Isi alamatnya, lalu uji: satu baris uji dikirim.',
      'Fill in its address, then test: one test row is sent.',
    ),
  ],
  checks: [
    {
      id: 'deliver',
      label: text('Baris uji diterima', 'Test row accepted'),
      run: async (session) => {
        const target = targetOf(session.credentials)
        const entries = [testEntry(session.now())]
        if (target.kind === 'webhook')
          await post(session, target, { organisation: '-', entries, isTest: true })
        else await write(session, target, entries)
        const { host } = target.kind === 'webhook' ? target.url : target
        return text(host, host)
      },
    },
  ],
  trail: {
    destinationOf: ({ address = '' }) => address,
    deliver: (session, organisation, entries) => {
      const target = targetOf(session.credentials)
      return target.kind === 'webhook'
        ? post(session, target, { organisation, entries })
        : write(session, target, entries)
    },
  },
})
