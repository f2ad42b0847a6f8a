import type { CredentialValues } from '../../../adapters/contract.ts'
import { autocommit } from '../../../database/tx.ts'
import { safeError } from '../../../log.ts'
import type { Kanal } from '../../context.ts'
import type { Reading } from '../consumers.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import type { BoundOwner } from '../owner.ts'
import { withCredentials, withPreviousCredentials } from '../read.ts'
import { noteFallback } from './overlap.ts'
import { blamesCredentials, blamesKey } from './refusals.ts'
import { noteRefusal } from './tasks.ts'

/**
 * `withCredentials` for calls to a provider. A refusal that blames the key is counted while the version is new, and
 * during an overlap `fn` runs once more with the key of before, so it must bear repeating.
 * @throws CredentialsMissingError, DecryptError, ConsumerNotAllowedError, and what `fn` throws.
 */
export async function callWithCredentials<T>(
  kanal: Kanal,
  input: BoundOwner & Reading,
  fn: (values: CredentialValues) => Promise<T> | T,
): Promise<T> {
  let used = 0
  try {
    return await withCredentials(kanal.vault, kanal.pool, input, (values, version) => {
      used = version
      return fn(values)
    })
  } catch (error) {
    if (!blamesCredentials(error)) throw error
    await noteRefusal(kanal, { integrationId: input.ownerId, version: used, reason: error.reason }).catch(
      (problem: unknown) => {
        kanal.log.error(
          { err: safeError(problem), integrationId: input.ownerId },
          'a refusal was not counted',
        )
      },
    )
    const again = blamesKey(error) ? await callWithPrevious(kanal, input, fn) : null
    if (!again) throw error
    await noteFallback(autocommit(kanal.pool), input)
    return again.result
  }
}

/** The result with the key of before, or null when there is none or it is refused as well. */
async function callWithPrevious<T>(
  kanal: Kanal,
  input: BoundOwner & Reading,
  fn: (values: CredentialValues) => Promise<T> | T,
): Promise<{ result: T } | null> {
  try {
    return await withPreviousCredentials(kanal.vault, kanal.pool, input, fn)
  } catch (error) {
    if (blamesCredentials(error) || error instanceof DecryptError) return null
    throw error
  }
}
