import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nodeArguments, runLogged } from './command.mjs'
import { fromRoot } from './paths.mjs'
import { StartError } from './report.mjs'

const GENERATED = ['src/payload-types.ts', 'src/app/(payload)/admin/importMap.js']
const MIGRATIONS = 'src/database/migrations'

const contentOf = (file) => (existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), 'utf8') : '')
const payload = (...args) => [process.execPath, ...nodeArguments(['payload', ...args])]

/**
 * Generates types and import map anew and compares them with those in the repository.
 * @throws StartError naming the files that differ; they are left as generated.
 */
export async function checkGenerated(env) {
  const before = GENERATED.map(contentOf)
  for (const command of ['generate:types', 'generate:importmap'])
    await runLogged('test-generate', payload(command), env, {
      id: `\`payload ${command}\` gagal:`,
      en: `\`payload ${command}\` failed:`,
    })
  const stale = GENERATED.filter((file, index) => contentOf(file) !== before[index])
  if (stale.length === 0) return
  throw new StartError({
    id: `Berkas hasil generator sudah usang: ${stale.join(', ')}. Jalankan npm run generate lalu commit.`,
    en: `Generated files were out of date: ${stale.join(', ')}. Run npm run generate and commit them.`,
  })
}

/**
 * Asks Payload for a migration; when there is something to migrate, collections and migrations have parted.
 * @throws StartError with the statements that are missing; nothing is left behind.
 */
export async function checkMigrations(env) {
  const list = () => readdirSync(fromRoot(MIGRATIONS))
  const before = new Set(list())
  const index = path.join(MIGRATIONS, 'index.ts')
  const indexBefore = contentOf(index)
  await runLogged('test-migrations', payload('migrate:create', 'drift', '--skip-empty'), env, {
    id: '`payload migrate:create` gagal:',
    en: '`payload migrate:create` failed:',
  })
  const made = list().filter((name) => !before.has(name))
  if (made.length === 0) return
  const script = made.find((name) => name.endsWith('.ts'))
  const missing = script ? contentOf(path.join(MIGRATIONS, script)) : ''
  for (const name of made) rmSync(fromRoot(MIGRATIONS, name))
  writeFileSync(fromRoot(index), indexBefore)
  throw new StartError(
    {
      id: 'Koleksi berubah tanpa migrasi; yang belum ada:',
      en: 'Collections changed without a migration; this is missing:',
    },
    missing,
  )
}
