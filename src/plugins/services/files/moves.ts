import { transaction, type Tx } from '../../../database/tx.ts'
import { enqueueMove, type Move } from './tasks.ts'
import { countFiles } from './where.ts'
import type { Kanal } from '../../context.ts'

/** What the card of the file store shows. */
export interface FilesState {
  onDisk: number
  inStore: number
  /** The running move, or the last one. */
  move: {
    id: string
    direction: Move['direction']
    state: 'running' | 'done' | 'failed' | 'stopped'
    total: number
    moved: number
    skipped: number
    lastError: string | null
  } | null
}

export async function filesState(tx: Tx): Promise<FilesState> {
  const [move] = await tx.query<NonNullable<FilesState['move']>>(
    `select id, direction, state, total, moved, cardinality(skipped) as skipped, last_error as "lastError"
     from file_moves order by started_at desc, id desc limit 1`,
  )
  return { ...(await countFiles(tx)), move: move ?? null }
}

/**
 * Starts moving all files, or goes on with a move that was given up; new files go the same way from here on. One that
 * runs the other way ends where it is.
 * @param inTx runs in the transaction that starts it, for the audit
 */
export const startMove = (
  kanal: Kanal,
  { direction, startedBy }: { direction: Move['direction']; startedBy: string },
  inTx: (tx: Tx) => Promise<void>,
): Promise<void> =>
  transaction(kanal.pool, async (tx) => {
    await tx.query('select from deployment for update')
    await tx.query('update deployment set files_in = $1', [direction === 'to_store' ? 'store' : 'disk'])
    await tx.query(
      `update file_moves set state = 'stopped', finished_at = now() where state = 'running' and direction <> $1`,
      [direction],
    )
    const { onDisk, inStore } = await countFiles(tx)
    const [move] = await tx.query<{ id: string }>(
      `insert into file_moves (direction, total, started_by) values ($1, $2, $3)
       on conflict ((true)) where state = 'running'
         do update set total = file_moves.moved + excluded.total, skipped = '{}', last_error = null, updated_at = now()
       returning id`,
      [direction, direction === 'to_store' ? onDisk : inStore, startedBy],
    )
    if (!move) throw new Error('The move could not be written down')
    await enqueueMove(tx, move.id)
    await inTx(tx)
  })

/** How many files would become unreadable if the store were another one or gone. */
export async function filesInStore(tx: Tx): Promise<number> {
  const { inStore } = await countFiles(tx)
  return inStore
}
