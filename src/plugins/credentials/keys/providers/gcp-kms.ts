import type { v1 } from '@google-cloud/kms'
import { crc32c } from './crc32c.ts'
import { DecryptError } from '../../crypto/decrypt-error.ts'
import { MasterKeyError, optionalPackage } from '../master-key-error.ts'
import { contextOf, probe, type MasterKey } from './master-key.ts'

const TIMEOUT_MS = 5_000
/** INVALID_ARGUMENT as gRPC and as REST number it: a blob of another key or another context. */
const NOT_THIS_KEY = new Set([3, 400])

type Client = InstanceType<typeof v1.KeyManagementServiceClient>
type ClientOptions = ConstructorParameters<typeof v1.KeyManagementServiceClient>[0]

const codeOf = (error: unknown): number | undefined => (error as { code?: number }).code
const aadOf = (kekId: string, context: Parameters<MasterKey['wrap']>[1]): Buffer =>
  Buffer.from(JSON.stringify(contextOf(kekId, context)), 'utf8')

/**
 * A key in Google Cloud KMS, named `projects/…/locations/…/keyRings/…/cryptoKeys/…`. Credentials come from Google's
 * usual variables. Needs `cloudkms.cryptoKeyVersions.useToEncrypt` and `useToDecrypt`. Sums go along both ways, so that
 * a byte lost on the way is noticed here and not when a secret is needed.
 * @param options of the client, for tests.
 */
export function gcpKmsKey(kekId: string, name: string, options?: ClientOptions): MasterKey {
  let client: Promise<Client> | undefined
  const connect = (): Promise<Client> =>
    (client ??= optionalPackage('@google-cloud/kms', () => import('@google-cloud/kms')).then(
      (kms) => new kms.v1.KeyManagementServiceClient(options ?? { fallback: true }),
    ))
  const unusable = (error: unknown): MasterKeyError =>
    error instanceof MasterKeyError
      ? error
      : new MasterKeyError(
          `Google Cloud KMS did not let us use master key "${kekId}" (${codeOf(error) ?? 'no answer'}).`,
          { cause: error },
        )
  const key: Pick<MasterKey, 'wrap' | 'unwrap'> = {
    async wrap(plain, context) {
      try {
        const additionalAuthenticatedData = aadOf(kekId, context)
        const [answer] = await (
          await connect()
        ).encrypt(
          {
            name,
            plaintext: plain,
            plaintextCrc32c: { value: crc32c(plain) },
            additionalAuthenticatedData,
            additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
          },
          { timeout: TIMEOUT_MS },
        )
        const blob = bytesOf(answer.ciphertext)
        const isWhole =
          answer.verifiedPlaintextCrc32c && Number(answer.ciphertextCrc32c?.value) === crc32c(blob)
        if (!isWhole) throw new Error('Bytes were lost on the way to Google Cloud KMS')
        return blob
      } catch (error) {
        throw unusable(error)
      }
    },
    async unwrap(blob, context) {
      try {
        const additionalAuthenticatedData = aadOf(kekId, context)
        const [answer] = await (
          await connect()
        ).decrypt(
          {
            name,
            ciphertext: blob,
            ciphertextCrc32c: { value: crc32c(blob) },
            additionalAuthenticatedData,
            additionalAuthenticatedDataCrc32c: { value: crc32c(additionalAuthenticatedData) },
          },
          { timeout: TIMEOUT_MS },
        )
        const plain = bytesOf(answer.plaintext)
        if (Number(answer.plaintextCrc32c?.value) !== crc32c(plain))
          throw new Error('Bytes were lost on the way from Google Cloud KMS')
        return plain
      } catch (error) {
        throw NOT_THIS_KEY.has(codeOf(error) ?? 0) ? new DecryptError('wrong_key') : unusable(error)
      }
    },
  }
  return { ...key, health: () => probe(key) }
}

const bytesOf = (value: Uint8Array | string | null | undefined): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.from(value ?? [])
