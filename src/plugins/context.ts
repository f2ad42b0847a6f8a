import type { Payload } from 'payload'
import type { Pool } from 'pg'
import type {
  Connect,
  HttpSend,
  IntegrationAdapter,
  MarketplaceAdapter,
  ServiceAdapter,
} from '../adapters/contract.ts'
import { createHttpClient } from '../adapters/http/client.ts'
import { createConnector } from '../adapters/net/connect.ts'
import { poolOf } from '../database/pool-of.ts'
import { readEnv } from '../env.ts'
import { createLogger, type Logger } from '../log.ts'
import { createAuditTrail, type AuditTrail } from './audit/trail.ts'
import { masterKeysFromEnv, type KekProvider } from './credentials/keys/kek.ts'
import { createVault, type Vault } from './credentials/vault.ts'
import type { Registry } from './registry.ts'
import { registryOf } from './registry.ts'

/** What domain functions need besides a transaction. One per process; holds no state a second process would miss. */
export interface Kanal {
  pool: Pool
  vault: Vault
  audit: AuditTrail
  adapters: ReadonlyMap<string, MarketplaceAdapter>
  services: ReadonlyMap<string, ServiceAdapter>
  send: HttpSend
  /** Opens a connection to an address from settings, under the same guard as `send`. */
  connect: Connect
  log: Logger
  /** Public origin without a trailing slash. */
  publicUrl: string
  now: () => Date
}

/** What a process does with its master keys: opening and sealing values, and chaining the audit trail. */
export function createSecrets(keks: KekProvider): Pick<Kanal, 'vault' | 'audit'> {
  const vault = createVault({ keks })
  return { vault, audit: createAuditTrail(vault.system) }
}

/** Builds the context of a process from its registry and pool; the environment gives keys and addresses. */
export function createKanal({
  pool,
  registry,
  log,
}: {
  pool: Pool
  registry: Registry
  log?: Logger
}): Kanal {
  const env = readEnv()
  const logger = log ?? createLogger('kanal')
  const { send } = createHttpClient({
    allowedLocalOrigins: [
      ...Object.values(env.sandboxes),
      ...env.allowedLocal.flatMap((each) => [`http://${each}`, `https://${each}`]),
    ],
    log: (entry) => logger.debug({ http: entry }, 'request sent'),
  })
  return {
    pool,
    ...createSecrets(masterKeysFromEnv(process.env)),
    adapters: new Map(registry.adapters.map((adapter) => [adapter.id, adapter])),
    services: new Map(registry.services.map((service) => [service.id, service])),
    send,
    connect: createConnector({ allowedLocal: env.allowedLocal }),
    log: logger,
    publicUrl: env.publicUrl,
    now: () => new Date(),
  }
}

/** The marketplace or service of that id, if this deployment has it. */
export const integrationAdapterOf = (
  kanal: Pick<Kanal, 'adapters' | 'services'>,
  id: string,
): IntegrationAdapter | undefined => kanal.adapters.get(id) ?? kanal.services.get(id)

const contexts = new WeakMap<object, Kanal>()

/** The context that belongs to a Payload instance, on Payload's own pool. */
export function kanalOf(payload: Payload): Kanal {
  const existing = contexts.get(payload.db)
  if (existing) return existing
  const kanal = createKanal({ pool: poolOf(payload), registry: registryOf(payload.config) })
  contexts.set(payload.db, kanal)
  return kanal
}
