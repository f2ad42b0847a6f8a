import { timingSafeEqual } from 'node:crypto'

import { DecryptError } from '../crypto/decrypt-error.ts'
import { timedWait } from '../metrics.ts'
import { MasterKeyError } from './master-key-error.ts'
import { awsKmsKey } from './providers/aws-kms.ts'
import { gcpKmsKey } from './providers/gcp-kms.ts'
import { localKey } from './providers/local.ts'
import type { MasterKey } from './providers/master-key.ts'
import { vaultTransitKey } from './providers/vault-transit.ts'

export { MasterKeyError } from './master-key-error.ts'

/** Which organisation key is being wrapped; key services take it as encryption context. */
export interface WrapContext {
  organisationId: string
  keyId: string
  keyVersion: number
}

/**
 * Holds master keys and wraps organisation keys with them. The master keys never leave it. `wrap` and `unwrap`
 * may call a key service, so they are never called while a transaction is open, unless the key is at hand.
 */
export interface KekProvider {
  /** The master key new organisation keys are wrapped with. */
  readonly activeKekId: string
  /** Every master key that can unwrap, the active one included. */
  readonly kekIds: readonly string[]
  /** Wraps with the named master key, or the active one. */
  wrap(plain: Buffer, context: WrapContext, kekId?: string): Promise<{ blob: Buffer; kekId: string }>
  /** @throws DecryptError `wrong_key` when the master key is not at hand or did not wrap this. */
  unwrap(blob: Buffer, kekId: string, context: WrapContext): Promise<Buffer>
  /** Resolves when the provider can wrap and unwrap; rejects with the reason otherwise. */
  health(): Promise<void>
}

const KEY_LENGTH = 32
const ACTIVE = 'CRED_KEK_ACTIVE'
const KEY_VARIABLE = /^CRED_KEK_([A-Za-z0-9_]{1,64})$/

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

function parseKey(variable: string, text: string, payloadSecret: string): Buffer {
  const key = Buffer.from(text, 'base64')
  if (key.toString('base64') !== text || key.length !== KEY_LENGTH) {
    throw new MasterKeyError(
      `${variable} must be exactly 32 random bytes in base64 (44 characters); make one with: openssl rand -base64 32.`,
    )
  }
  if (key.every((byte) => byte === key[0])) {
    throw new MasterKeyError(`${variable} repeats one single byte; it must be 32 random bytes in base64.`)
  }
  const reused = (['utf8', 'base64', 'hex'] as const).some((encoding) =>
    sameBytes(key, Buffer.from(payloadSecret, encoding)),
  )
  if (reused) {
    throw new MasterKeyError(`${variable} is the same as PAYLOAD_SECRET; it must be a secret of its own.`)
  }
  return key
}

type Env = Readonly<Record<string, string | undefined>>

/** A master key by how its variable is written: `<service>:<name>`, or 32 bytes in base64. */
function masterKeyOf(kekId: string, variable: string, text: string, env: Env): MasterKey {
  const [, service, name = ''] = /^(aws-kms|gcp-kms|vault-transit):(.+)$/.exec(text) ?? []
  if (service === undefined) {
    return localKey(kekId, parseKey(variable, text, env.PAYLOAD_SECRET ?? ''))
  }
  if (service === 'aws-kms') return awsKmsKey(kekId, name)
  if (service === 'gcp-kms') {
    if (!/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[^/]+\/cryptoKeys\/[^/]+$/.test(name)) {
      throw new MasterKeyError(
        `${variable} must name a Google key as projects/…/locations/…/keyRings/…/cryptoKeys/….`,
      )
    }
    return gcpKmsKey(kekId, name)
  }
  if (!/^https?:\/\/[^?#]+\/keys\/[^/?#]+$/.test(name)) {
    throw new MasterKeyError(`${variable} must hold the address of a transit key, ending in /keys/<name>.`)
  }
  const token = env.VAULT_TOKEN?.trim()
  if (!token) throw new MasterKeyError(`${variable} is kept in a vault, but VAULT_TOKEN is not set.`)
  return vaultTransitKey(kekId, name, { token, namespace: env.VAULT_NAMESPACE?.trim() })
}

function providerOf(keys: ReadonlyMap<string, MasterKey>, activeKekId: string): KekProvider {
  return {
    activeKekId,
    kekIds: [...keys.keys()],
    wrap: async (plain, context, kekId = activeKekId) => {
      const key = keys.get(kekId)
      if (!key) throw new MasterKeyError(`CRED_KEK_${kekId} is not set.`)
      return { blob: await timedWait('wrap', () => key.wrap(plain, context)), kekId }
    },
    unwrap: (blob, kekId, context) =>
      timedWait('unwrap', async () => {
        const key = keys.get(kekId)
        if (!key) throw new DecryptError('wrong_key')
        return key.unwrap(blob, context)
      }),
    health: async () => {
      await Promise.all([...keys.values()].map((key) => key.health()))
    },
  }
}

/**
 * The master keys set in the environment, and in `CRED_KEK_ACTIVE` the id of the one that wraps new keys.
 * `CRED_KEK_<id>` holds 32 bytes in base64, or names a key in a key service: `aws-kms:<id or ARN>`,
 * `gcp-kms:projects/…/cryptoKeys/…`, `vault-transit:https://…/v1/transit/keys/<name>`. Empty variables count as unset.
 * @throws MasterKeyError when there is none, the active one is not named or not set, or a key is of the wrong
 * length, all equal bytes, or the same as `PAYLOAD_SECRET`.
 */
export function masterKeysFromEnv(env: Env): KekProvider {
  const keys = new Map<string, MasterKey>()
  for (const [variable, value] of Object.entries(env)) {
    const id = variable === ACTIVE ? undefined : KEY_VARIABLE.exec(variable)?.[1]
    const text = value?.trim()
    if (id && text) keys.set(id, masterKeyOf(id, variable, text, env))
  }
  const active = env[ACTIVE]?.trim()
  if (keys.size === 0) {
    throw new MasterKeyError(
      'No master key is set: CRED_KEK_<id> must hold 32 random bytes in base64, and CRED_KEK_ACTIVE that <id>.',
    )
  }
  if (!active) {
    throw new MasterKeyError(
      `CRED_KEK_ACTIVE is not set; it must name one of the master keys that are set (${[...keys.keys()].join(', ')}).`,
    )
  }
  if (!keys.has(active)) {
    throw new MasterKeyError(`CRED_KEK_ACTIVE names "${active}", but CRED_KEK_${active} is not set.`)
  }
  return providerOf(keys, active)
}
