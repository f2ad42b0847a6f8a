import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { z } from 'zod'
import { transaction, type Tx } from '../../database/tx.ts'
import type { SystemKeys } from '../credentials/keys/system-keys.ts'
import { canonicalJson } from './canonical.ts'
import { signStatement } from './signing.ts'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/** What a checkpoint says: the end of every chain at an instant, and the hash of the checkpoint before. */
export const statementSchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().positive(),
  at: z.iso.datetime(),
  previous: hex32.nullable(),
  heads: z.array(z.strictObject({ organisation: z.uuid(), seq: z.int().positive(), mac: hex32 })),
})
export type Statement = z.infer<typeof statementSchema>

/** A checkpoint as it is stored, logged and kept elsewhere: `<statement>.<signature in base64url>`. */
export interface Checkpoint {
  seq: number
  at: Date
  statement: string
  signature: Buffer
}

export const hashOf = (statement: string): string => createHash('sha256').update(statement).digest('hex')

/** One line that carries a checkpoint off the machine. */
export const sealedLine = ({ statement, signature }: Checkpoint): string =>
  `${Buffer.from(statement).toString('base64url')}.${signature.toString('base64url')}`

/** @throws Error when the line is not one that `sealedLine` made. */
export function parseSealedLine(line: string): Checkpoint {
  const [statement = '', signature = ''] = line.trim().split('.')
  const text = Buffer.from(statement, 'base64url').toString('utf8')
  const { seq, at } = statementSchema.parse(JSON.parse(text))
  return { seq, at: new Date(at), statement: text, signature: Buffer.from(signature, 'base64url') }
}

/**
 * Signs and stores what every chain ends with now. Also made when nothing happened, so that a missing checkpoint is
 * itself a finding. Two processes at once make one after the other.
 */
export const makeCheckpoint = (pool: Pool, keys: SystemKeys): Promise<Checkpoint> =>
  transaction(pool, async (tx) => {
    await tx.query('lock table audit_checkpoints in share row exclusive mode')
    const [last] = await tx.query<{ seq: number; statement: string }>(
      'select seq, statement from audit_checkpoints order by seq desc limit 1',
    )
    const [clock] = await tx.query<{ at: Date }>(`select date_trunc('milliseconds', clock_timestamp()) as at`)
    if (!clock) throw new Error('The clock of the database did not answer')
    const statement = canonicalJson({
      v: 1,
      seq: (last?.seq ?? 0) + 1,
      at: clock.at.toISOString(),
      previous: last ? hashOf(last.statement) : null,
      heads: await headsOf(tx),
    } satisfies Statement)
    const signature = await signStatement(tx, keys, statement)
    const checkpoint = { seq: (last?.seq ?? 0) + 1, at: clock.at, statement, signature }
    await tx.query('insert into audit_checkpoints (seq, at, statement, signature) values ($1, $2, $3, $4)', [
      checkpoint.seq,
      checkpoint.at,
      statement,
      signature,
    ])
    return checkpoint
  })

const headsOf = (tx: Tx): Promise<Statement['heads']> =>
  tx.query<Statement['heads'][number]>(
    `select distinct on (organisation_id) organisation_id as organisation, seq, encode(mac, 'hex') as mac
     from audit_chain order by organisation_id, seq desc`,
  )
