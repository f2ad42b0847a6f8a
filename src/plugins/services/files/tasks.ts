import { z } from 'zod'
import { AdapterError } from '../../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { defineTask } from '../../../queue/define.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import type { Kanal } from '../../context.ts'
import { readFromDisk, removeFromDisk, sha256Of } from './disk.ts'
import { DamagedCopyError, intoStore, ontoDisk } from './settle.ts'
import { StoreNotSetUpError, withStore, type OpenStore } from './store.ts'
import { FILES_NAMED, placeOf } from './where.ts'

/** A slice of a move; then other tasks get their turn and a stop is heard. */
const FILES_PER_RUN = 50
const MOVES_QUEUE = 'files'

export interface Move {
  id: string
  direction: 'to_store' | 'to_disk'
}

/** Puts a new file where new files belong: into the store, once there is one. */
export const settleFile = defineTask({
  name: 'files.settle',
  schema: z.strictObject({ key: z.string().min(1) }),
  run: async ({ key }, { kanal, signal }) => {
    const [wanted] = await autocommit(kanal.pool).query<{ filesIn: string }>(
      'select files_in as "filesIn" from deployment',
    )
    if (wanted?.filesIn !== 'store') return
    await withStore(kanal, 'files.write', (store) => intoStore(kanal, store, key), signal).catch(
      ignoreNoStore,
    )
  },
})

/** Removes the copy of a deleted file from the store. */
export const removeFile = defineTask({
  name: 'files.remove',
  schema: z.strictObject({ key: z.string().min(1) }),
  run: async ({ key }, { kanal, signal }) => {
    const tx = autocommit(kanal.pool)
    const place = await placeOf(tx, key)
    if (!place) return
    await withStore(
      kanal,
      'files.write',
      async (store) => {
        if (store.bucket === place.bucket) await store.remove(key)
      },
      signal,
    ).catch(ignoreNoStore)
    await tx.query('delete from file_places where key = $1', [key])
  },
})

/** A store that was taken away has nothing to take in or to lose. */
const ignoreNoStore = (error: unknown): void => {
  if (!(error instanceof StoreNotSetUpError)) throw error
}

/** Moves all files, a slice at a time; what is done is written down file by file, so it goes on where it stopped. */
export const moveFiles = defineTask({
  name: 'files.move',
  schema: z.strictObject({ moveId: z.uuid() }),
  run: async ({ moveId }, { kanal, signal }) => {
    const tx = autocommit(kanal.pool)
    const [move] = await tx.query<Move>(
      `select id, direction from file_moves where id = $1 and state = 'running'`,
      [moveId],
    )
    if (!move) return
    const keys = await pending(tx, move)
    try {
      await withStore(kanal, 'files.write', (store) => moveAll(kanal, move, store, keys, signal), signal)
      if (keys.length === 0 && move.direction === 'to_store') await dropLeftovers(kanal)
    } catch (error) {
      const said =
        error instanceof AdapterError ? error.reason : error instanceof Error ? error.name : 'internal'
      await tx.query('update file_moves set last_error = $2, updated_at = now() where id = $1', [
        moveId,
        said,
      ])
      throw error
    }
    await transaction(kanal.pool, async (inTx) => {
      if (keys.length > 0) await enqueueMove(inTx, moveId)
      else await finish(inTx, moveId)
    })
  },
})

export const enqueueMove = (tx: Tx, moveId: string): Promise<void> =>
  enqueue(tx, moveFiles, { moveId }, { queueName: MOVES_QUEUE, jobKey: `files.move:${moveId}` })

async function moveAll(
  kanal: Kanal,
  move: Move,
  store: OpenStore,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const one = move.direction === 'to_store' ? intoStore : ontoDisk
  for (const key of keys) {
    if (signal.aborted) return
    const count = async (tx: Tx, bytes: number): Promise<void> => {
      await tx.query(
        `update file_moves set moved = moved + 1, bytes = bytes + $2, last_error = null, updated_at = now()
         where id = $1`,
        [move.id, bytes],
      )
    }
    const skip = (why: string): Promise<unknown> =>
      autocommit(kanal.pool).query(
        `update file_moves set skipped = array_append(skipped, $2), last_error = $3, updated_at = now()
         where id = $1 and $2 <> all (skipped)`,
        [move.id, key, why],
      )
    try {
      if ((await one(kanal, store, key, count)) === 'missing') await skip('missing')
    } catch (error) {
      if (!(error instanceof DamagedCopyError)) throw error
      await skip('damaged')
    }
  }
}

/** The next files that are not where the move brings them, or left a copy behind on the way. */
async function pending(tx: Tx, { id, direction }: Move): Promise<string[]> {
  const isWaiting =
    direction === 'to_store'
      ? `p.place is distinct from 'store'`
      : `p.key is not null and p.bucket is not null`
  const rows = await tx.query<{ key: string }>(
    `select key from (${FILES_NAMED}) named left join file_places p using (key)
     where ${isWaiting} and key <> all (select unnest(skipped) from file_moves where id = $1)
     order by key limit $2`,
    [id, FILES_PER_RUN],
  )
  return rows.map(({ key }) => key)
}

/** Removes from the disk what an interruption left there although the store has it. */
async function dropLeftovers(kanal: Kanal): Promise<void> {
  const rows = await autocommit(kanal.pool).query<{ key: string; sha256: string }>(
    `select key, sha256 from file_places where place = 'store'`,
  )
  for (const { key, sha256 } of rows) {
    const body = await readFromDisk(key)
    if (body && sha256Of(body) === sha256) await removeFromDisk(key)
  }
}

async function finish(tx: Tx, moveId: string): Promise<void> {
  await tx.query(
    `update file_moves
     set state = case when skipped = '{}' then 'done' else 'failed' end, finished_at = now(), updated_at = now()
     where id = $1 and state = 'running'`,
    [moveId],
  )
}
