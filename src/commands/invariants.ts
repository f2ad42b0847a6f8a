import { autocommit } from '../database/tx.ts'
import { checkInvariants } from '../plugins/operations/invariants.ts'
import { withPool, type Command } from './command.ts'

/** Rows of a broken invariant that are worth printing; the rest is counted. */
const ROWS_SHOWN = 20

/** Proves that counters, ledger, reservations and outbox agree. Exit code 1 with the rows when something is broken. */
export const invariants: Command = {
  help: 'check that stock, ledger, orders and outbox agree',
  run: () =>
    withPool('invariants', async (pool) => {
      const results = await checkInvariants(autocommit(pool))
      for (const { id, title, rows } of results) {
        console.log(`${rows.length === 0 ? 'ok    ' : 'BROKEN'}  ${id.padEnd(4)} ${title}`)
        for (const row of rows.slice(0, ROWS_SHOWN)) console.log(`        ${JSON.stringify(row)}`)
        if (rows.length > ROWS_SHOWN) console.log(`        … and ${rows.length - ROWS_SHOWN} more`)
      }
      return results.every(({ rows }) => rows.length === 0) ? 0 : 1
    }),
}
