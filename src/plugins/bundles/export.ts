import { randomBytes, randomUUID } from 'node:crypto'
import { autocommit, transaction } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { CredentialsMissingError } from '../credentials/errors.ts'
import { withCredentials } from '../credentials/read.ts'
import type { Secret } from '../credentials/crypto/secret.ts'
import { notify } from '../notifications/notify.ts'
import { tell, type Caller } from '../security/endpoint/caller.ts'
import { agree, newKeyPair } from './format/agreement.ts'
import {
  FORMAT,
  FORMAT_VERSION,
  MAX_ENTRIES,
  SCRYPT,
  VALID_HOURS,
  type BundleHeader,
  type Entry,
  type Protection,
} from './format/manifest.ts'
import { passphraseKey } from './format/scrypt.ts'
import { sealBundle } from './format/seal.ts'
import type { PublicKey } from './import-keys.ts'
import { changedWhileExporting, nothingToExport, tooManySettings } from './problems.ts'
import { storedSettings, type StoredSettings } from './stored-settings.ts'

/** For whom a bundle is sealed: who knows a passphrase, or the instance that gave out an import key. */
export type SealedFor = { passphrase: Secret } | { recipient: PublicKey }

export interface ExportOrder {
  organisationId: string
  /** Adapter ids. */
  integrations: readonly string[]
  sealedFor: SealedFor
  /** In the person's own words. */
  reason: string
}

/** A bundle, ready to leave. */
export interface MadeBundle {
  id: string
  text: string
  createdAt: Date
}

/**
 * Seals settings of an organisation into a bundle. Tokens of connected shops are never in one: a marketplace renews
 * them in one place only, and two instances with the same token would sign each other out. Who took what is committed
 * to the audit trail, and the owners are told, before the first value is opened: no trail, no bundle.
 * @throws Refusal when nothing is stored, or something changed meanwhile. @throws BundleError `too_large`.
 */
export async function exportSettings(caller: Caller, order: ExportOrder): Promise<MadeBundle> {
  const { kanal } = caller
  const { organisationId } = order
  const tx = autocommit(kanal.pool)
  const all = await storedSettings(tx, kanal, organisationId)
  const chosen = all.filter(({ adapter }) => order.integrations.includes(adapter.id))
  if (chosen.length === 0 || chosen.length < new Set(order.integrations).size) throw nothingToExport()
  if (chosen.length > MAX_ENTRIES) throw tooManySettings()
  const [source] = await tx.query<{ name: string }>('select name from organisations where id = $1', [
    organisationId,
  ])
  const createdAt = kanal.now()
  const id = randomUUID()
  await writeDown(caller, order, { id, chosen })
  const { protection, secret } = await protect(order.sealedFor)
  try {
    const header: BundleHeader = {
      format: FORMAT,
      version: FORMAT_VERSION,
      id,
      organisation: { id: organisationId, name: (source?.name ?? '').trim().slice(0, 200) || '–' },
      createdAt: createdAt.toISOString(),
      expiresAt: new Date(createdAt.getTime() + VALID_HOURS * 3_600_000).toISOString(),
      count: chosen.length,
      protection,
    }
    const entries: Entry[] = []
    for (const each of chosen) entries.push(await entryOf(caller, organisationId, each))
    return { id, createdAt, text: sealBundle(header, entries, secret) }
  } catch (error) {
    await tell(tx, caller, {
      ...aboutBundle(order, id),
      outcome: 'failed',
      reason: error instanceof CredentialsMissingError ? 'changed_meanwhile' : 'unreadable',
    })
    throw error instanceof CredentialsMissingError ? changedWhileExporting() : error
  } finally {
    secret.fill(0)
  }
}

const aboutBundle = ({ organisationId }: ExportOrder, id: string) =>
  ({ organisationId, action: 'settings.export', target: { type: 'bundle', id } }) as const

/** One row for the bundle with every name in it, one for each integration, and a notice to the owners. */
async function writeDown(
  caller: Caller,
  order: ExportOrder,
  { id, chosen }: { id: string; chosen: readonly StoredSettings[] },
): Promise<void> {
  const { organisationId, reason, sealedFor } = order
  const names = chosen.map(({ adapter }) => adapter.name).join(', ')
  const how = 'passphrase' in sealedFor ? 'passphrase' : `recipient ${sealedFor.recipient.id}`
  await transaction(caller.kanal.pool, async (tx) => {
    await tell(tx, caller, {
      ...aboutBundle(order, id),
      outcome: 'ok',
      reason: `${reason} (${how})`,
      fields: chosen.flatMap(({ adapter, fields }) => fields.map((field) => `${adapter.id}.${field}`)),
    })
    for (const { id: integrationId, adapter, fields } of chosen) {
      await tell(tx, caller, {
        organisationId,
        action: 'settings.export',
        target: { type: 'integration', id: integrationId, label: adapter.name },
        outcome: 'ok',
        reason,
        fields,
      })
    }
    await notify(tx, {
      organisationId,
      kind: 'export.made',
      dedupeKey: id,
      params: {
        person: caller.userName,
        content: text(`pengaturan ${names} (terenkripsi)`, `the settings of ${names} (encrypted)`),
      },
    })
  })
}

const entryOf = (
  { kanal }: Caller,
  organisationId: string,
  { id, adapter, environment, fields }: StoredSettings,
): Promise<Entry> =>
  withCredentials(
    kanal.vault,
    kanal.pool,
    {
      organisationId,
      ownerType: 'integration',
      ownerId: id,
      slug: adapter.id,
      fields,
      consumer: 'settings.export',
      purpose: 'export',
    },
    (values) => ({
      adapter: adapter.id,
      environment,
      fields: fields.map((name) => ({ name, value: values[name] ?? '' })),
    }),
  )

async function protect(sealedFor: SealedFor): Promise<{ protection: Protection; secret: Buffer }> {
  if ('passphrase' in sealedFor) {
    const salt = randomBytes(16)
    return {
      protection: { kind: 'passphrase', kdf: 'scrypt', ...SCRYPT, salt: salt.toString('base64url') },
      secret: await sealedFor.passphrase.use((typed) => passphraseKey(typed, salt)),
    }
  }
  const { id, publicKey } = sealedFor.recipient
  const pair = newKeyPair()
  try {
    const ephemeral = pair.publicKey
    return {
      protection: {
        kind: 'recipient',
        kdf: 'x25519-hkdf-sha256',
        key: id,
        ephemeral: ephemeral.toString('base64url'),
      },
      secret: agree(pair.privateKey, publicKey, { ephemeral, recipient: publicKey }),
    }
  } finally {
    pair.privateKey.fill(0)
  }
}
