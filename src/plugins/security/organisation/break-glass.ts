import type { Tx } from '../../../database/tx.ts'
import type { AuditTrail } from '../../audit/trail.ts'
import { clearAllowList } from './allow-list.ts'

/**
 * The way back in when nobody's address is on the list any more: lets every address in again, and writes that down.
 * @returns whether there was a list.
 */
export async function breakAllowList(
  tx: Tx,
  audit: AuditTrail,
  organisation: { id: string; name: string },
): Promise<boolean> {
  const had = await clearAllowList(tx, organisation.id)
  await audit.record(tx, {
    organisationId: organisation.id,
    actor: { type: 'system', name: 'kanal allow-list clear' },
    action: 'security.allow_list',
    target: { type: 'organisation', id: organisation.id, label: organisation.name },
    outcome: 'ok',
    reason: had ? 'break_glass' : 'break_glass_nothing_set',
  })
  return had
}

/**
 * The way back in for somebody who lost every factor and code: the password alone counts again, every sign-in ends,
 * and that is written down in each organisation of the person.
 * @returns whether there was anything to take away.
 */
export async function resetSecondFactor(
  tx: Tx,
  audit: AuditTrail,
  person: { id: string; name: string; organisations: readonly string[] },
): Promise<boolean> {
  const [had] = await tx.query<{ has: boolean }>('select kanal_has_factor($1) as has', [person.id])
  for (const table of ['auth_totp', 'auth_passkeys', 'auth_recovery_codes', 'auth_step_ups'])
    await tx.query(`delete from ${table} where user_id = $1`, [person.id])
  await tx.query(`update auth_sessions set state = 'ended' where user_id = $1`, [person.id])
  for (const organisationId of person.organisations) {
    await audit.record(tx, {
      organisationId,
      actor: { type: 'system', name: 'kanal second-factor reset' },
      action: 'security.factor_remove',
      target: { type: 'user', id: person.id, label: person.name },
      outcome: 'ok',
      reason: 'break_glass',
    })
  }
  return had?.has === true
}
