'use client'

import { useAuth } from '@payloadcms/ui'
import { useEffect, type ReactNode } from 'react'

/** Names no server: the page sends its reports to Kanal, which alone knows where they go. */
const NOWHERE = 'https://screen@reports.invalid/1'

/** Reports errors of the screen, once a service for it is set up; loads nothing before. */
export const BrowserReports = ({ children }: { children?: ReactNode }): ReactNode => {
  const { user } = useAuth()
  const userId = user?.id
  useEffect(() => {
    if (userId === undefined) return undefined
    const left = new AbortController()
    let close: (() => Promise<unknown>) | undefined
    const begin = async (): Promise<void> => {
      const response = await fetch('/api/services/reports', { signal: left.signal })
      const { enabled, release } = (await response.json()) as { enabled?: boolean; release?: string }
      if (!enabled) return
      const {
        BrowserClient,
        defaultStackParser,
        getCurrentScope,
        globalHandlersIntegration,
        dedupeIntegration,
        linkedErrorsIntegration,
        makeFetchTransport,
      } = await import('@sentry/browser')
      if (left.signal.aborted) return
      const client = new BrowserClient({
        dsn: NOWHERE,
        tunnel: '/api/services/reports/envelope',
        release,
        transport: makeFetchTransport,
        stackParser: defaultStackParser,
        integrations: [globalHandlersIntegration(), dedupeIntegration(), linkedErrorsIntegration()],
        maxBreadcrumbs: 0,
        sendClientReports: false,
      })
      getCurrentScope().setClient(client)
      client.init()
      close = async () => client.close(1_000)
    }
    begin().catch(() => undefined)
    return () => {
      left.abort()
      void close?.()
    }
  }, [userId])
  return children
}
