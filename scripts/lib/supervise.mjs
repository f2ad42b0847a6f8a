import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { LOGS, ROOT, fromRoot } from './paths.mjs'
import { say } from './report.mjs'

const STOP_MS = 6_000
const LARGEST_BACKOFF_MS = 30_000
const HEALTHY_AFTER_MS = 60_000
const ROTATE_BYTES = 20 * 1024 * 1024

function openLog(name) {
  const file = path.join(LOGS, `${name}.log`)
  if (existsSync(file) && statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`)
  return createWriteStream(file, { flags: 'a', mode: 0o600 })
}

/** Ends a process with everything it started itself. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/**
 * Runs the product's processes under this one: output goes to `.kanal/logs/<name>.log`, a crashed one starts again
 * after a growing pause.
 * @param {{ echo?: boolean }} [options] `echo` also prints the output here, for developers
 */
export function supervisor({ echo = false } = {}) {
  const children = new Map()
  let stopping = false

  const launch = (child) => {
    const started = Date.now()
    child.process = spawn(
      process.execPath,
      ['--import', new URL('leash.mjs', import.meta.url).href, ...child.args],
      { cwd: ROOT, env: child.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true },
    )
    for (const stream of [child.process.stdout, child.process.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        child.log.write(`${line}\n`)
        if (echo) say(`${child.name.padEnd(8)}│ ${line}`)
      })
    child.process.once('exit', (code, signal) => {
      child.process = undefined
      if (stopping) return
      if (Date.now() - started > HEALTHY_AFTER_MS) child.crashes = 0
      child.crashes += 1
      const pause = Math.min(1_000 * 2 ** (child.crashes - 1), LARGEST_BACKOFF_MS)
      say(
        `! ${child.name} stopped (${signal ?? `exit code ${code}`}); starting it again in ${pause / 1000} s · log: ${path.relative(ROOT, child.log.path)}`,
      )
      child.timer = setTimeout(() => launch(child), pause)
    })
  }

  return {
    /** Starts a process and keeps it running. */
    run(name, args, env) {
      const child = { name, args, env, log: openLog(name), crashes: 0 }
      children.set(name, child)
      launch(child)
    },
    /** The first process that crashed `times` times in a row, with its log file. */
    crashing(times) {
      const found = [...children.values()].find(({ crashes }) => crashes >= times)
      return found && { name: found.name, log: found.log.path }
    },
    /** Asks every process to end, and ends those that do not within six seconds. */
    async stop() {
      stopping = true
      const gone = [...children.values()].map((child) => {
        clearTimeout(child.timer)
        const running = child.process
        if (!running) return undefined
        return new Promise((resolve) => {
          const force = setTimeout(() => killGroup(running.pid), STOP_MS)
          running.once('exit', () => {
            clearTimeout(force)
            resolve()
          })
          running.kill('SIGTERM')
        })
      })
      await Promise.all(gone)
      for (const { log } of children.values()) log.end()
    },
  }
}

/** Arguments for `node` that run one of our TypeScript entries. */
export const entry = (file, { watch = false } = {}) =>
  watch
    ? ['--import', 'tsx', '--watch-path', fromRoot('src'), '--watch-preserve-output', fromRoot(file)]
    : ['--import', 'tsx', fromRoot(file)]
