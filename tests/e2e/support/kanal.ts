import { spawn, type ChildProcess } from 'node:child_process'
import { freePort } from '../../../scripts/lib/ports.mjs'
import { startLazadaSandbox, startShopeeSandbox, startTikTokShopSandbox } from '../../../sandbox/index.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'

const READY_MS = 180_000
const STOP_MS = 10_000
/** A browser on two cores keeps the rest waiting; nothing here measures how fast pushes are acknowledged. */
const PATIENT_ACK_MS = 15_000

export interface RunningKanal {
  url: string
  database: TestDatabase
  shopee: Awaited<ReturnType<typeof startShopeeSandbox>>
  lazada: Awaited<ReturnType<typeof startLazadaSandbox>>
  tiktokShop: Awaited<ReturnType<typeof startTikTokShopSandbox>>
  /** Everything the processes have printed so far. */
  logs(): string
  stop(): Promise<void>
}

interface Running {
  child: ChildProcess
  output: string[]
}

function run(entry: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  return { child, output }
}

async function end({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(late)
}

async function untilReady(url: string, processes: readonly Running[]): Promise<void> {
  const deadline = Date.now() + READY_MS
  for (;;) {
    const status = await fetch(`${url}/api/health/ready`).then(
      (response) => response.status,
      () => 0,
    )
    if (status === 200) return
    const dead = processes.some(({ child }) => child.exitCode !== null)
    if (dead || Date.now() > deadline) {
      throw new Error(
        `Kanal did not become ready:\n${processes.map(({ output }) => output.join('')).join('\n')}`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** The built product as `npm start` runs it (web, worker, stand-in marketplaces), on a database of its own. */
export async function startKanal(): Promise<RunningKanal> {
  const database = await createTestDatabase()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const patient = { port: 0, ackDeadlineMs: PATIENT_ACK_MS }
  const shopee = await startShopeeSandbox(patient)
  const lazada = await startLazadaSandbox(patient)
  const tiktokShop = await startTikTokShopSandbox({ ...patient, redirectUrl: `${url}/oauth/tiktok-shop` })
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    KANAL_MODE: 'local',
    HOST: '127.0.0.1',
    PORT: String(port),
    KANAL_URL: url,
    DATABASE_URL: database.url,
    KANAL_SANDBOXES: `shopee=${shopee.url},lazada=${lazada.url},tiktok-shop=${tiktokShop.url}`,
    LOG_LEVEL: 'debug',
  }
  const processes = [run('src/server.ts', env), run('src/worker.ts', env)]
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(end))
    await Promise.all([shopee, lazada, tiktokShop].map((standIn) => standIn.close()))
    await database.drop()
  }
  try {
    await untilReady(url, processes)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    database,
    shopee,
    lazada,
    tiktokShop,
    stop,
    logs: () => processes.map(({ output }) => output.join('')).join('\n'),
  }
}
