import type { SandboxClock } from './clock.ts'
import type { Fault } from './faults.ts'
import type { PushRecord } from './push.ts'
import type { Wire } from './wire.ts'

/** What a kind of fault is called, and the parameters it understands with their defaults. */
export interface FaultCatalogue<Kind extends string> {
  readonly kinds: readonly Kind[]
  readonly params: Readonly<Partial<Record<Kind, Readonly<Record<string, string | number>>>>>
}

interface Machine<Id> {
  readonly publicUrl: string
  readonly seed: number
  readonly options: { readonly timeScale: number }
  readonly clock: SandboxClock
  readonly faults: { list(): readonly Fault<string, Id>[] }
  readonly requests: { count(): number }
}

/** What every stand-in tells of itself, besides its name, apps and shops. */
export const machineView = <Kind extends string, Id extends string | number>(
  world: Machine<Id>,
  { kinds, params }: FaultCatalogue<Kind>,
) => ({
  url: world.publicUrl,
  seed: world.seed,
  timeScale: world.options.timeScale,
  clock: clockView(world.clock),
  faults: world.faults.list().map(faultView),
  faultKinds: kinds.map((kind) => ({ kind, params: params[kind] ?? {} })),
  requests: world.requests.count(),
})

export const clockView = (clock: SandboxClock) => ({
  now: new Date(clock.ms()).toISOString(),
  skewSeconds: clock.skewSeconds,
})

export const faultView = <Id extends string | number>(fault: Fault<string, Id>) => ({
  ...fault,
  remaining: fault.remaining ?? null,
})

export const pushView = <Id extends string | number>(push: PushRecord<Id>): Wire => ({
  ...push,
  attempts: push.attempts.map((attempt) => ({ ...attempt })),
})

/** How many of an app's pushes were given up. */
export const lostPushes = <Id>(
  world: { readonly pushes: { list(limit: number): readonly PushRecord<Id>[] } },
  appId: Id,
): number => world.pushes.list(500).filter((push) => push.appId === appId && push.state === 'lost').length
