import type { Kanal } from '../../context.ts'
import { transaction } from '../../../database/tx.ts'
import { clearAllowList } from './allow-list.ts'

/**
 * The way back in when nobody's address is on the list any more: lets every address in again, and writes that down.
 * @param named the organisation's id or its exact name.
 * @returns a sentence for the operator.
 * @throws Error when no organisation, or more than one, is called that.
 */
export async function breakAllowList(kanal: Pick<Kanal, 'pool' | 'audit'>, named: string): Promise<string> {
  return transaction(kanal.pool, async (tx) => {
    const found = await tx.query<{ id: string; name: string }>(
      'select id, name from organisations where id::text = lower($1) or name = $1 order by id',
      [named],
    )
    const [organisation] = found
    if (!organisation) throw new Error(`There is no organisation called "${named}".`)
    if (found.length > 1)
      throw new Error(
        `Several organisations are called "${named}"; give the id: ${found.map(({ id }) => id).join(', ')}.`,
      )
    const had = await clearAllowList(tx, organisation.id)
    await kanal.audit.record(tx, {
      organisationId: organisation.id,
      actor: { type: 'system', name: 'kanal allow-list clear' },
      action: 'security.allow_list',
      target: { type: 'organisation', id: organisation.id, label: organisation.name },
      outcome: 'ok',
      reason: had ? 'break_glass' : 'break_glass_nothing_set',
    })
    return had
      ? `${organisation.name} can be reached from every address again.`
      : `${organisation.name} had no list of allowed addresses; nothing changed.`
  })
}
