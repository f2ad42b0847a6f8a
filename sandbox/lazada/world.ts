import { SandboxClock } from '../core/clock.ts'
import { FaultEngine, type FaultContext } from '../core/faults.ts'
import { PushDispatcher } from '../core/push.ts'
import { SeededRandom } from '../core/random.ts'
import { RequestLog } from '../core/requestLog.ts'
import { loadSnapshot, saveSnapshot } from '../core/snapshot.ts'
import { Throttle } from '../core/throttle.ts'
import type { FaultKind } from './faultKinds.ts'
import type { Account, App, Order, Product, Shop, Sku } from './model.ts'
import type { ResolvedOptions } from './options.ts'
import { ACCOUNTS, seedShops } from './seed.ts'
import { signPush } from './sign.ts'
import { TokenStore, type TokenData } from './tokens.ts'

/** Every half hour, twelve times. */
const RETRY_SECONDS = Array.from({ length: 12 }, () => 1800)
const SNAPSHOT_VERSION = 1

interface Snapshot {
  readonly version: number
  readonly seed: number
  readonly shops: Map<number, Shop>
  readonly apps: Map<number, App>
  readonly tokens: TokenData
}

export interface Picture {
  readonly contentType: string
  readonly bytes: Buffer
}

/** Everything the stand-in remembers while it runs. Passed to every handler; no globals. */
export class World {
  readonly clock: SandboxClock
  readonly tokens: TokenStore
  readonly apps = new Map<number, App>()
  readonly faults: FaultEngine<FaultKind>
  readonly pushes: PushDispatcher
  readonly requests = new RequestLog()
  readonly throttle = new Throttle()
  /** Uploaded pictures by name; not kept over restarts. */
  readonly pictures = new Map<string, Picture>()
  /** Printed labels by name: the parcels on them and when the address dies. */
  readonly labels = new Map<
    string,
    { readonly pages: readonly (readonly string[])[]; readonly endsAt: number }
  >()
  readonly timers = new Set<NodeJS.Timeout>()
  shops: Map<number, Shop>
  random: SeededRandom
  seed: number
  /** Base of the addresses given out (pictures, labels); known once the server listens. */
  publicUrl = ''

  constructor(readonly options: ResolvedOptions) {
    this.seed = options.seed
    this.clock = new SandboxClock(options.now)
    this.random = new SeededRandom(options.seed ^ 0x5eed)
    this.faults = new FaultEngine<FaultKind>(new SeededRandom(options.seed ^ 0xfa17))
    this.tokens = new TokenStore(this.clock, options)
    this.shops = seedShops(options.seed, this.clock.ms())
    this.addApp(options.appKey, options.appSecret, 'Kanal')
    this.pushes = new PushDispatcher({
      retrySeconds: RETRY_SECONDS,
      timeScale: options.timeScale,
      ackDeadlineMs: options.ackDeadlineMs,
      judge: (status) => (status === 200 ? 'acknowledged' : 'not_2xx'),
      now: () => new Date(this.clock.ms()),
      address: (appKey) => this.apps.get(appKey)?.callbackUrl ?? '',
      headers: (appKey, _url, body) => ({
        authorization: signPush(this.apps.get(appKey)?.appSecret ?? '', appKey, body),
      }),
      onLost: () => undefined,
    })
  }

  /** Registers an app with its own key and secret; replaces one of the same key. */
  addApp(appKey: number, appSecret: string, name: string): App {
    const app: App = {
      appKey,
      name,
      appSecret,
      status: this.options.appStatus,
      policy: 'ALA',
      redirectUrl: '',
      callbackUrl: '',
      pushPaused: false,
      pushWatchedFrom: 0,
      pushOff: new Set(),
      deniedPaths: [],
      allowedIps: [],
    }
    this.apps.set(appKey, app)
    return app
  }

  /** Back to the seeded state. Apps with their keys and addresses stay. */
  reset(seed: number): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.seed = seed
    this.clock.skewSeconds = 0
    this.random = new SeededRandom(seed ^ 0x5eed)
    this.faults.clear(new SeededRandom(seed ^ 0xfa17))
    this.tokens.clear()
    this.pushes.clear()
    this.requests.clear()
    this.pictures.clear()
    this.labels.clear()
    for (const app of this.apps.values()) app.pushPaused = false
    this.shops = seedShops(seed, this.clock.ms())
  }

  /** Takes up where the state file left off, if there is one for the same seed. */
  load(): void {
    const saved = loadSnapshot(this.options.stateFile) as Snapshot | undefined
    if (saved?.version !== SNAPSHOT_VERSION || saved.seed !== this.options.seed) return
    const own = this.apps.get(this.options.appKey)
    this.shops = saved.shops
    this.tokens.restore(saved.tokens)
    for (const app of saved.apps.values()) this.apps.set(app.appKey, app)
    // The secret of the default app comes from the environment, which may have changed meanwhile.
    const kept = this.apps.get(this.options.appKey)
    if (own && kept) kept.appSecret = own.appSecret
  }

  /** Writes the state file. Pushes, pictures and faults are not kept. */
  save(): void {
    if (this.options.stateFile === '') return
    const snapshot: Snapshot = {
      version: SNAPSHOT_VERSION,
      seed: this.seed,
      shops: this.shops,
      apps: this.apps,
      tokens: this.tokens.dump(),
    }
    saveSnapshot(this.options.stateFile, snapshot)
  }

  /** Runs something after `seconds` of sandbox waiting time. */
  later(seconds: number, work: () => void): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer)
        work()
      },
      seconds * 1000 * this.options.timeScale,
    )
    this.timers.add(timer)
  }

  /** Stops timers and deliveries. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.save()
    await this.pushes.close()
  }

  /** The login of a shop. */
  accountOf(shop: Shop): Account {
    const account = ACCOUNTS.find((each) => each.email === shop.email)
    if (!account) throw new Error(`shop ${shop.sellerId} has no account`)
    return account
  }

  /** The shop an account speaks for on this server, which is the Indonesian one. */
  shopOf(email: string): Shop | undefined {
    return [...this.shops.values()].find((shop) => shop.email === email)
  }

  /** The order and its shop, wherever it is. */
  findOrder(id: string): { shop: Shop; order: Order } | undefined {
    for (const shop of this.shops.values()) {
      const order = shop.orders.get(id)
      if (order) return { shop, order }
    }
    return undefined
  }

  /** A SKU of a shop by its id, or by the seller's code. */
  findSku(
    shop: Shop,
    by: { itemId?: number | undefined; skuId?: number | undefined; sellerSku?: string | undefined },
  ): { item: Product; sku: Sku } | undefined {
    for (const item of shop.items.values()) {
      if (by.itemId !== undefined && item.itemId !== by.itemId) continue
      for (const sku of item.skus) {
        const fits =
          by.sellerSku !== undefined
            ? sku.sellerSku === by.sellerSku
            : by.skuId === undefined || by.skuId === 0 || sku.skuId === by.skuId
        if (fits) return { item, sku }
      }
    }
    return undefined
  }

  struck(kind: FaultKind, context: FaultContext): boolean {
    return this.faults.strike(kind, context) !== undefined
  }
}
