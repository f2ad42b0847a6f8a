import { existsSync } from 'node:fs'
import { nodeArguments, runLogged } from './command.mjs'
import { fingerprint, stamp } from './fingerprint.mjs'
import { fromRoot } from './paths.mjs'
import { during } from './report.mjs'

const SOURCES = [
  'src',
  'public',
  'payload.config.ts',
  'next.config.mjs',
  'next.config.ts',
  'tsconfig.json',
  'package-lock.json',
]
const built = stamp('build.stamp')

/** Builds the web application when its sources are not those of the last build. */
export async function ensureBuilt(env) {
  const current = fingerprint(SOURCES)
  if (built.read() === current && existsSync(fromRoot('.next/BUILD_ID'))) return
  await during('Building the application · menyusun aplikasi', () =>
    runLogged(
      'build',
      [process.execPath, ...nodeArguments(['next', 'build'])],
      { ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      {
        id: 'Aplikasi gagal disusun; akhir keluarannya:',
        en: 'The application could not be built; the end of its output:',
      },
    ),
  )
  built.write(current)
}
