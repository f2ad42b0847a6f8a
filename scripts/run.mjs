// Runs a command with this installation's environment: `node scripts/run.mjs tsx src/cli.ts invariants`.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { nodeArguments } from './lib/command.mjs'
import { openDatabase, prepareEnvironment } from './lib/environment.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { refuseOldNode } from './lib/node-version.mjs'
import { ROOT, ensureHome, fromRoot } from './lib/paths.mjs'
import { sayFailure } from './lib/report.mjs'

const command = process.argv.slice(2)

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
  const { env, release } = await openDatabase(prepared)
  const binaries = `${fromRoot('node_modules/.bin')}${path.delimiter}${env.PATH ?? ''}`
  try {
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
