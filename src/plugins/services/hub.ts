import type { Pool } from 'pg'
import { AdapterError, type ServiceAdapter, type ServiceSession } from '../../adapters/contract.ts'
import { explain } from '../../adapters/kit/explain.ts'
import type { IntegrationStatus } from '../../collections/integrations/integrations.ts'
import { keepListening } from '../../database/keep-listening.ts'
import { autocommit } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { withCredentials } from '../credentials/read.ts'

/** Every process hears of a change by LISTEN; this catches what a pooler in between swallows. */
const POLL_EVERY_MS = 15_000

export type Capability = 'mail' | 'cache' | 'files' | 'reports' | 'archive' | 'trail'

/** A service that is set up, and in which generation of its settings. */
export interface ServiceInForce {
  adapter: ServiceAdapter
  integrationId: string
  organisationId: string
  status: IntegrationStatus
  /** Another one whenever the settings or the status are others. */
  generation: string
}

interface Row {
  id: string
  organisationId: string
  service: string
  status: IntegrationStatus
  version: number
}

/**
 * What this process knows of the services: which are set up, in which generation. Nothing secret is kept; a use opens
 * the values, hands them on and forgets them. A change made in any process is known here at once.
 */
export class ServiceHub {
  readonly #kanal: Kanal
  readonly #listeners = new Set<() => void>()
  readonly #stop: () => Promise<void>
  readonly #poll: NodeJS.Timeout
  #inForce: readonly ServiceInForce[] = []
  #isLive = false
  #isFresh = false
  #loading: Promise<void> | null = null

  constructor(kanal: Kanal) {
    this.#kanal = kanal
    const reload = (): void => {
      this.#isFresh = false
      this.#catchUp().catch((error: unknown) => kanal.log.warn({ err: error }, 'settings could not be read'))
    }
    this.#stop = keepListening(kanal.pool, 'kanal_settings', {
      onMessage: reload,
      onReady: () => {
        this.#isLive = true
        reload()
      },
      onLost: () => {
        this.#isLive = false
      },
    })
    this.#poll = setInterval(reload, POLL_EVERY_MS)
    this.#poll.unref()
  }

  /** What is set up now. */
  async inForce(): Promise<readonly ServiceInForce[]> {
    if (!this.#isLive) this.#isFresh = false
    await this.#catchUp()
    return this.#inForce
  }

  /**
   * The service that is set up for a capability, or null.
   * @param freshly read it now: a change saved a moment ago counts even before its notification has come
   */
  async find(
    capability: Capability,
    { freshly = false }: { freshly?: boolean } = {},
  ): Promise<ServiceInForce | null> {
    if (freshly) this.#isFresh = false
    const services = await this.inForce()
    return services.find(({ adapter }) => adapter[capability]) ?? null
  }

  /**
   * Hands `fn` a session with the settings of a service, opened for this one use. No network inside a transaction:
   * do not call it while holding one.
   */
  use<T>(
    service: ServiceInForce,
    purpose: string,
    fn: (session: ServiceSession) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const { vault, pool, send, connect, now } = this.#kanal
    const reading = {
      organisationId: service.organisationId,
      ownerType: 'integration',
      ownerId: service.integrationId,
      slug: service.adapter.id,
      consumer: 'service.call',
      purpose,
    } as const
    return withCredentials(vault, pool, reading, (credentials) => {
      const parsed = service.adapter.credentials.safeParse(credentials)
      if (!parsed.success) throw outdated(service.adapter.name)
      return fn({ credentials, send, connect, now, ...(signal ? { signal } : {}) })
    })
  }

  /** Calls `listener` after every change. @returns a function that ends it */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    clearInterval(this.#poll)
    this.#isLive = false
    this.#listeners.clear()
    await this.#stop()
  }

  /** Reads until nothing was said while reading; while nobody listens, once. */
  async #catchUp(): Promise<void> {
    while (!this.#isFresh) {
      await this.#refresh()
      if (!this.#isLive) return
    }
  }

  #refresh(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null
    })
    return this.#loading
  }

  async #load(): Promise<void> {
    this.#isFresh = true
    const { pool, services } = this.#kanal
    const rows = await autocommit(pool)
      .query<Row>(
        `select i.id, i.organisation_id as "organisationId", i.marketplace as service, i.status,
           h.row_version as version
         from deployment d
         join integrations i on i.organisation_id = d.operator_id and i.marketplace = any ($1)
         join cred_heads h on h.owner_type = 'integration' and h.owner_id = i.id
         where h.fields <> '{}' and i.status <> 'draft'`,
        [[...services.keys()]],
      )
      .catch((error: unknown) => {
        this.#isFresh = false
        throw error
      })
    const before = this.#inForce.map(({ generation }) => generation).join()
    this.#inForce = [...services.values()].flatMap((adapter): ServiceInForce[] => {
      const row = rows.find(({ service }) => service === adapter.id)
      if (!row) return []
      const { id: integrationId, organisationId, status, version } = row
      const generation = `${adapter.id}:${version}:${status}`
      return [{ adapter, integrationId, organisationId, status, generation }]
    })
    if (this.#inForce.map(({ generation }) => generation).join() === before) return
    for (const listener of this.#listeners) listener()
  }
}

const outdated = (name: string): AdapterError =>
  new AdapterError({
    kind: 'permanent',
    reason: 'invalid_format',
    message: `What is stored for ${name} is not complete any more`,
    explanation: explain('invalid_format', name),
  })

const hubs = new WeakMap<Pool, ServiceHub>()

/** The hub of this process for a database; made when first asked for. */
export function servicesOf(kanal: Kanal): ServiceHub {
  const existing = hubs.get(kanal.pool)
  if (existing) return existing
  const hub = new ServiceHub(kanal)
  hubs.set(kanal.pool, hub)
  return hub
}
