import { startLazadaSandbox, type LazadaSandbox } from './app.ts'

/** Starts the Lazada stand-in with what the environment says. @throws Error for a number that is none */
export function startLazadaFromEnv(
  env: Readonly<Record<string, string | undefined>>,
): Promise<LazadaSandbox> {
  const number = (name: string): number | undefined => {
    const raw = env[name]
    if (raw === undefined || raw === '') return undefined
    const value = Number(raw)
    if (!Number.isFinite(value)) throw new Error(`${name} must be a number`)
    return value
  }
  return startLazadaSandbox({
    host: env['SANDBOX_HOST'] || undefined,
    port: number('SANDBOX_LAZADA_PORT'),
    publicUrl: env['SANDBOX_LAZADA_PUBLIC_URL'] || undefined,
    stateFile: env['SANDBOX_LAZADA_STATE_FILE'] || undefined,
    appKey: number('SANDBOX_LAZADA_APP_KEY'),
    appSecret: env['SANDBOX_LAZADA_APP_SECRET'] || undefined,
    seed: number('SANDBOX_SEED'),
    timeScale: number('SANDBOX_TIME_SCALE'),
    strict: env['SANDBOX_STRICT'] !== 'false',
    remoteControl: env['SANDBOX_REMOTE_CONTROL'] === 'true',
  })
}
