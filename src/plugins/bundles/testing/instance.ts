import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../../../tests/support/database.ts'
import {
  credentialField,
  type CredentialValues,
  type MarketplaceAdapter,
} from '../../../adapters/contract.ts'
import type { Role } from '../../../collections/access/roles.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { createLogger } from '../../../log.ts'
import { createSecrets, type Kanal } from '../../context.ts'
import { Secret } from '../../credentials/crypto/secret.ts'
import { createFakeMarket } from '../../credentials/endpoints/testing/fake-market.ts'
import { integrationIdOf } from '../../credentials/endpoints/integration-id.ts'
import { withCredentials } from '../../credentials/read.ts'
import { randomMasterKeys, save, set } from '../../credentials/testing/fixtures.ts'
import type { Caller } from '../../security/endpoint/caller.ts'
import { exportSettings, type SealedFor } from '../export.ts'
import { examineBundle, type Examined } from '../examine.ts'
import { importBundle, type Choice, type ImportedIntegration } from '../import.ts'
import { newImportKey, type OpenKey } from '../import-keys.ts'
import { unlockFor, type Unlock } from '../unlock.ts'

const label = (name: string) => ({
  label: text(name, name),
  help: text(name, name),
  invalid: text(name, name),
})

/** A marketplace with one open field, two secrets and an optional one. */
const marketOf = (id: string): MarketplaceAdapter => ({
  ...createFakeMarket('').adapter,
  id,
  name: `Pasar ${id}`,
  credentials: z.object({
    appId: z
      .string()
      .min(1)
      .register(credentialField, { ...label('App ID'), secret: false }),
    appKey: z.string().min(8).register(credentialField, label('App Key')),
    pushKey: z.string().min(8).register(credentialField, label('Push Key')),
    note: z
      .string()
      .min(1)
      .register(credentialField, { ...label('Note'), secret: false })
      .optional(),
  }),
})

/** A Kanal of its own: own database, own master keys. */
export interface Instance {
  kanal: Kanal
  database: TestDatabase
  /** An organisation and its owner. */
  organisation(name?: string): Promise<Caller & { organisationId: string }>
  store(
    caller: { organisationId: string },
    adapter: string,
    values: CredentialValues,
    environment?: string,
  ): Promise<void>
  /** What is stored, opened. */
  stored(caller: { organisationId: string }, adapter: string): Promise<CredentialValues>
  newKey(caller: { organisationId: string; userId: string }): Promise<OpenKey>
  /** Rows of every table an import may write to, and what is in force. */
  writes(): Promise<unknown>
}

export async function startInstance(
  adapters: readonly string[] = ['alpha', 'beta', 'gamma'],
): Promise<Instance> {
  const database = await createTestDatabase()
  const { pool } = database
  process.env.DATABASE_URL ??= database.url
  const refuse = (): Promise<never> => Promise.reject(new Error('This instance calls nobody'))
  const kanal: Kanal = {
    pool,
    ...createSecrets(randomMasterKeys()),
    adapters: new Map(adapters.map((id) => [id, marketOf(id)])),
    services: new Map(),
    send: refuse,
    connect: refuse,
    log: createLogger('test'),
    publicUrl: 'https://kanal.example',
    now: () => new Date(),
  }
  return {
    kanal,
    database,
    organisation: async (name = 'Toko Sari') => {
      const organisationId = randomUUID()
      await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, name])
      return {
        organisationId,
        kanal,
        userId: randomUUID(),
        userName: 'Sari',
        email: 'sari@toko.test',
        sessionId: randomUUID(),
        place: { address: null, browser: null, userAgent: null },
        roles: new Map<string, Role>([[organisationId, 'owner']]),
        blocked: [],
        ip: undefined,
        userAgent: undefined,
        requestId: randomUUID(),
        signal: new AbortController().signal,
      }
    },
    store: async ({ organisationId }, adapter, values, environment = 'live') => {
      const id = integrationIdOf(organisationId, adapter)
      await pool.query(
        `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, $4)
         on conflict do nothing`,
        [id, organisationId, adapter, environment],
      )
      const changes = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, set(value)]))
      await save(pool, kanal.vault, ownerOf(organisationId, adapter), changes, {
        fingerprinted: ['appKey', 'pushKey'],
        history: { kind: 'save', environment },
      })
    },
    stored: ({ organisationId }, adapter) =>
      withCredentials(
        kanal.vault,
        pool,
        { ...ownerOf(organisationId, adapter), consumer: 'connection.test', purpose: 'test' },
        (values) => ({ ...values }),
      ),
    newKey: ({ organisationId, userId }) =>
      transaction(pool, (tx) => newImportKey(tx, kanal.vault, { organisationId, userId })),
    writes: async () =>
      (
        await autocommit(pool).query(
          `select (select count(*) from cred_values) as values, (select count(*) from integrations) as integrations,
             (select count(*) from imported_bundles) as bundles, (select count(*) from cred_versions) as versions,
             (select count(*) from cred_heads) as heads, (select coalesce(sum(row_version), 0) from cred_heads) as version,
             (select count(*) from import_keys where sealed_private is null) as used,
             (select count(*) from audit_events) as audit`,
        )
      )[0],
  }
}

const ownerOf = (organisationId: string, adapter: string) =>
  ({
    organisationId,
    ownerType: 'integration',
    ownerId: integrationIdOf(organisationId, adapter),
    slug: adapter,
  }) as const

type Owner = Caller & { organisationId: string }

export const PASSPHRASE = 'pelangi-kursi-awan-42-teko'

/** A bundle of these integrations, as the text of its file. */
export const exported = async (
  caller: Owner,
  integrations: readonly string[],
  sealedFor: SealedFor = { passphrase: new Secret(PASSPHRASE) },
): Promise<string> =>
  (
    await exportSettings(caller, {
      organisationId: caller.organisationId,
      integrations,
      sealedFor,
      reason: 'pindah server',
    })
  ).text

export const examined = (
  { kanal, organisationId }: Owner,
  bundle: string,
  { passphrase = PASSPHRASE, unlock }: { passphrase?: string; unlock?: Unlock } = {},
): Promise<Examined> =>
  examineBundle(kanal, {
    organisationId,
    text: bundle,
    unlock: unlock ?? unlockFor(kanal, { organisationId, passphrase: new Secret(passphrase) }),
  })

/** Every entry, at the version the report names. */
export const everything = ({ entries }: Examined): Choice[] =>
  entries.map(({ report: { adapter, version } }) => ({ adapter, action: 'store', expectedVersion: version }))

export const imported = async (
  caller: Owner,
  bundle: string,
  options?: Parameters<typeof examined>[2],
): Promise<readonly ImportedIntegration[]> => {
  const found = await examined(caller, bundle, options)
  return importBundle(caller, caller.organisationId, found, everything(found))
}

/** An `Unlock` that does the costly work once per salt: for tests that open one bundle many times. */
export function remembering(unlock: Unlock): Unlock {
  const known = new Map<string, Promise<Buffer>>()
  return async (bundle) => {
    const { protection } = bundle.manifest
    const name = JSON.stringify(protection)
    const key = known.get(name) ?? unlock(bundle)
    known.set(name, key)
    return Buffer.from(await key)
  }
}
