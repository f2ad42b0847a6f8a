import type { Pool } from 'pg'
import { autocommit, type Tx } from '../../../database/tx.ts'
import { hashOf, parseSealedLine, sealedLine, type Checkpoint } from '../checkpoint.ts'
import type { OpenArchive } from './archive.ts'

/** Copies made in one run; what is left is copied by the next. */
const MOST_PER_RUN = 100
const NAME = /^(\d{10})-([0-9a-f]{64})\.txt$/

/**
 * The name of a copy. It says what the copy holds, so that a database which was set back, and makes a checkpoint of the
 * same number again, puts it beside the old one and never over it.
 */
export const nameOf = ({ seq, statement }: Pick<Checkpoint, 'seq' | 'statement'>): string =>
  `${String(seq).padStart(10, '0')}-${hashOf(statement)}.txt`

const seqOf = (name: string): number => Number(NAME.exec(name)?.[1] ?? 0)

/**
 * Copies checkpoints that are not there yet, the newest first: each says what all before it said.
 * @returns whether some are left.
 */
export async function copyMissing(pool: Pool, archive: OpenArchive, signal?: AbortSignal): Promise<boolean> {
  const tx = autocommit(pool)
  const missing = await tx.query<Checkpoint>(
    `select c.seq, c.at, c.statement, c.signature from audit_checkpoints c
     where not exists (select from audit_copies k where k.place = $1 and k.seq = c.seq)
     order by c.seq desc limit $2`,
    [archive.place, MOST_PER_RUN],
  )
  for (const checkpoint of missing) {
    signal?.throwIfAborted()
    const { lockedUntil } = await archive.keep(nameOf(checkpoint), `${sealedLine(checkpoint)}\n`)
    await tx.query(
      `insert into audit_copies (place, seq, locked_until) values ($1, $2, $3) on conflict do nothing`,
      [archive.place, checkpoint.seq, lockedUntil],
    )
  }
  return missing.length === MOST_PER_RUN
}

/** Names of copies of checkpoints that this database does not have: it was set back, or they are another's. */
export async function unknownCopies(tx: Tx, archive: OpenArchive): Promise<string[]> {
  // Looked at before the database: a checkpoint made meanwhile is then in the database only, which is no finding.
  const kept = (await archive.names()).filter((name) => NAME.test(name))
  const known = await tx.query<{ name: string }>(
    `select lpad(seq::text, 10, '0') || '-' || encode(sha256(convert_to(statement, 'UTF8')), 'hex') || '.txt' as name
     from audit_checkpoints`,
  )
  const here = new Set(known.map(({ name }) => name))
  return kept.filter((name) => !here.has(name))
}

/** The highest number among copies that this database does not have; null when it has all. */
export const furthest = (names: readonly string[]): number | null =>
  names.length === 0 ? null : Math.max(...names.map(seqOf))

/**
 * The checkpoints kept there that this database does not have, for `verifyTrail`. A copy that is not readable counts as
 * a checkpoint without a signature, so that it is found as well.
 */
export async function readUnknown(tx: Tx, archive: OpenArchive): Promise<Checkpoint[]> {
  const read: Checkpoint[] = []
  for (const name of await unknownCopies(tx, archive)) {
    const text = await archive.read(name)
    if (text !== null) read.push(checkpointIn(name, text))
  }
  return read
}

function checkpointIn(name: string, text: string): Checkpoint {
  try {
    return parseSealedLine(text)
  } catch {
    return { seq: seqOf(name), at: new Date(0), statement: text, signature: Buffer.alloc(0) }
  }
}
