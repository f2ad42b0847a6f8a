import { MANAGERS } from '../../../collections/access/roles.ts'
import { autocommit } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { requireRole, type Caller } from '../../security/endpoint/caller.ts'
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
 * Lets owners and admins of the operating organisation pass; a refusal is written down.
 * @returns its id
 * @throws Refusal 403
 */
export async function requireOperator(caller: Caller): Promise<string> {
  const organisation = await operatorOf(autocommit(caller.kanal.pool))
  const target = { type: 'services', id: organisation ?? 'none' }
  await requireRole(caller, { organisation: organisation ?? '', roles: MANAGERS, target, refusal: notYours })
  return organisation ?? ''
}
