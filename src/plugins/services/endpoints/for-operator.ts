import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import type { VaultPermission } from '../../credentials/permissions/permissions.ts'
import { requireVault } from '../../credentials/permissions/require.ts'
import type { Caller } from '../../security/endpoint/caller.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { operatorOf } from '../operator.ts'

/** The same for everyone else, whatever exists: other organisations see nothing of the deployment's services. */
const notYours = (): Refusal =>
  new Refusal(403, {
    code: 'not_allowed',
    what: text('Anda tidak bisa mengatur layanan sistem.', 'You cannot manage system services.'),
    why: text(
      'Layanan sistem diatur oleh pemilik atau admin organisasi pertama di instalasi ini.',
      'They are managed by an owner or admin of the first organisation of this installation.',
    ),
    remedy: text('Minta pengelola instalasi melakukannya.', 'Ask whoever runs the installation to do it.'),
  })

/**
 * Lets people pass who may do this with the services of the deployment, so in the vault of the operating organisation; a
 * refusal is written down.
 * @returns its id
 * @throws Refusal 403
 */
export async function requireOperator(caller: Caller, permission: VaultPermission): Promise<string> {
  const organisation = await operatorOf(autocommit(caller.kanal.pool))
  const target = { type: 'services', id: organisation ?? 'none' }
  await requireVault(caller, permission, {
    organisation: organisation ?? '',
    target,
    action: 'access.denied',
    refusal: notYours,
  })
  return organisation ?? ''
}
