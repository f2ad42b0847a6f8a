import { SandboxClock } from '../core/clock.ts'
import { FaultEngine, type FaultContext } from '../core/faults.ts'
import { PushDispatcher } from '../core/push.ts'
import { SeededRandom } from '../core/random.ts'
import { RequestLog } from '../core/requestLog.ts'
import { loadSnapshot, saveSnapshot } from '../core/snapshot.ts'
import { Throttle } from '../core/throttle.ts'
import { SCOPES } from './catalogue.ts'
import type { FaultKind } from './faultKinds.ts'
import { newId } from './ids.ts'
import type { App, Order, Product, Shop, Sku } from './model.ts'
import type { ResolvedOptions } from './options.ts'
import { seedShops } from './seed.ts'
import { signWebhook } from './sign.ts'
import { TokenStore, type TokenData } from './tokens.ts'
import { EVENT_OF_TYPE } from './webhookTypes.ts'

/** After the first failure, then each counted from the previous one. */
const RETRY_SECONDS = [120, 1800, 10_800, 43_200]
const SNAPSHOT_VERSION = 1

interface Snapshot {
  readonly version: number
  readonly seed: number
  readonly shops: Map<string, Shop>
  readonly apps: Map<string, App>
  readonly tokens: TokenData
}

/** Everything the stand-in remembers while it runs. Passed to every handler; no globals. */
export class World {
  readonly clock: SandboxClock
  readonly tokens: TokenStore
  readonly apps = new Map<string, App>()
  readonly faults: FaultEngine<FaultKind, string>
  readonly pushes: PushDispatcher<string>
  readonly requests = new RequestLog<string>()
  readonly throttle = new Throttle()
  readonly badSignatures = new Set<string>()
  private readonly timers = new Set<NodeJS.Timeout>()
  shops: Map<string, Shop>
  random: SeededRandom
  seed: number
  /** Base of the addresses given out; known once the server listens. */
  publicUrl = ''

  constructor(readonly options: ResolvedOptions) {
    this.seed = options.seed
    this.clock = new SandboxClock(options.now)
    this.random = new SeededRandom(options.seed ^ 0x5eed)
    this.faults = new FaultEngine<FaultKind, string>(new SeededRandom(options.seed ^ 0xfa17))
    this.tokens = new TokenStore(this.clock, options.refreshTokenDies)
    this.shops = seedShops(options.seed, this.clock.seconds())
    this.addApp(options.appKey, options.appSecret, options.serviceId, 'Kanal').redirectUrl =
      options.redirectUrl
    this.pushes = new PushDispatcher<string>({
      retrySeconds: RETRY_SECONDS,
      timeScale: options.timeScale,
      ackDeadlineMs: options.ackDeadlineMs,
      now: () => new Date(this.clock.ms()),
      judge: (status, body) => (status !== 200 ? 'not_2xx' : body === '' ? 'acknowledged' : 'body_not_empty'),
      address: (appKey, { shopId, code }) => this.webhookAddress(appKey, shopId, code),
      headers: (appKey, _url, body) => ({ authorization: this.webhookSignature(appKey, body) }),
      onLost: () => undefined,
    })
  }

  /** Registers an app with its own key and secret; replaces one of the same key. */
  addApp(appKey: string, appSecret: string, serviceId: string, name: string): App {
    const app: App = {
      appKey,
      name,
      appSecret,
      serviceId,
      redirectUrl: '',
      webhookUrl: '',
      scopes: new Set(SCOPES),
      mutedTopics: new Set(),
      allowedIps: [],
      shopWebhooks: new Map(),
    }
    this.apps.set(appKey, app)
    return app
  }

  /** Back to the seeded state. Apps with their keys and addresses stay. */
  reset(seed: number): void {
    this.stopTimers()
    this.seed = seed
    this.clock.skewSeconds = 0
    this.random = new SeededRandom(seed ^ 0x5eed)
    this.faults.clear(new SeededRandom(seed ^ 0xfa17))
    this.tokens.clear()
    this.pushes.clear()
    this.requests.clear()
    this.shops = seedShops(seed, this.clock.seconds())
  }

  /** Takes up where the state file left off, if there is one for the same seed. */
  load(): void {
    const saved = loadSnapshot(this.options.stateFile) as Snapshot | undefined
    if (saved?.version !== SNAPSHOT_VERSION || saved.seed !== this.options.seed) return
    const own = this.apps.get(this.options.appKey)
    this.shops = saved.shops
    this.tokens.restore(saved.tokens)
    for (const app of saved.apps.values()) this.apps.set(app.appKey, app)
    const kept = this.apps.get(this.options.appKey)
    // What comes from the environment may have changed meanwhile.
    if (own && kept) Object.assign(kept, { appSecret: own.appSecret, serviceId: own.serviceId })
  }

  /** Writes the state file. Webhooks under way and faults are not kept. */
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

  async close(): Promise<void> {
    this.stopTimers()
    this.save()
    await this.pushes.close()
  }

  newId(): string {
    return newId(this.clock.ms())
  }

  struck(kind: FaultKind, context: FaultContext<string>): boolean {
    return this.faults.strike(kind, context) !== undefined
  }

  findOrder(id: string): { shop: Shop; order: Order } | undefined {
    for (const shop of this.shops.values()) {
      const order = shop.orders.get(id)
      if (order) return { shop, order }
    }
    return undefined
  }

  /** A SKU of a shop by its id or by the seller's code. */
  findSku(
    shop: Shop,
    by: { skuId?: string | undefined; sellerSku?: string | undefined },
  ): { product: Product; sku: Sku } | undefined {
    for (const product of shop.products.values()) {
      const sku = product.skus.find((each) =>
        by.skuId ? each.id === by.skuId : each.sellerSku === by.sellerSku,
      )
      if (sku) return { product, sku }
    }
    return undefined
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }

  private webhookAddress(appKey: string, shopId: string | null, type: number): string {
    const app = this.apps.get(appKey)
    const ofShop = app?.shopWebhooks.get(`${shopId ?? ''}:${EVENT_OF_TYPE[type] ?? ''}`)?.address ?? ''
    const ofApp = app?.webhookUrl ?? ''
    return this.options.shopWebhookWins ? ofShop || ofApp : ofApp || ofShop
  }

  private webhookSignature(appKey: string, body: string): string {
    const secret = this.apps.get(appKey)?.appSecret ?? ''
    return signWebhook(appKey, this.badSignatures.delete(body) ? `${secret}-forged` : secret, body)
  }
}
