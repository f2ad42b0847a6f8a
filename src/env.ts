import { z } from 'zod'

/** A variable that is missing or wrong, in one sentence a person can act on. */
export class EnvironmentError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'EnvironmentError'
  }
}

const MINIMUM_SECRET_LENGTH = 32
const origin = z.string().transform((value, ctx) => {
  if (!URL.canParse(value)) {
    ctx.addIssue({ code: 'custom', message: 'must be an address such as https://kanal.example' })
    return z.NEVER
  }
  return new URL(value).origin
})

/** `name=address` pairs separated by commas: the stand-in marketplaces this deployment may talk to. */
const sandboxes = z
  .string()
  .default('')
  .transform((value, ctx) => {
    const pairs = value
      .split(',')
      .filter(Boolean)
      .map((pair) => pair.split('='))
    const broken = pairs.find(([name, url]) => !name || !url || !URL.canParse(url))
    if (broken)
      ctx.addIssue({ code: 'custom', message: `has a part that is not name=address: "${broken.join('=')}"` })
    return Object.fromEntries(pairs as [string, string][])
  })

/** `host:port` parts separated by commas: services on this machine or its private network that may be contacted. */
const allowedLocal = z
  .string()
  .default('')
  .transform((value, ctx) => {
    const parts = value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    const broken = parts.find((part) => !/^[^\s/@]+:\d{1,5}$/.test(part))
    if (broken) ctx.addIssue({ code: 'custom', message: `has a part that is not host:port: "${broken}"` })
    return parts
  })

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  KANAL_MODE: z.enum(['local', 'production']).optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://'),
  DATABASE_POOL_MAX: z.coerce.number().int().min(3).max(200).default(12),
  PAYLOAD_SECRET: z
    .string()
    .min(MINIMUM_SECRET_LENGTH, `must have at least ${MINIMUM_SECRET_LENGTH} characters`),
  KANAL_URL: origin.optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  KANAL_SANDBOXES: sandboxes,
  KANAL_ALLOWED_LOCAL: allowedLocal,
  KANAL_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    ),
  KANAL_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(10),
})

export interface Env {
  isProduction: boolean
  databaseUrl: string
  databasePoolMax: number
  payloadSecret: string
  /** Public origin without a trailing slash. */
  publicUrl: string
  port: number
  host: string
  logLevel: string
  /** Addresses of stand-in marketplaces by adapter id; always empty in production. */
  sandboxes: Readonly<Record<string, string>>
  /** `host:port` of services that are not on the internet and may be contacted all the same. */
  allowedLocal: readonly string[]
  trustedProxies: readonly string[]
  workerConcurrency: number
}

/**
 * The environment, checked. Read when needed rather than at import, so that code generators run without one.
 * @throws EnvironmentError naming every variable that is missing or wrong.
 */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(filled)
  if (!parsed.success) {
    const parts = parsed.error.issues.map((issue) => {
      const name = issue.path.join('.')
      return filled[name] === undefined ? `${name} is not set` : `${name} ${issue.message}`
    })
    throw new EnvironmentError(`${parts.join('; ')}. See .env.example.`)
  }
  const env = parsed.data
  // A local installation also runs built code, so NODE_ENV alone does not make it production.
  const isProduction = (env.KANAL_MODE ?? env.NODE_ENV) === 'production'
  if (isProduction && !env.KANAL_URL) {
    throw new EnvironmentError(
      'KANAL_URL is not set: the public address of this installation. See .env.example.',
    )
  }
  return {
    isProduction,
    databaseUrl: env.DATABASE_URL,
    databasePoolMax: env.DATABASE_POOL_MAX,
    payloadSecret: env.PAYLOAD_SECRET,
    publicUrl: env.KANAL_URL ?? `http://localhost:${env.PORT}`,
    port: env.PORT,
    host: env.HOST,
    logLevel: env.LOG_LEVEL,
    sandboxes: isProduction ? {} : env.KANAL_SANDBOXES,
    allowedLocal: env.KANAL_ALLOWED_LOCAL,
    trustedProxies: env.KANAL_TRUSTED_PROXIES,
    workerConcurrency: env.KANAL_WORKER_CONCURRENCY,
  }
}

/**
 * Addresses of the stand-in marketplaces by name, for the config file: read alone, so that code generators run
 * without an environment. Always empty in production.
 */
export function sandboxesFromEnv(
  source: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  if (source.KANAL_MODE !== 'local' && source.NODE_ENV === 'production') return {}
  const parsed = sandboxes.safeParse(source.KANAL_SANDBOXES)
  return parsed.success ? parsed.data : {}
}
