import { parseArgs } from 'node:util'
import { createPool } from './database/pool.ts'
import { autocommit } from './database/tx.ts'
import { readEnv } from './env.ts'
import { checkInvariants } from './plugins/operations/invariants.ts'

/** Rows of a broken invariant that are worth printing; the rest is counted. */
const ROWS_SHOWN = 20

/** Proves that counters, ledger, reservations and outbox agree. Exit code 1 with the rows when something is broken. */
async function invariants(): Promise<number> {
  const pool = createPool({ url: readEnv().databaseUrl, max: 2, applicationName: 'kanal invariants' })
  try {
    const results = await checkInvariants(autocommit(pool))
    for (const { id, title, rows } of results) {
      console.log(`${rows.length === 0 ? 'ok    ' : 'BROKEN'}  ${id.padEnd(4)} ${title}`)
      for (const row of rows.slice(0, ROWS_SHOWN)) console.log(`        ${JSON.stringify(row)}`)
      if (rows.length > ROWS_SHOWN) console.log(`        … and ${rows.length - ROWS_SHOWN} more`)
    }
    return results.every(({ rows }) => rows.length === 0) ? 0 : 1
  } finally {
    await pool.end()
  }
}

const COMMANDS: Readonly<Record<string, { run: () => Promise<number>; help: string }>> = {
  invariants: { run: invariants, help: 'check that stock, ledger, orders and outbox agree' },
}

const { positionals } = parseArgs({ allowPositionals: true })
const command = COMMANDS[positionals[0] ?? '']
if (!command) {
  console.error('Usage: npm run kanal -- <command>\n')
  for (const [name, { help }] of Object.entries(COMMANDS)) console.error(`  ${name.padEnd(12)} ${help}`)
}
const code = command
  ? await command.run().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error)
      return 1
    })
  : 2
// Payload's database adapter keeps a connection checked out for ever, which would keep this process alive.
process.exit(code)
