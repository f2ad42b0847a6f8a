import type { LocalizedText } from '../../../adapters/contract.ts'
import type { Tx } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import type { AuditEvent } from '../../audit/event.ts'
import { dismiss } from '../../notifications/dismiss.ts'
import { notify } from '../../notifications/notify.ts'
import { recover } from '../../notifications/recover.ts'
import { operatorOf } from '../../services/operator.ts'

/** Stands for the master key, which is the operator's, where an organisation's own key has its organisation. */
const MASTER = 'master'

const incidentOf = (organisationId: string, isMaster: boolean) =>
  ({ organisationId, kind: 'key.rotation-failed', dedupeKey: isMaster ? MASTER : organisationId }) as const

/** Tells the owners that so many values stay with the organisation's old key. */
export const tellUnreadable = (tx: Tx, organisationId: string, count: number): Promise<unknown> =>
  notify(tx, {
    ...incidentOf(organisationId, false),
    params: {
      why: text(
        `${count} nilai tersimpan tidak bisa dibuka, jadi tetap memakai kunci lama.`,
        `${count} stored values could not be opened, so they stay with the old key.`,
      ),
    },
  })

/** Tells the operator's owners that the change of the master key does not get on. */
export async function tellMasterStuck(tx: Tx): Promise<void> {
  const operator = await operatorOf(tx)
  if (operator === null) return
  const why: LocalizedText = text(
    'Kunci utama lama tidak ada di server ini, jadi kunci yang tersegel dengannya belum bisa dibuka.',
    'The old master key is not at hand on this server, so keys wrapped with it cannot be opened yet.',
  )
  await notify(tx, { ...incidentOf(operator, true), params: { why } })
}

/** Closes what was told about a change that has finished after all. */
export async function recoverRotation(tx: Tx, organisationId: string | null): Promise<void> {
  const to = organisationId ?? (await operatorOf(tx))
  if (to !== null) await recover(tx, incidentOf(to, organisationId === null))
}

/** Tells everybody who manages the organisation that its secrets are gone for good. */
export async function tellShredded(
  tx: Tx,
  input: {
    organisationId: string
    actor: AuditEvent['actor']
    requestId: string
    integrations: number
    shops: number
  },
): Promise<void> {
  const { organisationId, actor, requestId, integrations, shops } = input
  await dismiss(tx, incidentOf(organisationId, false))
  await notify(tx, {
    organisationId,
    kind: 'organisation.shredded',
    dedupeKey: requestId,
    params: {
      person: actor.name ?? text('Pengelola server', 'Whoever runs the server'),
      integrations,
      shops,
    },
  })
}
