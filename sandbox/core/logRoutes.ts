import type { ControlRoute } from './control.ts'
import type { RequestLog } from './requestLog.ts'
import type { Wire } from './wire.ts'

interface Logged<Id> {
  readonly requests: Pick<RequestLog<Id>, 'list' | 'tally'>
  readonly pushes: { tally(): Wire }
}

/** What was called lately, and counts since the start: calls by status and path, pushes by outcome and answer time. */
export const logRoutes = <Id extends string | number>(world: Logged<Id>): ControlRoute[] => [
  [
    'GET',
    '/_control/requests',
    ({ query }) => {
      const limit = Math.min(500, Math.max(1, Number(query.get('limit')) || 100))
      return { requests: world.requests.list(limit).map((entry) => ({ ...entry })) }
    },
  ],
  ['GET', '/_control/tally', () => ({ requests: world.requests.tally(), pushes: world.pushes.tally() })],
]
