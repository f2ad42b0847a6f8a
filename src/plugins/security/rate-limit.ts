import type { Tx } from '../../database/tx.ts'

export interface RateLimit {
  /** Who does what, such as `connection.test:<user id>`. */
  subject: string
  /** How many uses fit in one window. */
  most: number
  windowSeconds: number
}

/**
 * Counts one use in a sliding window, over all processes. Returns 0 when it may go ahead, else the seconds until
 * the next use fits; a refused use is not counted.
 */
export async function admit(tx: Tx, { subject, most, windowSeconds }: RateLimit): Promise<number> {
  const admitted = await tx.query(
    `insert into rate_limits as r (subject, uses) values ($1, array[clock_timestamp()])
     on conflict (subject) do update
       set uses = array(
         select used from unnest(r.uses) used where used > clock_timestamp() - make_interval(secs => $3)
       ) || clock_timestamp()
       where (
         select count(*) from unnest(r.uses) used where used > clock_timestamp() - make_interval(secs => $3)
       ) < $2
     returning subject`,
    [subject, most, windowSeconds],
  )
  if (admitted.length > 0) return 0
  const [row] = await tx.query<{ wait: number }>(
    `select greatest(1, ceil(extract(epoch from min(used) + make_interval(secs => $2) - clock_timestamp())))::int as wait
     from rate_limits, unnest(uses) used
     where subject = $1 and used > clock_timestamp() - make_interval(secs => $2)`,
    [subject, windowSeconds],
  )
  return row?.wait ?? 1
}
