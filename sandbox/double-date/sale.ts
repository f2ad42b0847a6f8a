import { setTimeout as sleep } from 'node:timers/promises'
import { SeededRandom } from '../core/random.ts'
import { ControlRefused, type SaleShop, type StandIn } from './standIn.ts'
import { disturbPushes, takeDown, type TroublePlan } from './trouble.ts'

export interface SalePlan extends TroublePlan {
  /** Orders a second, over all stand-ins together. */
  readonly rate: number
  readonly seconds: number
  /** Same seed, same baskets. */
  readonly seed: number
}

/** An order the stand-in took. */
export interface Sale {
  readonly standIn: string
  readonly shopId: string
  readonly order: string
  /** Milliseconds since the epoch when the buyer pressed the button. */
  readonly at: number
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

export interface SaleRecord {
  readonly sales: readonly Sale[]
  /** Buyers who found something sold out. */
  readonly soldOut: number
  /** From the first order to the answer to the last. */
  readonly seconds: number
}

export interface Progress {
  readonly second: number
  readonly sold: number
  readonly soldOut: number
  /** The stand-in that is down now. */
  readonly down: string | null
}

interface Stall {
  readonly standIn: StandIn
  readonly shop: SaleShop
}

const TICK_MS = 5_000
/** Buyers waiting for an answer at a time; on a machine that is too slow for the rate, the others queue up behind. */
const MOST_BUYERS = 100
const TWO_LINES = 0.2
const TWO_UNITS = 0.1
/** Above 1, so that a few goods draw most buyers, as on every double date. */
const CROWDING = 2

/**
 * Runs a sale: buyers of all stand-ins' open shops order at the planned rate whatever happens (more slowly when the
 * stand-ins themselves cannot keep up), while the planned troubles strike. The stand-ins are left without these troubles.
 * @throws Error when no shop is open or has anything to sell, or a stand-in failed a buyer
 */
export async function runSale(
  standIns: readonly StandIn[],
  plan: SalePlan,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<SaleRecord> {
  const stalls = await openStalls(standIns)
  const random = new SeededRandom(plan.seed)
  const sales: Sale[] = []
  const failures: unknown[] = []
  let soldOut = 0
  let down: string | null = null
  const repairs = await Promise.all(standIns.map((standIn) => disturbPushes(standIn, plan)))
  const started = performance.now()
  const ticker = setInterval(() => {
    const second = Math.round((performance.now() - started) / 1_000)
    onProgress({ second, sold: sales.length, soldOut, down })
  }, TICK_MS)
  const stop = new AbortController()
  const outage = runOutage(standIns, plan, stop.signal, (name) => (down = name))
  // Awaited below; until then nobody listens.
  outage.catch(() => undefined)
  try {
    const buying = new Set<Promise<unknown>>()
    for (let nth = 0; nth < plan.rate * plan.seconds; nth += 1) {
      const wait = started + (nth * 1_000) / plan.rate - performance.now()
      if (wait > 0) await sleep(wait)
      while (buying.size >= MOST_BUYERS) await Promise.race(buying)
      const buyer = buy(random, stalls)
        .then(
          (sale) => {
            if (sale) sales.push(sale)
            else soldOut += 1
          },
          (error: unknown) => failures.push(error),
        )
        .finally(() => buying.delete(buyer))
      buying.add(buyer)
    }
    await Promise.all(buying)
    const seconds = (performance.now() - started) / 1_000
    await outage
    if (failures.length > 0) throw failures[0]
    return { sales, soldOut, seconds }
  } finally {
    clearInterval(ticker)
    stop.abort()
    await outage.catch(() => undefined)
    await Promise.all(repairs.map((repair) => repair()))
  }
}

async function openStalls(standIns: readonly StandIn[]): Promise<Map<StandIn, Stall[]>> {
  const stalls = new Map<StandIn, Stall[]>()
  for (const standIn of standIns) {
    const shops = (await standIn.openShops()).filter(({ goods }) => goods.length > 0)
    if (shops.length > 0)
      stalls.set(
        standIn,
        shops.map((shop) => ({ standIn, shop })),
      )
  }
  if (stalls.size === 0) throw new Error('No shop is connected yet: connect one in Kanal first.')
  return stalls
}

async function runOutage(
  standIns: readonly StandIn[],
  { outage }: SalePlan,
  signal: AbortSignal,
  tell: (name: string | null) => void,
): Promise<void> {
  const standIn = standIns.find(({ name }) => name === outage?.of)
  if (!outage || !standIn) return
  await sleep(outage.afterSeconds * 1_000, undefined, { signal })
  const bringBack = await takeDown(standIn)
  tell(standIn.name)
  try {
    await sleep(outage.seconds * 1_000, undefined, { signal })
  } finally {
    await bringBack()
    tell(null)
  }
}

/** @returns undefined when something was sold out */
async function buy(
  random: SeededRandom,
  stalls: ReadonlyMap<StandIn, readonly Stall[]>,
): Promise<Sale | undefined> {
  const { standIn, shop } = random.pick(random.pick([...stalls.values()]))
  const lines = basket(random, shop)
  const at = Date.now()
  try {
    const order = await standIn.buy(shop.id, lines)
    return { standIn: standIn.name, shopId: String(shop.id), order, at, lines }
  } catch (error) {
    if (error instanceof ControlRefused && error.status === 409) return undefined
    throw error
  }
}

function basket(random: SeededRandom, { goods }: SaleShop): { sku: string; quantity: number }[] {
  const chosen = new Set<string>()
  const wanted = Math.min(random.next() < TWO_LINES ? 2 : 1, goods.length)
  while (chosen.size < wanted) {
    const at = Math.floor(goods.length * random.next() ** CROWDING)
    chosen.add(goods[at]?.sku ?? '')
  }
  return [...chosen].map((sku) => ({ sku, quantity: random.next() < TWO_UNITS ? 2 : 1 }))
}
