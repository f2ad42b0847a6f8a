import { killSteps } from './command.mjs'
import { ensureBuilt } from './build.mjs'
import { openDatabase, prepareEnvironment } from './environment.mjs'
import { tryLock, unlock } from './file-lock.mjs'
import { greet } from './greeting.mjs'
import { waitUntilReady } from './health.mjs'
import { ensureInstalled } from './install.mjs'
import { ensureMigrated } from './migrate.mjs'
import { ensureHome, fromHome } from './paths.mjs'
import { requireFreePort } from './ports.mjs'
import { StartError, during, say, sayFailure } from './report.mjs'
import { entry, supervisor } from './supervise.mjs'

const LOCK = fromHome('start.lock')
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Everything `npm start` does; `--dev` runs from the sources, without a build, and prints all output. */
export async function launch(argv) {
  const dev = argv.includes('--dev')
  const processes = supervisor({ echo: dev })
  const undo = []
  let ending

  const end = (code, reason) => {
    ending ??= (async () => {
      if (reason) say(`\n… ${reason}`)
      killSteps()
      await processes.stop()
      for (const step of undo.reverse()) await step().catch(sayFailure)
      if (reason) say('✓ Stopped · sudah berhenti')
      process.exit(code)
    })()
    return ending
  }
  let asked = 0
  for (const signal of SIGNALS)
    process.on(signal, () => {
      asked += 1
      if (asked > 2) process.exit(1)
      void end(0, 'Stopping · sedang berhenti')
    })

  try {
    ensureHome()
    requireOnlyStart()
    undo.push(async () => unlock(LOCK))
    await bringUp({ dev, processes, undo, ended: () => ending !== undefined })
  } catch (error) {
    if (ending) return
    sayFailure(error)
    await end(1)
  }
}

function requireOnlyStart() {
  const holder = tryLock(LOCK)
  if (holder === undefined) return
  throw new StartError({
    id: `Kanal sudah berjalan dari folder ini (proses ${holder}). Hentikan dulu dengan Ctrl-C di jendela itu.`,
    en: `Kanal already runs from this folder (process ${holder}). Stop it first with Ctrl-C in its window.`,
  })
}

async function bringUp({ dev, processes, undo, ended }) {
  const prepared = prepareEnvironment()
  const { sandboxes = [], env: base } = prepared
  await requirePorts(prepared)
  await ensureInstalled()
  if (ended()) return
  const database = await during('Starting the database · menyalakan basis data', () => openDatabase(prepared))
  undo.push(database.release)
  if (ended()) return database.release()
  await ensureMigrated(database.env)
  if (!dev) await ensureBuilt(database.env)
  if (ended()) return
  const env = { ...database.env, NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' }
  if (sandboxes.length > 0) processes.run('sandbox', entry('sandbox/index.ts'), env)
  processes.run('worker', entry('src/worker.ts', { watch: dev }), env)
  processes.run('web', entry('src/server.ts'), env)
  await during('Starting Kanal · menyalakan Kanal', () => waitUntilReady(Number(base.PORT), processes))
  if (!ended()) await greet(env, sandboxes)
}

async function requirePorts({ sandboxes = [], env }) {
  await requireFreePort({
    port: Number(env.PORT),
    host: env.HOST,
    variable: 'PORT',
    what: { id: 'Kanal', en: 'Kanal' },
  })
  for (const { port, variable, name } of sandboxes)
    await requireFreePort({
      port,
      host: '127.0.0.1',
      variable,
      what: { id: `${name} tiruan`, en: `the ${name} sandbox` },
    })
}
