import { MANAGERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import type { AuditAction } from '../../audit/actions.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { requireRole, tell, type Caller } from '../../security/endpoint/caller.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { notAllowed } from '../endpoints/problem.ts'
import { permissionsOf, type VaultPermission } from './permissions.ts'
import { PERMISSION_WORDS } from './words.ts'

/** The person manages the organisation, but its owner keeps this to the owners. */
const notPermitted = (permission: VaultPermission): Refusal => {
  const { id, en } = PERMISSION_WORDS[permission].label
  return new Refusal(403, {
    code: 'not_permitted',
    what: text('Anda tidak bisa melakukan ini.', 'You cannot do this.'),
    why: text(
      `Pemilik tidak mengizinkan admin untuk: ${id.toLowerCase()}.`,
      `Owners of the organisation do not let admins do this: ${en.toLowerCase()}.`,
    ),
    remedy: text(
      'Minta pemilik melakukannya, atau mengizinkannya di Pengaturan › Keamanan.',
      'Ask an owner to do it, or to allow it in Settings › Security.',
    ),
  })
}

/**
 * The one gate to the vault: lets people pass who may do this in the organisation. A refusal is written down, with the
 * permission that was missing.
 * @throws Refusal 403
 */
export async function requireVault(
  caller: Caller,
  permission: VaultPermission,
  input: {
    organisation: string
    target: AuditEvent['target']
    /** The refused row's action. */
    action?: AuditAction
    /** Why people without a managing role are refused. */
    refusal?: () => Refusal
  },
): Promise<void> {
  const { organisation, target, action = 'credential.denied', refusal = notAllowed } = input
  await requireRole(caller, { organisation, roles: MANAGERS, target, action, refusal })
  const tx = autocommit(caller.kanal.pool)
  const granted = await permissionsOf(tx, organisation, caller.roles.get(organisation))
  if (granted.includes(permission)) return
  await tell(tx, caller, {
    organisationId: organisation,
    action,
    target,
    outcome: 'denied',
    reason: `permission:${permission}`,
  })
  throw notPermitted(permission)
}
