import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LOGS, ROOT, fromRoot } from './paths.mjs'
import { StartError } from './report.mjs'

const TAIL_LINES = 25

/** Steps running now, so that an interrupted start does not leave them behind. */
const running = new Set()

/** Ends every step still running. */
export const killSteps = () => running.forEach((child) => child.kill('SIGTERM'))

/** The arguments for `node` that run a program of ours or of a package, TypeScript included. */
export function nodeArguments([program, ...rest]) {
  if (program === 'tsx') return ['--import', 'tsx', ...rest]
  if (program === 'payload') return [fromRoot('node_modules/payload/bin.js'), ...rest]
  if (program === 'next') return [fromRoot('node_modules/next/dist/bin/next'), ...rest]
  return undefined
}

/** The command line of npm itself: the one that started us, else the one on the path. */
export const npmCommand = () =>
  process.env.npm_execpath?.endsWith('.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']

/** The last lines of a text file, for showing under an error. */
export function tailOf(file, lines = TAIL_LINES) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

/** The first lines in which npm says what went wrong; its last ones are only how it is used. */
export function npmErrorsOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const errors = lines.filter((line) => /^npm (error|ERR!) *\S/.test(line))
  return (errors.length > 0 ? errors : lines).slice(0, TAIL_LINES / 2).join('\n')
}

/**
 * Runs a command to its end, its output going to `.kanal/logs/<name>.log`.
 * @throws StartError with the telling part of that output when it fails: its end, or what `excerpt` takes from it.
 */
export async function runLogged(name, [command, ...args], env, failure, excerpt = tailOf) {
  const file = path.join(LOGS, `${name}.log`)
  const output = openSync(file, 'w', 0o600)
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', output, output] })
      running.add(child)
      child.once('error', reject)
      child.once('exit', (exitCode, signal) => {
        running.delete(child)
        resolve(exitCode ?? signal)
      })
    })
    if (code !== 0) throw new StartError(failure, excerpt(file))
  } finally {
    closeSync(output)
  }
}
