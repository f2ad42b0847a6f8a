import { transaction } from '../../database/tx.ts'
import { tell, type Caller } from '../security/endpoint/caller.ts'
import { admit } from '../security/rate-limit.ts'

/** Looking again within this time is the same look. */
const ONE_LOOK_SECONDS = 600

/**
 * Writes down that somebody looked at an integration: one row for each person and integration in ten minutes, so that
 * what is done is not buried under what is looked at. That it was told is known if, and only if, it is in the trail.
 */
export const noteViewed = (
  caller: Caller,
  { id, organisationId, marketplace }: { id: string; organisationId: string; marketplace: string },
): Promise<void> =>
  transaction(caller.kanal.pool, async (tx) => {
    const look = { subject: `credential.viewed:${caller.userId}:${id}`, most: 1 }
    if ((await admit(tx, { ...look, windowSeconds: ONE_LOOK_SECONDS })) > 0) return
    await tell(tx, caller, {
      organisationId,
      action: 'credential.viewed',
      target: { type: 'integration', id, label: marketplace },
      outcome: 'ok',
    })
  })
