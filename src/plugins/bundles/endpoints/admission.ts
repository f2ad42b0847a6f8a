import { OWNERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import type { AuditAction } from '../../audit/actions.ts'
import { requireVault } from '../../credentials/permissions/require.ts'
import { requireRole, tell, type Caller } from '../../security/endpoint/caller.ts'
import { forbidden } from '../../security/endpoint/refusal.ts'
import { admit } from '../../security/rate-limit.ts'
import { tooOften } from '../problems.ts'

const HOUR = 3600

/** How often one person may do each; every try costs half a second of work and 128 MB. */
const LIMITS = {
  'settings.export': { most: 10, windowSeconds: HOUR },
  'settings.import': { most: 30, windowSeconds: HOUR },
  'settings.import_key': { most: 20, windowSeconds: HOUR },
} as const satisfies Partial<Record<AuditAction, { most: number; windowSeconds: number }>>

/**
 * Lets owners of the organisation pass, so often, and for an export whoever an owner lets export. A refusal is written
 * down.
 * @throws Refusal 403, 429
 */
export async function admitBundle(
  caller: Caller,
  organisation: string,
  action: keyof typeof LIMITS,
): Promise<void> {
  const target = { type: 'organisation', id: organisation }
  if (action === 'settings.export')
    await requireVault(caller, 'export', { organisation, target, action, refusal: forbidden })
  else await requireRole(caller, { organisation, roles: OWNERS, target, action })
  const tx = autocommit(caller.kanal.pool)
  const wait = await admit(tx, { subject: `${action}:${caller.userId}`, ...LIMITS[action] })
  if (wait === 0) return
  await tell(tx, caller, {
    organisationId: organisation,
    action,
    target,
    outcome: 'denied',
    reason: 'too_often',
  })
  throw tooOften(wait)
}
