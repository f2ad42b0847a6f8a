// Runs a command with this installation's environment: `node scripts/run.mjs tsx src/cli.ts invariants`. With
// `--built` first, it runs a process of the product (built code, as `npm start` does).
import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { nodeArguments } from './lib/command.mjs'
import { openDatabase, prepareEnvironment } from './lib/environment.mjs'
import { withLock } from './lib/file-lock.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { ensureMigrated } from './lib/migrate.mjs'
import { refuseOldNode } from './lib/node-version.mjs'
import { ROOT, ensureHome, fromHome, fromRoot } from './lib/paths.mjs'
import { sayFailure } from './lib/report.mjs'

const built = process.argv[2] === '--built'
const command = process.argv.slice(built ? 3 : 2)

/** Built code and, unless an operator decides when to migrate, current tables. */
async function bringUpToDate({ production }, env) {
  const builtEnv = { ...env, NODE_ENV: 'production' }
  await withLock(fromHome('build.lock'), async () => {
    if (!production) await ensureMigrated(builtEnv)
    await ensureBuilt(builtEnv)
  })
  return builtEnv
}

function runHere([program, ...rest], env) {
  const viaNode = nodeArguments([program, ...rest])
  const child = viaNode
    ? spawn(process.execPath, viaNode, { cwd: ROOT, env, stdio: 'inherit' })
    : spawn(program, rest, { cwd: ROOT, env, stdio: 'inherit' })
  // A Ctrl-C reaches the command by itself; a signal sent to us alone is handed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 130 : 1)))
  })
}

async function main() {
  refuseOldNode()
  if (command.length === 0) throw new Error('Usage: node scripts/run.mjs <command> [arguments]')
  ensureHome()
  const prepared = prepareEnvironment()
  await ensureInstalled()
  const { env: base, release } = await openDatabase(prepared)
  const binaries = `${fromRoot('node_modules/.bin')}${path.delimiter}${base.PATH ?? ''}`
  try {
    const env = built ? await bringUpToDate(prepared, base) : base
    return await runHere(command, { ...env, PATH: binaries })
  } finally {
    await release()
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    sayFailure(error)
    process.exit(1)
  },
)
