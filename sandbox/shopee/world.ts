import { SandboxClock } from '../core/clock.ts'
import { FaultEngine, type FaultContext } from '../core/faults.ts'
import { PushDispatcher } from '../core/push.ts'
import { SeededRandom } from '../core/random.ts'
import { RequestLog } from '../core/requestLog.ts'
import { loadSnapshot, saveSnapshot } from '../core/snapshot.ts'
import { Throttle } from '../core/throttle.ts'
import type { FaultKind } from './faultKinds.ts'
import type { Item, Order, PartnerApp, SellableUnit, Shop, UploadedImage } from './model.ts'
import type { ResolvedOptions } from './options.ts'
import { seedShops } from './seed.ts'
import { signPush } from './sign.ts'
import { TokenStore, type TokenData } from './tokens.ts'

const RETRY_SECONDS = [300, 1800, 10800]
const SNAPSHOT_VERSION = 2

interface Snapshot {
  readonly version: number
  readonly seed: number
  readonly shops: Map<number, Shop>
  readonly apps: Map<number, PartnerApp>
  readonly tokens: TokenData
  readonly nextLostId: number
  readonly images: Map<string, UploadedImage>
}

/** Everything the stand-in remembers while it runs. Passed to every handler; no globals. */
export class World {
  readonly clock: SandboxClock
  readonly tokens: TokenStore
  readonly apps = new Map<number, PartnerApp>()
  readonly faults: FaultEngine<FaultKind>
  readonly pushes: PushDispatcher
  readonly requests = new RequestLog()
  readonly throttle = new Throttle()
  readonly timers = new Set<NodeJS.Timeout>()
  /** Pictures uploaded through the API, by id. */
  images = new Map<string, UploadedImage>()
  /** When items made through the API were made, in milliseconds. */
  readonly createdAt = new Map<number, number>()
  shops: Map<number, Shop>
  random: SeededRandom
  seed: number
  /** Base of the addresses given out (pictures); known once the server listens. */
  publicUrl = ''
  private nextLostId = 1

  constructor(readonly options: ResolvedOptions) {
    this.seed = options.seed
    this.clock = new SandboxClock(options.now)
    this.random = new SeededRandom(options.seed ^ 0x5eed)
    this.faults = new FaultEngine<FaultKind>(new SeededRandom(options.seed ^ 0xfa17))
    this.tokens = new TokenStore(this.clock, options.refreshReplay)
    this.shops = seedShops(options.seed, this.clock.seconds())
    this.addApp(options.partnerId, options.partnerKey, 'Kanal')
    this.pushes = new PushDispatcher({
      retrySeconds: RETRY_SECONDS,
      timeScale: options.timeScale,
      ackDeadlineMs: options.ackDeadlineMs,
      now: () => new Date(this.clock.ms()),
      address: (appId) => this.apps.get(appId)?.callbackUrl ?? '',
      headers: (appId, url, body) => ({ authorization: this.pushSignature(appId, url, body) }),
      onLost: (record) => {
        this.apps.get(record.appId)?.lostPushes.push({
          messageId: this.nextLostId++,
          shopId: record.shopId,
          code: record.code,
          lostAt: this.clock.seconds(),
          body: record.body,
        })
      },
    })
  }

  /** Registers an app with its own id and key; replaces one of the same id. */
  addApp(partnerId: number, partnerKey: string, name: string): PartnerApp {
    const app: PartnerApp = {
      partnerId,
      name,
      partnerKey,
      pushKey: this.options.pushSecretKey ?? '',
      redirectDomain: '',
      callbackUrl: '',
      pushOff: new Set(),
      blockedShops: new Set(),
      deniedPaths: [],
      allowedIps: [],
      lostPushes: [],
    }
    this.apps.set(partnerId, app)
    return app
  }

  /** Back to the seeded state. Apps with their keys and callback addresses stay. */
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
    this.images.clear()
    this.createdAt.clear()
    for (const app of this.apps.values()) app.lostPushes.length = 0
    this.shops = seedShops(seed, this.clock.seconds())
  }

  /** Takes up where the state file left off, if there is one for the same seed. */
  load(): void {
    const saved = loadSnapshot(this.options.stateFile) as Snapshot | undefined
    if (saved?.version !== SNAPSHOT_VERSION || saved.seed !== this.options.seed) return
    const own = this.apps.get(this.options.partnerId)
    this.shops = saved.shops
    this.nextLostId = saved.nextLostId
    this.images = saved.images
    this.tokens.restore(saved.tokens)
    for (const app of saved.apps.values()) this.apps.set(app.partnerId, app)
    // The key of the default app comes from the environment, which may have changed meanwhile.
    const kept = this.apps.get(this.options.partnerId)
    if (own && kept) kept.partnerKey = own.partnerKey
  }

  /** Writes the state file. Pushes and faults are not kept. */
  save(): void {
    if (this.options.stateFile === '') return
    const snapshot: Snapshot = {
      version: SNAPSHOT_VERSION,
      seed: this.seed,
      shops: this.shops,
      apps: this.apps,
      tokens: this.tokens.dump(),
      nextLostId: this.nextLostId,
      images: this.images,
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

  /** The order and its shop, wherever it is. */
  findOrder(sn: string): { shop: Shop; order: Order } | undefined {
    for (const shop of this.shops.values()) {
      const order = shop.orders.get(sn)
      if (order) return { shop, order }
    }
    return undefined
  }

  /** A sellable unit of a shop by item and model, or by its SKU code. */
  findUnit(
    shop: Shop,
    by: { itemId?: number | undefined; modelId?: number | undefined; sku?: string | undefined },
  ): { item: Item; unit: SellableUnit } | undefined {
    for (const item of shop.items.values()) {
      if (by.itemId !== undefined && item.itemId !== by.itemId) continue
      for (const unit of item.units) {
        if (by.sku !== undefined ? unit.sku === by.sku : unit.modelId === (by.modelId ?? 0))
          return { item, unit }
      }
    }
    return undefined
  }

  struck(kind: FaultKind, context: FaultContext): boolean {
    return this.faults.strike(kind, context) !== undefined
  }

  private pushSignature(appId: number, url: string, body: string): string {
    const app = this.apps.get(appId)
    return signPush(app?.pushKey || app?.partnerKey || '', url, body)
  }
}
