import { CONTRACT_VERSION, OWN_PLACE, type ServiceAdapter } from '../../contract.ts'
import { serviceFailure } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import { readDsn, sentryCredentials } from './credentials.ts'
import { openReporter } from './reporter.ts'
import { envelopeOf, post, receiptOf } from './send.ts'
import { trimEvent } from './trim.ts'

/** Sentry, or anything that speaks its protocol. */
export const sentry = (): ServiceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  kind: 'service',
  id: 'sentry',
  name: 'Sentry',
  badge: { text: 'SE', color: '#5b3a8e' },
  purpose: text(
    'Pemantauan error: kesalahan di server dan layar dilaporkan, tanpa data pembeli dan tanpa kunci.',
    'Error monitoring: mistakes on server and screen are reported, without buyers’ data and without keys.',
  ),
  docsUrl: 'https://docs.sentry.io/concepts/key-terms/dsn-explainer/',
  environments: OWN_PLACE,
  credentials: sentryCredentials,
  setup: [
    text('Buat proyek di Sentry (platform Node.js).', 'Create a project in Sentry (platform Node.js).'),
    text('Salin DSN dari Settings › Client Keys.', 'Copy the DSN from Settings › Client Keys.'),
  ],
  checks: [
    {
      id: 'deliver',
      label: text('Laporan uji diterima', 'Test report accepted'),
      run: async (session) => {
        const { host } = readDsn(session.credentials.dsn ?? '')
        const event = trimEvent(
          {
            platform: 'node',
            level: 'info',
            message: 'Kanal: test connection',
            timestamp: session.now().getTime() / 1000,
          },
          (each) => each,
        )
        const receipt = receiptOf(await post(session, envelopeOf(event, session.now())), host)
        return text(`Nomor ${receipt.slice(0, 8)}`, `Number ${receipt.slice(0, 8)}`)
      },
    },
  ],
  reports: {
    open: openReporter,
    forward: async (session, envelope, { userId, release, environment, scrub }) => {
      const { host } = readDsn(session.credentials.dsn ?? '')
      const event = trimEvent(eventIn(envelope), scrub)
      const own = {
        ...event,
        platform: 'javascript',
        release,
        environment,
        user: { id: userId },
        tags: { ...event.tags, part: 'browser' },
      }
      receiptOf(await post(session, envelopeOf(own, session.now())), host)
    },
  },
})

/** The event in an envelope of one. @throws AdapterError when there is none. */
function eventIn(envelope: Uint8Array): unknown {
  const lines = Buffer.from(envelope).toString('utf8').split('\n')
  try {
    const { type } = JSON.parse(lines[1] ?? '') as { type?: string }
    if (type === 'event') return JSON.parse(lines[2] ?? '')
  } catch {
    // Not an envelope: said below.
  }
  throw serviceFailure('invalid_format', { who: 'Kanal', message: 'not an envelope with one event' })
}
