import { AdapterError } from '../../../adapters/contract.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { malformed, Refusal, tooLarge } from '../../security/endpoint/refusal.ts'
import { admitFast } from '../cache/limits.ts'
import { servicesOf } from '../hub.ts'
import { environmentName, RELEASE } from '../reports/reports.ts'
import { reportScrubber } from '../reports/scrub.ts'

const MAX_BYTES = 200 * 1024
const MOST_PER_MINUTE = 20

/** `GET /api/services/reports`: whether screens report their errors. Says nothing of where to. */
export const reportsEndpoint = endpoint({
  method: 'get',
  path: '/services/reports',
  audit: notAudited('says yes or no'),
  stepUp: 'none',
  run: async ({ kanal }) => {
    const service = await servicesOf(kanal).find('reports')
    return answer({ enabled: service !== null && service.status !== 'failed', release: RELEASE })
  },
})

/**
 * `POST /api/services/reports/envelope`: takes an error report of a screen and hands it on, so that the page itself
 * speaks to nobody but Kanal. Only signed-in people's, a few a minute, and only what may leave the house.
 */
export const envelopeEndpoint = endpoint({
  method: 'post',
  path: '/services/reports/envelope',
  audit: notAudited('an error report of a screen changes nothing'),
  stepUp: 'none',
  run: async (caller, req) => {
    const { kanal, userId, signal } = caller
    const subject = `reports:${userId}`
    const wait = await admitFast(kanal, { subject, most: MOST_PER_MINUTE, windowSeconds: 60 })
    if (wait > 0) throw tooMany(wait)
    const hub = servicesOf(kanal)
    const service = await hub.find('reports')
    const reports = service?.adapter.reports
    if (!service || !reports) return answer({ accepted: false })
    const envelope = new Uint8Array((await req.arrayBuffer?.()) ?? new ArrayBuffer(0))
    if (envelope.byteLength > MAX_BYTES) throw tooLarge()
    try {
      await hub.use(
        service,
        'reports.forward',
        (session) => {
          const scrub = reportScrubber(Object.values(session.credentials))
          const by = { userId, release: RELEASE, environment: environmentName(), scrub }
          return reports.forward(session, envelope, by)
        },
        signal,
      )
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error
      if (error.reason === 'invalid_format') throw malformed()
      kanal.log.info({ cause: error.reason }, 'a report of a screen was not taken')
      return answer({ accepted: false })
    }
    return answer({ accepted: true })
  },
})

const tooMany = (seconds: number): Refusal =>
  new Refusal(
    429,
    {
      code: 'too_many_reports',
      what: text('Terlalu banyak laporan.', 'Too many reports.'),
      why: text('Layar ini melapor terlalu sering.', 'This screen reports too often.'),
      remedy: text('Tidak perlu tindakan.', 'Nothing to do.'),
    },
    { 'retry-after': String(seconds) },
  )
