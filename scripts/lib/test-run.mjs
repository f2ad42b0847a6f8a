import { spawn } from 'node:child_process'
import path from 'node:path'
import { ensureBuilt } from './build.mjs'
import { requireChromium } from './chromium.mjs'
import { killSteps, runLogged } from './command.mjs'
import { checkGenerated, checkMigrations } from './drift.mjs'
import { ensureInstalled } from './install.mjs'
import { LOGS, ROOT, ensureHome, fromRoot } from './paths.mjs'
import { requireRedis } from './redis.mjs'
import { during, say, sayFailure } from './report.mjs'
import { testReport } from './test-report.mjs'

/** What Payload's commands need to read the config; none of it opens anything. */
const PLACEHOLDERS = {
  PAYLOAD_SECRET: 'test-secret-that-is-long-enough-for-anything',
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  KANAL_URL: 'http://localhost:3000',
  KANAL_MODE: 'local',
}

/** The tests never see the operator's own database or mode. */
function cleanEnvironment() {
  const { DATABASE_URL: _database, NODE_ENV: _mode, KANAL_MODE: _kanalMode, ...env } = process.env
  return { ...env, NEXT_TELEMETRY_DISABLED: '1' }
}

const bin = (name) => [process.execPath, fromRoot(name)]

const checks = (env) => [
  ['lint', [...bin('node_modules/eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  ['types', [...bin('node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.']],
  ['format', [...bin('node_modules/prettier/bin/prettier.cjs'), '--check', '.']],
  [
    'dependency rules',
    [
      ...bin('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', '.dependency-cruiser.cjs', 'src', 'sandbox', 'scripts', 'payload.config.ts'],
    ],
  ],
  ['generated files', () => checkGenerated({ ...env, ...PLACEHOLDERS })],
  ['migrations match collections', () => checkMigrations({ ...env, ...PLACEHOLDERS })],
]

async function check(report, env, [name, what]) {
  const work =
    typeof what === 'function'
      ? what
      : () =>
          runLogged(`test-${name.replaceAll(' ', '-')}`, what, env, {
            id: `Pemeriksaan "${name}" gagal:`,
            en: `The check "${name}" failed:`,
          })
  try {
    await during(name, work)
    report.pass()
  } catch (error) {
    report.fail(name)
    sayFailure(error)
  }
}

function vitest(report, project, env) {
  say(`\n── ${project} ──`)
  const output = path.join(LOGS, `test-${project}.json`)
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json']
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [fromRoot('node_modules/vitest/vitest.mjs'), ...args, `--outputFile.json=${output}`],
      { cwd: ROOT, env, stdio: 'inherit' },
    )
    child.once('exit', (code) => {
      report.addVitest(project, output, code ?? 1)
      resolve()
    })
  })
}

async function endToEnd(report, env) {
  try {
    const chromium = requireChromium()
    await ensureBuilt({ ...env, ...PLACEHOLDERS })
    await vitest(report, 'e2e', { ...env, CHROME_PATH: chromium })
  } catch (error) {
    report.fail('e2e: could not start')
    sayFailure(error)
  }
}

/** Runs everything and ends the process with the verdict. */
export async function runTests() {
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      killSteps()
      process.exit(130)
    })
  const report = testReport()
  try {
    ensureHome()
    await ensureInstalled()
  } catch (error) {
    sayFailure(error)
    process.exit(1)
  }
  try {
    requireRedis()
  } catch (error) {
    report.fail('int: no Redis to test against')
    sayFailure(error)
  }
  const env = cleanEnvironment()
  for (const item of checks(env)) await check(report, env, item)
  await vitest(report, 'unit', env)
  await vitest(report, 'int', env)
  await endToEnd(report, env)
  process.exit(report.print() ? 0 : 1)
}
