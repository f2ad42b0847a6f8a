import type { ErrorReport, Reporter, ReportOptions, ServiceSession } from '../../contract.ts'
import { post } from './send.ts'
import { trimEvent } from './trim.ts'

/**
 * Sentry's own client for Node, loaded when first needed, with everything that collects by itself left out: it reads
 * stacks, keeps a short queue and honours rate limits. Its transport is the guarded `send`.
 */
export async function openReporter(session: ServiceSession, options: ReportOptions): Promise<Reporter> {
  const { createTransport, defaultStackParser, linkedErrorsIntegration, NodeClient, Scope } =
    await import('@sentry/node')
  const client = new NodeClient({
    dsn: session.credentials.dsn,
    release: options.release,
    environment: options.environment,
    stackParser: defaultStackParser,
    integrations: [linkedErrorsIntegration()],
    includeServerName: false,
    sendClientReports: false,
    enableRuntimeChannelInjection: false,
    maxBreadcrumbs: 0,
    transport: (transport) =>
      createTransport(transport, async ({ body }) => {
        const { status, headers } = await post(session, body)
        return {
          statusCode: status,
          headers: {
            'x-sentry-rate-limits': headers['x-sentry-rate-limits'] ?? null,
            'retry-after': headers['retry-after'] ?? null,
          },
        }
      }),
    beforeSend: (event) => ({ ...trimEvent(event, options.scrub), type: undefined }) as typeof event,
  })
  client.init()

  const capture = ({ error, level, part, userId, tags }: ErrorReport): void => {
    const scope = new Scope()
    scope.setLevel(level)
    scope.setTags({ ...tags, part })
    if (userId !== undefined) scope.setUser({ id: userId })
    client.captureException(error, { originalException: error }, scope)
  }
  return {
    capture,
    flush: async (withinMs) => client.flush(withinMs),
    close: async () => {
      await client.close(2_000)
    },
  }
}
