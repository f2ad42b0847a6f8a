import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startTestServer } from '../../tests/support/server.ts'
import { databaseOn, ensureTemplate } from '../../tests/support/template.ts'

export interface Stage {
  /** A migrated, empty database of this run. */
  databaseUrl: string
  /** Starts a TypeScript file as a process of its own and waits until it answers on its port. */
  start(script: string, port: number, env: Readonly<Record<string, string>>): Promise<ChildProcess>
  /** Starts a TypeScript file that listens nowhere as a process of its own. */
  run(script: string, env: Readonly<Record<string, string>>): ChildProcess
  end(): Promise<void>
}

const READY_MS = 90_000

/** A database and processes for one bench: on `BENCH_DATABASE_URL` when set, else on a server of its own. */
export async function openStage(): Promise<Stage> {
  const given = process.env.BENCH_DATABASE_URL
  const server = given
    ? { url: given, stop: async () => undefined }
    : await startTestServer({ durable: true })
  const template = await ensureTemplate(server.url)
  const name = `bench_${randomBytes(6).toString('hex')}`
  await onServer(server.url, `create database ${name} template ${template}`)
  const children: ChildProcess[] = []
  const run: Stage['run'] = (script, env) => {
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    children.push(child)
    return child
  }
  return {
    databaseUrl: databaseOn(server.url, name),
    run,
    start: async (script, port, env) => {
      const child = run(script, { ...env, PORT: String(port) })
      await whenListening(port, child)
      return child
    },
    end: async () => {
      for (const child of children) child.kill('SIGKILL')
      await onServer(server.url, `drop database if exists ${name} with (force)`)
      await server.stop()
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function whenListening(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_MS
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/api/health/live`)
      return
    } catch {
      if (child.exitCode !== null) throw new Error(`A process of the bench ended with ${child.exitCode}`)
      if (Date.now() > deadline) throw new Error('A process of the bench did not start listening')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
