import type { Pool } from 'pg'
import type { MarketplaceAdapter, WebhookRequest } from '../../adapters/contract.ts'
import { autocommit } from '../../database/tx.ts'
import { safeError, type Logger } from '../../log.ts'
import { enqueue } from '../../queue/enqueue.ts'
import { isUuid } from '../credentials/crypto/bytes.ts'
import type { Vault } from '../credentials/vault.ts'
import { Batcher } from './batcher.ts'
import { storeMessages, type InboxMessage } from './inbox.ts'
import { MAX_BODY_BYTES } from './limits.ts'
import { readMessage } from './message.ts'
import { PushKeys } from './push-keys.ts'
import { recoverAllPushes } from './recover-pushes.ts'

export const MAX_BATCH = 200
/** While one batch waits for its commit the next is checked. */
const PARALLEL_BATCHES = 2
const MAX_WAIT_MS = 2
/** Room for messages that arrive while the database is slow; beyond it marketplaces are asked to come back. */
const MAX_WAITING = 5_000
const COUNT_FORGED_EVERY_MS = 10_000
/** After an outage marketplaces first repeat what they still have. */
const RECOVER_AFTER_MS = 60_000

export interface IntakeRequest {
  method?: string
  marketplace: string
  integrationId: string
  headers: Readonly<Record<string, string>>
  rawBody: Uint8Array
}
export interface IntakeAnswer {
  status: number
  body: string
}
export interface Intake {
  /** Verifies a webhook and stores it, and answers only when it is committed. Never throws. */
  handle(request: IntakeRequest): Promise<IntakeAnswer>
}

const plain = (status: number, body: string): IntakeAnswer => ({ status, body })
const WRONG_METHOD = plain(405, 'Only POST is accepted.')
const UNKNOWN = plain(404, 'There is no such webhook address.')
const TOO_LARGE = plain(413, 'The message is too large.')
const FORGED = plain(401, 'The signature is not valid.')
const BUSY = plain(503, 'The message could not be stored. Send it again later.')

/** The address a marketplace sends webhooks of an integration to. */
export const webhookAddress = (publicUrl: string, marketplace: string, integrationId: string): string =>
  `${publicUrl}/webhooks/${marketplace}/${integrationId}`

/**
 * Receives webhooks without Next and Payload. Messages that arrive within the same few milliseconds, or while the
 * commit before is under way, are committed together: one look at the keys in force, one insert, which also wakes
 * the workers, for new messages only. What is forged leaves no row, only a count in the log.
 */
export function createIntake(parts: {
  pool: Pool
  vault: Vault
  adapters: ReadonlyMap<string, MarketplaceAdapter>
  publicUrl: string
  log: Logger
}): Intake {
  const { pool, adapters, publicUrl, log } = parts
  const keys = new PushKeys(parts)
  const forged = new ForgedCount(log)
  const outage = new Outage(
    pool,
    [...adapters.values()].some(({ lostMessages }) => lostMessages),
    log,
  )

  async function storeBatch(requests: readonly IntakeRequest[]): Promise<IntakeAnswer[]> {
    const opened = await keys.open(requests)
    const messages: InboxMessage[] = []
    const answers = requests.map((request): IntakeAnswer => {
      const adapter = adapters.get(request.marketplace)
      const found = opened.get(request.integrationId.toLowerCase())
      if (!adapter || !found || found.marketplace !== request.marketplace) return UNKNOWN
      if (found.values === 'unreadable') return BUSY
      const url = webhookAddress(publicUrl, found.marketplace, found.integrationId)
      const signed: WebhookRequest = { url, headers: request.headers, rawBody: request.rawBody }
      const isGenuine =
        adapter.webhook.verify(signed, found.values) ||
        (found.previous !== null && adapter.webhook.verify(signed, found.previous))
      if (!isGenuine) {
        forged.add(found.integrationId)
        return FORGED
      }
      messages.push(readMessage(adapter, found, request))
      return adapter.webhook.acknowledge
    })
    if (messages.length > 0) {
      await storeMessages(pool, messages)
      outage.isOver()
    }
    return answers.map(({ status, body }) => ({ status, body }))
  }

  const batcher = new Batcher(storeBatch, {
    most: MAX_BATCH,
    parallel: PARALLEL_BATCHES,
    waitMs: MAX_WAIT_MS,
    waiting: MAX_WAITING,
  })

  return {
    async handle(request) {
      if (request.method !== undefined && request.method !== 'POST') return WRONG_METHOD
      if (!adapters.has(request.marketplace) || !isUuid(request.integrationId.toLowerCase())) return UNKNOWN
      if (request.rawBody.byteLength > MAX_BODY_BYTES) return TOO_LARGE
      try {
        return await batcher.add(request)
      } catch (error) {
        outage.begins()
        log.error({ err: safeError(error) }, 'webhooks could not be stored')
        return BUSY
      }
    },
  }
}

/** Counts forged messages per integration and says so at most every ten seconds. */
class ForgedCount {
  readonly #log: Logger
  readonly #counts = new Map<string, number>()
  #saidAt = -Infinity

  constructor(log: Logger) {
    this.#log = log
  }

  add(integrationId: string): void {
    this.#counts.set(integrationId, (this.#counts.get(integrationId) ?? 0) + 1)
    if (performance.now() - this.#saidAt < COUNT_FORGED_EVERY_MS) return
    this.#saidAt = performance.now()
    this.#log.warn({ forged: Object.fromEntries(this.#counts) }, 'webhooks with a wrong signature refused')
    this.#counts.clear()
  }
}

/** Has lost messages fetched once messages can be stored again: after a start, and after the database was away. */
class Outage {
  readonly #pool: Pool
  readonly #matters: boolean
  readonly #log: Logger
  #lasts = true

  constructor(pool: Pool, matters: boolean, log: Logger) {
    this.#pool = pool
    this.#matters = matters
    this.#log = log
  }

  begins(): void {
    this.#lasts = true
  }

  isOver(): void {
    if (!this.#lasts) return
    this.#lasts = false
    if (!this.#matters) return
    const runAt = new Date(Date.now() + RECOVER_AFTER_MS)
    enqueue(autocommit(this.#pool), recoverAllPushes, {}, { jobKey: 'recover-pushes', runAt }).catch(
      (error: unknown) => {
        this.#lasts = true
        this.#log.warn({ err: safeError(error) }, 'lost webhooks could not be asked for')
      },
    )
  }
}
