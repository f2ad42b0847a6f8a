import { timingSafeEqual } from 'node:crypto'

import { DecryptError } from '../crypto/decrypt-error.ts'
import type { Binding } from '../crypto/frame.ts'
import { openFrame, sealFrame } from '../crypto/frame.ts'

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
  /** Where the keys live, such as `env`. */
  readonly id: string
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

/** The master keys cannot be used; the message is one sentence for the operator and names the variable or key. */
export class MasterKeyError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'MasterKeyError'
  }
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

const bindingOf = (kekId: string, context: WrapContext): Binding => ({
  label: 'cred/v1/dek',
  parts: [kekId, context.organisationId, context.keyId, String(context.keyVersion)],
})

function envProvider(keys: ReadonlyMap<string, Buffer>, activeKekId: string): KekProvider {
  return {
    id: 'env',
    activeKekId,
    kekIds: [...keys.keys()],
    wrap: async (plain, context, kekId = activeKekId) => {
      const key = keys.get(kekId)
      if (!key) throw new MasterKeyError(`CRED_KEK_${kekId} is not set.`)
      return { blob: sealFrame(key, context, bindingOf(kekId, context), plain), kekId }
    },
    unwrap: async (blob, kekId, context) => {
      const key = keys.get(kekId)
      if (!key) throw new DecryptError('wrong_key')
      try {
        return openFrame(key, bindingOf(kekId, context), blob)
      } catch (error) {
        // A wrapped key only ever fails as a whole: for the operator that means "not this master key".
        throw error instanceof DecryptError && error.reason === 'tampered'
          ? new DecryptError('wrong_key')
          : error
      }
    },
    health: async () => undefined,
  }
}

/**
 * The master keys set in the environment: `CRED_KEK_<id>` (32 bytes, base64), and in `CRED_KEK_ACTIVE` the id
 * of the one that wraps new keys. Empty variables count as unset.
 * @throws MasterKeyError when there is none, the active one is not named or not set, or a key is of the wrong
 * length, all equal bytes, or the same as `PAYLOAD_SECRET`.
 */
export function masterKeysFromEnv(env: Readonly<Record<string, string | undefined>>): KekProvider {
  const payloadSecret = env.PAYLOAD_SECRET ?? ''
  const keys = new Map<string, Buffer>()
  for (const [variable, value] of Object.entries(env)) {
    const id = variable === ACTIVE ? undefined : KEY_VARIABLE.exec(variable)?.[1]
    const text = value?.trim()
    if (id && text) keys.set(id, parseKey(variable, text, payloadSecret))
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
  return envProvider(keys, active)
}
