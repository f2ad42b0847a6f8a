import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import pg, { type Pool } from 'pg'

const run = promisify(execFile)
const DUMP_BYTES = 2 ** 30

/** What a dump says besides the rows of tables: texts of functions, comments, defaults, settings, large objects. */
const BESIDES = [
  `select p.proname, p.prosrc, pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where n.nspname not in ('pg_catalog', 'information_schema') and p.prokind in ('f', 'p')`,
  'select description from pg_description where objoid >= 16384',
  'select pg_get_expr(adbin, adrelid) from pg_attrdef',
  'select pg_get_constraintdef(oid) from pg_constraint',
  'select pg_get_triggerdef(oid) from pg_trigger',
  `select definition from pg_views where schemaname not in ('pg_catalog', 'information_schema')`,
  'select * from pg_sequences',
  'select setdatabase, setrole, setconfig from pg_db_role_setting',
  'select * from pg_largeobject_metadata',
  'select rolname, rolconfig from pg_roles',
]

/**
 * What a SQL dump holds: every row of every table of every schema as text, `bytea` in hex, jobs and sessions included,
 * and the definitions of everything else. `pg_dump` itself does not come with the bundled database, and refuses
 * servers newer than itself; where there is one, `pgDumpOf` runs it as well.
 */
export async function dumpOf(pool: Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const parts: string[] = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`)
    parts.push(name, ...rows.map(({ row }) => row))
  }
  for (const query of BESIDES) {
    const { rows } = await pool.query<{ row: string }>(`select b::text as row from (${query}) b`)
    parts.push(...rows.map(({ row }) => row))
  }
  return parts.join('\n')
}

/** The whole dump that `pg_dump` of this machine makes, or null where there is none as new as the server. */
export async function pgDumpOf(url: string): Promise<Buffer | null> {
  const [version, server] = await Promise.all([
    run('pg_dump', ['--version']).then(
      ({ stdout }) => Number(/ (\d+)\./.exec(stdout)?.[1] ?? 0),
      () => 0,
    ),
    serverVersion(url),
  ])
  if (version < server) return null
  const options = ['-b', '--no-password', `--dbname=${url}`]
  const { stdout } = await run('pg_dump', options, { encoding: 'buffer', maxBuffer: DUMP_BYTES })
  return stdout
}

async function asked<T extends object>(url: string, query: string): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(query)).rows[0] as T
  } finally {
    await client.end()
  }
}

const serverVersion = async (url: string): Promise<number> =>
  (await asked<{ major: number }>(url, `select current_setting('server_version_num')::int / 10000 as major`))
    .major

/**
 * The files of the database and the write-ahead log as they lie on the disk after a checkpoint: what no dump shows, such
 * as rows that were deleted or never committed. Null when the server keeps them on another machine.
 * @param url of a superuser, in the database that is meant.
 * @param since files that were last written before hold nothing of what came after.
 */
export async function filesOf(url: string, since: Date): Promise<{ name: string; bytes: Buffer }[] | null> {
  await asked(url, 'checkpoint')
  const { folder, base } = await asked<{ folder: string; base: string }>(
    url,
    `select current_setting('data_directory') as folder, oid::text as base from pg_database where datname = current_database()`,
  )
  if (!existsSync(path.join(folder, 'base', base))) return null
  return [`base/${base}`, 'global', 'pg_wal', 'log'].flatMap((part) => {
    const inside = path.join(folder, part)
    if (!existsSync(inside)) return []
    return readdirSync(inside, { withFileTypes: true })
      .filter((entry) => entry.isFile() && statSync(path.join(inside, entry.name)).mtime >= since)
      .map(({ name }) => ({ name: `${part}/${name}`, bytes: readFileSync(path.join(inside, name)) }))
  })
}
