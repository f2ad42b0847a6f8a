import type { WrapContext } from '../kek.ts'

/** One master key, wherever it lives. Wrapping binds the context: the key of one organisation opens no other's. */
export interface MasterKey {
  wrap(plain: Buffer, context: WrapContext): Promise<Buffer>
  /** @throws DecryptError `wrong_key` when this key did not wrap the blob for this context. */
  unwrap(blob: Buffer, context: WrapContext): Promise<Buffer>
  /** Resolves when the key can be used; rejects with a `MasterKeyError` that says what to do. */
  health(): Promise<void>
}

/** What a key service writes into its own log beside each use. */
export const contextOf = (
  kekId: string,
  { organisationId, keyId, keyVersion }: WrapContext,
): Readonly<Record<string, string>> => ({
  kanal_kek: kekId,
  kanal_organisation: organisationId,
  kanal_key: keyId,
  kanal_key_version: String(keyVersion),
})

/** Something wrapped and opened only to see that the service answers and lets us do both. */
export const PROBE: WrapContext = {
  organisationId: '00000000-0000-0000-0000-000000000000',
  keyId: '00000000-0000-0000-0000-000000000000',
  keyVersion: 0,
}

export async function probe(key: Pick<MasterKey, 'wrap' | 'unwrap'>): Promise<void> {
  const sample = Buffer.alloc(32, 1)
  const opened = await key.unwrap(await key.wrap(sample, PROBE), PROBE)
  if (!opened.equals(sample)) throw new Error('The key service gave back something else')
}
