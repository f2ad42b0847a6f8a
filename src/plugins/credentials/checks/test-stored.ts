import type { IntegrationAdapter } from '../../../adapters/contract.ts'
import type { Kanal } from '../../context.ts'
import { DecryptError } from '../crypto/decrypt-error.ts'
import { environmentsOf, ownerOf } from '../endpoints/attempt.ts'
import { unreadable } from '../endpoints/run-attempt.ts'
import { withAnyShop } from '../endpoints/shop-session.ts'
import { withCredentials } from '../read.ts'
import { runChecks, type CheckResult, type CheckRun } from './run.ts'

export interface StoredPlace {
  organisationId: string
  integrationId: string
  adapter: IntegrationAdapter
  /** The environment the stored credentials are for. */
  environment: string
}

/**
 * Tests what is stored, also as a connected shop. Changes nothing.
 * @returns null when this deployment no longer offers the environment.
 * @throws CredentialsMissingError when nothing is stored.
 */
export async function testStored(
  kanal: Kanal,
  place: StoredPlace,
  { onStep, signal, purpose = 'connection.test' }: Pick<CheckRun, 'onStep' | 'signal'> & { purpose?: string },
): Promise<CheckResult | null> {
  const environment = environmentsOf(place.adapter).find(([key]) => key === place.environment)?.[1]
  if (!environment) return null
  const reading = { ...ownerOf(place), consumer: 'connection.test', purpose } as const
  try {
    return await withAnyShop(kanal, place, (shop) =>
      withCredentials(kanal.vault, kanal.pool, reading, (values) =>
        runChecks({
          adapter: place.adapter,
          environment,
          values,
          shop,
          signal,
          send: kanal.send,
          connect: kanal.connect,
          now: kanal.now,
          onStep,
        }),
      ),
    )
  } catch (error) {
    if (error instanceof DecryptError) return unreadable(error, place.adapter)
    throw error
  }
}
