import type { StandIn } from './standIn.ts'

/** What goes wrong while the sale runs. Shares are of all pushes, 0 to 1. */
export interface TroublePlan {
  readonly duplicates: number
  readonly lost: number
  readonly reordered: number
  /** One stand-in whose API fails and whose pushes stop for a while; buyers go on buying there. */
  readonly outage: {
    readonly of: string
    readonly afterSeconds: number
    readonly seconds: number
  } | null
}

/** How late a push comes that others overtake. */
const OVERTAKEN_MS = 3_000
/** Of the calls during an outage so many get no answer at all; the rest get 503. */
const HANGING = 0.3

/** Makes pushes come twice, late and not at all. @returns what puts it right again */
export async function disturbPushes(standIn: StandIn, plan: TroublePlan): Promise<() => Promise<void>> {
  return switchOn(standIn, [
    { kind: 'push_duplicate', probability: plan.duplicates },
    { kind: 'push_lost', probability: plan.lost },
    { kind: 'push_reorder', probability: plan.reordered, params: { delayMs: OVERTAKEN_MS } },
  ])
}

/** Takes a stand-in down: half-dead API, no pushes. @returns what brings it back */
export const takeDown = (standIn: StandIn): Promise<() => Promise<void>> =>
  switchOn(standIn, [
    { kind: 'push_lost', probability: 1 },
    { kind: 'hang', probability: HANGING },
    { kind: 'http_503', probability: 1 },
  ])

async function switchOn(
  standIn: StandIn,
  faults: readonly { kind: string; probability: number; params?: Readonly<Record<string, number>> }[],
): Promise<() => Promise<void>> {
  const ids: number[] = []
  for (const fault of faults) if (fault.probability > 0) ids.push(await standIn.addFault(fault))
  return async () => {
    for (const id of ids) await standIn.removeFault(id)
  }
}
