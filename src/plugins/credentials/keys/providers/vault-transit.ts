import { z } from 'zod'
import { DecryptError } from '../../crypto/decrypt-error.ts'
import { MasterKeyError } from '../master-key-error.ts'
import { contextOf, probe, type MasterKey } from './master-key.ts'

const TIMEOUT_MS = 5_000
const encrypted = z.object({ data: z.object({ ciphertext: z.string().min(1) }) })
const decrypted = z.object({ data: z.object({ plaintext: z.base64() }) })

/** Where and as whom the transit engine is asked. */
export interface TransitAccess {
  token: string
  namespace?: string | undefined
}

/**
 * A key in the transit engine of HashiCorp Vault or OpenBao, named by the address of its `keys` path, such as
 * `https://vault.example:8200/v1/transit/keys/kanal`. The token needs `update` on `encrypt/<key>` and `decrypt/<key>`.
 */
export function vaultTransitKey(
  kekId: string,
  address: string,
  { token, namespace }: TransitAccess,
): MasterKey {
  const endpoint = (verb: 'encrypt' | 'decrypt'): string => address.replace(/\/keys\/([^/]+)$/, `/${verb}/$1`)
  const ask = async (verb: 'encrypt' | 'decrypt', body: object): Promise<Response> => {
    try {
      return await fetch(endpoint(verb), {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'content-type': 'application/json',
          'x-vault-token': token,
          'x-vault-request': 'true',
          ...(namespace ? { 'x-vault-namespace': namespace } : {}),
        },
        body: JSON.stringify(body),
      })
    } catch (error) {
      throw new MasterKeyError(`The vault with master key "${kekId}" does not answer.`, { cause: error })
    }
  }
  const refused = (status: number): MasterKeyError =>
    new MasterKeyError(
      status === 403
        ? `The vault does not let this token use master key "${kekId}"; check VAULT_TOKEN and its policy.`
        : `The vault refused to use master key "${kekId}" (HTTP ${status}).`,
    )
  const bound = (context: Parameters<MasterKey['wrap']>[1]): string =>
    Buffer.from(JSON.stringify(contextOf(kekId, context)), 'utf8').toString('base64')
  const key: Pick<MasterKey, 'wrap' | 'unwrap'> = {
    async wrap(plain, context) {
      const response = await ask('encrypt', {
        plaintext: plain.toString('base64'),
        associated_data: bound(context),
      })
      if (!response.ok) throw refused(response.status)
      return Buffer.from(encrypted.parse(await response.json()).data.ciphertext, 'utf8')
    },
    async unwrap(blob, context) {
      const response = await ask('decrypt', {
        ciphertext: blob.toString('utf8'),
        associated_data: bound(context),
      })
      if (response.status === 400) throw new DecryptError('wrong_key')
      if (!response.ok) throw refused(response.status)
      return Buffer.from(decrypted.parse(await response.json()).data.plaintext, 'base64')
    },
  }
  return { ...key, health: () => probe(key) }
}
