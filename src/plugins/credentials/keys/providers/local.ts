import { DecryptError } from '../../crypto/decrypt-error.ts'
import { openFrame, sealFrame, type Binding } from '../../crypto/frame.ts'
import type { WrapContext } from '../kek.ts'
import type { MasterKey } from './master-key.ts'

const bindingOf = (kekId: string, context: WrapContext): Binding => ({
  label: 'cred/v1/dek',
  parts: [kekId, context.organisationId, context.keyId, String(context.keyVersion)],
})

/** A master key that this process holds: 32 bytes from the environment. */
export const localKey = (kekId: string, key: Buffer): MasterKey => ({
  wrap: async (plain, context) => sealFrame(key, context, bindingOf(kekId, context), plain),
  unwrap: async (blob, context) => {
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
})
