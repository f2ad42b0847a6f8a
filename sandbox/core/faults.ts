import type { SeededRandom } from './random.ts'

/** A switched-on disturbance. Filters left out match everything. */
export interface Fault<Kind extends string, Id = number> {
  readonly id: number
  readonly kind: Kind
  /** How often it may still strike; undefined = until removed. */
  remaining: number | undefined
  readonly probability: number
  /** Part of the request path, for example `product/update_stock`. */
  readonly path: string | undefined
  readonly shopId: Id | undefined
  readonly appId: Id | undefined
  readonly params: Readonly<Record<string, string | number>>
  struck: number
}

export interface FaultInput<Kind extends string, Id = number> {
  readonly kind: Kind
  readonly count?: number | undefined
  readonly probability?: number | undefined
  readonly path?: string | undefined
  readonly shopId?: Id | undefined
  readonly appId?: Id | undefined
  readonly params?: Readonly<Record<string, string | number>> | undefined
}

/** Where a fault is being asked about. */
export interface FaultContext<Id = number> {
  readonly path?: string | undefined
  readonly shopId?: Id | undefined
  readonly appId?: Id | undefined
}

/** Holds the active faults and decides when each strikes. */
export class FaultEngine<Kind extends string, Id = number> {
  private faults: Fault<Kind, Id>[] = []
  private nextId = 1
  constructor(private random: SeededRandom) {}

  /** Switches a fault on. */
  add(input: FaultInput<Kind, Id>): Fault<Kind, Id> {
    const fault: Fault<Kind, Id> = {
      id: this.nextId++,
      kind: input.kind,
      remaining: input.count,
      probability: input.probability ?? 1,
      path: input.path || undefined,
      shopId: input.shopId,
      appId: input.appId,
      params: input.params ?? {},
      struck: 0,
    }
    this.faults.push(fault)
    return fault
  }

  /** Switches one fault off; true if it was on. */
  remove(id: number): boolean {
    const before = this.faults.length
    this.faults = this.faults.filter((fault) => fault.id !== id)
    return this.faults.length < before
  }

  /** Switches everything off; a seed also restarts the chance sequence. */
  clear(random?: SeededRandom): void {
    this.faults = []
    if (random) this.random = random
  }

  list(): readonly Fault<Kind, Id>[] {
    return this.faults
  }

  /** The fault of this kind that strikes now, if any; uses up one of its counts. */
  strike(kind: Kind, context: FaultContext<Id>): Fault<Kind, Id> | undefined {
    for (const fault of this.faults) {
      if (fault.kind !== kind || !applies(fault, context)) continue
      if (fault.probability < 1 && this.random.next() >= fault.probability) continue
      fault.struck += 1
      if (fault.remaining !== undefined) {
        fault.remaining -= 1
        if (fault.remaining <= 0) this.remove(fault.id)
      }
      return fault
    }
    return undefined
  }
}

function applies<Kind extends string, Id>(fault: Fault<Kind, Id>, context: FaultContext<Id>): boolean {
  if (fault.path !== undefined && !(context.path ?? '').includes(fault.path)) return false
  if (fault.shopId !== undefined && fault.shopId !== context.shopId) return false
  if (fault.appId !== undefined && fault.appId !== context.appId) return false
  return true
}

/** A numeric parameter of a fault, or the default. */
export function numberParam(fault: Pick<Fault<string>, 'params'>, name: string, fallback: number): number {
  const value = Number(fault.params[name] ?? fallback)
  return Number.isFinite(value) ? value : fallback
}
