import type { SandboxClock } from './clock.ts'
import { ControlError, type ControlRoute } from './control.ts'
import { limitOf, optionalInt } from './controlFields.ts'
import { clockView, pushView, type FaultCatalogue } from './controlViews.ts'
import { faultRoutes, type ReadId } from './faultRoutes.ts'
import type { FaultEngine } from './faults.ts'
import { logRoutes } from './logRoutes.ts'
import type { PushDispatcher } from './push.ts'
import type { RequestLog } from './requestLog.ts'
import type { JsonObject, Wire } from './wire.ts'

interface Machine<Kind extends string, Id> {
  readonly seed: number
  readonly clock: SandboxClock
  readonly faults: FaultEngine<Kind, Id>
  readonly requests: RequestLog<Id>
  readonly pushes: PushDispatcher<Id>
  reset(seed: number): void
}

/** The part of the control API that is the same for every stand-in: state, clock, faults, logs and pushes. */
export const machineRoutes = <Kind extends string, Id extends string | number>(
  world: Machine<Kind, Id>,
  parts: { state: () => Wire; faults: FaultCatalogue<Kind>; readId: ReadId<Id> },
): ControlRoute[] => [
  ['GET', '/_control/state', parts.state],
  ...faultRoutes(world.faults, parts.faults, parts.readId),
  [
    'POST',
    '/_control/clock',
    ({ body }) => {
      world.clock.skewSeconds = optionalInt(body, 'skewSeconds') ?? 0
      return clockView(world.clock)
    },
  ],
  [
    'POST',
    '/_control/reset',
    ({ body }) => {
      world.reset(optionalInt(body, 'seed') ?? world.seed)
      return parts.state()
    },
  ],
  ...logRoutes(world),
  ['GET', '/_control/pushes', (call) => ({ pushes: world.pushes.list(limitOf(call)).map(pushView) })],
  ['POST', '/_control/pushes/resend', ({ body }) => resend(world.pushes, body)],
  ['POST', '/_control/pushes/flush-retries', async () => ({ attempted: await world.pushes.flushRetries() })],
]

async function resend<Id extends string | number>(
  pushes: PushDispatcher<Id>,
  body: JsonObject,
): Promise<Wire> {
  const push = await pushes.resend(optionalInt(body, 'id') ?? 0)
  if (!push) throw new ControlError('no such push', 404)
  return { push: pushView(push) }
}
