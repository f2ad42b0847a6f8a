import type { Kanal } from '../context.ts'
import type { Secret } from '../credentials/crypto/secret.ts'
import { agree } from './format/agreement.ts'
import { BundleError } from './format/bundle-error.ts'
import type { Bundle } from './format/manifest.ts'
import { passphraseKey } from './format/scrypt.ts'
import { importKeyPair } from './import-keys.ts'

/** Finds the 32-byte secret a bundle was sealed with. The caller overwrites it. */
export type Unlock = (bundle: Bundle) => Promise<Buffer>

/**
 * Unlocks bundles sent to an organisation: with the passphrase, or with the import key they were made for.
 * @throws BundleError `passphrase_missing`, `key_gone`, `tampered`.
 */
export const unlockFor =
  (
    { pool, vault }: Pick<Kanal, 'pool' | 'vault'>,
    { organisationId, passphrase }: { organisationId: string; passphrase?: Secret | undefined },
  ): Unlock =>
  async ({ manifest: { protection } }) => {
    if (protection.kind === 'passphrase') {
      if (!passphrase) throw new BundleError('passphrase_missing')
      const salt = Buffer.from(protection.salt, 'base64url')
      return passphrase.use((text) => passphraseKey(text, salt))
    }
    const pair = await importKeyPair(pool, vault, { organisationId, id: protection.key })
    if (!pair) throw new BundleError('key_gone')
    const ephemeral = Buffer.from(protection.ephemeral, 'base64url')
    try {
      return agree(pair.privateKey, ephemeral, { ephemeral, recipient: pair.publicKey })
    } finally {
      pair.privateKey.fill(0)
    }
  }
