import type * as Kms from '@aws-sdk/client-kms'
import { DecryptError } from '../../crypto/decrypt-error.ts'
import { MasterKeyError, optionalPackage } from '../master-key-error.ts'
import { contextOf, probe, type MasterKey } from './master-key.ts'

const TIMEOUT_MS = 5_000
/** What AWS answers for a blob of another key or another encryption context. */
const NOT_THIS_KEY = new Set(['InvalidCiphertextException', 'IncorrectKeyException'])

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

/**
 * A key in AWS KMS, named by its id, alias or ARN. Region, credentials and endpoint come from the usual AWS variables.
 * Needs `kms:Encrypt` and `kms:Decrypt`; every use stands in CloudTrail with organisation and key.
 */
export function awsKmsKey(kekId: string, name: string): MasterKey {
  let client: Promise<{ kms: typeof Kms; client: Kms.KMSClient }> | undefined
  const connect = (): NonNullable<typeof client> =>
    (client ??= optionalPackage('@aws-sdk/client-kms', () => import('@aws-sdk/client-kms')).then((kms) => ({
      kms,
      client: new kms.KMSClient({ maxAttempts: 3, requestHandler: { requestTimeout: TIMEOUT_MS } }),
    })))
  const unusable = (error: unknown): MasterKeyError =>
    error instanceof MasterKeyError
      ? error
      : new MasterKeyError(`AWS KMS did not let us use master key "${kekId}" (${nameOf(error)}).`, {
          cause: error,
        })
  const key: Pick<MasterKey, 'wrap' | 'unwrap'> = {
    async wrap(plain, context) {
      try {
        const { kms, client: to } = await connect()
        const { CiphertextBlob } = await to.send(
          new kms.EncryptCommand({
            KeyId: name,
            Plaintext: plain,
            EncryptionContext: contextOf(kekId, context),
          }),
        )
        return Buffer.from(CiphertextBlob ?? [])
      } catch (error) {
        throw unusable(error)
      }
    },
    async unwrap(blob, context) {
      try {
        const { kms, client: to } = await connect()
        const { Plaintext } = await to.send(
          new kms.DecryptCommand({
            KeyId: name,
            CiphertextBlob: blob,
            EncryptionContext: contextOf(kekId, context),
          }),
        )
        return Buffer.from(Plaintext ?? [])
      } catch (error) {
        throw NOT_THIS_KEY.has(nameOf(error)) ? new DecryptError('wrong_key') : unusable(error)
      }
    },
  }
  return { ...key, health: () => probe(key) }
}
