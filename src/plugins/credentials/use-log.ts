import type { Tx } from '../../database/tx.ts'
import type { Reading } from './consumers.ts'
import type { CredentialOwner } from './owner.ts'

/** What the monitor opens credentials for: looking after them is not using them. */
export const LOOKING_AFTER = 'health.check'
/** What the form opens settings for: looking at them is not using them either. */
export const SHOWING = 'settings.show'

const EVERY_MS = 60_000
const MOST = 10_000

/** Writes down when credentials were last opened, by whom and what for: at most once a minute per owner. */
export class UseLog {
  readonly #written = new Map<string, number>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  /** Notes the use of these owners (all of one type). Never waits for someone who is saving one of them. */
  async note(tx: Tx, owners: readonly CredentialOwner[], { consumer, purpose }: Reading): Promise<void> {
    if (purpose === LOOKING_AFTER || purpose === SHOWING) return
    const now = this.#now()
    const keyOf = (owner: CredentialOwner): string => `${owner.ownerType}:${owner.ownerId}`
    const due = owners.filter((owner) => now - (this.#written.get(keyOf(owner)) ?? -Infinity) >= EVERY_MS)
    const [first] = due
    if (!first) return
    if (this.#written.size + due.length > MOST) this.#written.clear()
    await tx.query(
      `update cred_heads h set last_used_at = now(), last_used_by = $3, last_used_for = $4
       from (
         select owner_type, owner_id from cred_heads
         where owner_type = $1 and owner_id = any ($2::uuid[])
           and (last_used_at is null or last_used_at <= now() - interval '1 minute')
         for update skip locked
       ) due
       where h.owner_type = due.owner_type and h.owner_id = due.owner_id`,
      [first.ownerType, due.map((owner) => owner.ownerId), consumer, purpose],
    )
    for (const owner of due) this.#written.set(keyOf(owner), now)
  }
}
