import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

/** Names whose values never reach a log, compared without case, dashes and underscores. */
const SECRET_KEYS = new Set([
  'password',
  'passphrase',
  'secret',
  'secretkey',
  'clientsecret',
  'appsecret',
  'apikey',
  'token',
  'accesstoken',
  'refreshtoken',
  'partnerkey',
  'pushkey',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'sign',
  'signature',
  'value',
  'values',
  'credentials',
  'headers',
  'parameters',
  'params',
])
const CENSORED = '[secret]'
const MAX_DEPTH = 6
/** Shorter values would cut ordinary words out of the log. */
const SHORTEST_HIDDEN = 8

/** Database drivers put statement parameters into error messages; they hold buyers' data and ciphertext. */
const PARAMETERS = /\bparams:[\s\S]*$/i
const withoutParameters = (text: string): string => text.replace(PARAMETERS, 'params: [cut]')

interface LoggedError {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

/** An error as it may be logged or stored: no statement parameters, no driver `detail`, causes included. */
export function safeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: withoutParameters(String(error)) }
  const message = withoutParameters(error.message)
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const { code } = error as { code?: unknown }
  const hasCause = error.cause !== undefined && depth < MAX_DEPTH
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(frames ? { stack: [`${error.name}: ${message}`, ...frames].join('\n') } : {}),
    ...(hasCause ? { cause: safeError(error.cause, depth + 1) } : {}),
  }
}

const isSecret = (key: string): boolean => SECRET_KEYS.has(key.toLowerCase().replace(/[-_]/g, ''))

/** A copy of what is to be logged in which every value under a secret's name is cut, however deep it lies. */
function censor(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return safeError(value)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  if (depth >= MAX_DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => censor(item, depth + 1))
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecret(key) ? CENSORED : censor(item, depth + 1)]),
  )
}

/** The arguments of a log call with every message in them cut; an error's own message would become the line's. */
function safeArguments(args: readonly unknown[]): unknown[] {
  const [first, ...rest] = args
  const texts = rest.map((item) => (typeof item === 'string' ? withoutParameters(item) : item))
  if (typeof first === 'string') return [withoutParameters(first), ...texts]
  const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err
  if (!(error instanceof Error)) return [first, ...texts]
  const entry = first instanceof Error ? { err: first } : first
  return [entry, ...(texts.length > 0 ? texts : [withoutParameters(error.message)])]
}

/** An error that was logged, for whoever reports errors. */
export interface LoggedProblem {
  error: Error
  level: 'error' | 'fatal'
  /** Name of the logger. */
  name: string
  tags: Readonly<Record<string, string>>
}
type Listener = (problem: LoggedProblem) => void
const REPORTED_LEVEL = 50
const FATAL_LEVEL = 60
const TAGS = ['requestId', 'task', 'schedule', 'marketplace', 'path'] as const

const shared = globalThis as { kanalErrorListeners?: Set<Listener> }
/** One per process: a bundler may load this file twice, and errors of either copy are reported. */
const listeners = (shared.kanalErrorListeners ??= new Set())

/** Tells `listener` of every error logged in this process from now on. @returns a function that ends it */
export function onErrorLogged(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function tellListeners(
  name: string,
  level: number,
  args: readonly unknown[],
  safe: readonly unknown[],
): void {
  if (listeners.size === 0) return
  const [first] = args
  const entry = typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : {}
  const found = first instanceof Error ? first : entry.err
  const message = safe.find((each): each is string => typeof each === 'string') ?? 'error'
  const error = found instanceof Error ? found : new Error(message)
  const tags = Object.fromEntries(
    TAGS.flatMap((key) => (typeof entry[key] === 'string' ? [[key, entry[key]]] : [])),
  )
  for (const listener of listeners) {
    try {
      listener({ error, level: level >= FATAL_LEVEL ? 'fatal' : 'error', name, tags })
    } catch {
      // Reporting an error must never make another one.
    }
  }
}

/** This process's own secrets, which no message may spell out whatever it is about. */
function environmentSecrets(env: NodeJS.ProcessEnv): string[] {
  const database =
    env.DATABASE_URL && URL.canParse(env.DATABASE_URL) ? new URL(env.DATABASE_URL).password : ''
  const keys = Object.keys(env).filter((name) => name.startsWith('CRED_KEK_') && name !== 'CRED_KEK_ACTIVE')
  const values = [
    env.PAYLOAD_SECRET,
    database,
    decodeURIComponent(database),
    ...keys.map((name) => env[name]),
  ]
  return values.filter((value): value is string => value !== undefined && value.length >= SHORTEST_HIDDEN)
}

/**
 * A structured logger for one part of the system. Secrets are cut by key at any depth, database parameters by shape,
 * and this process's own secrets by value.
 */
export function createLogger(name: string, destination?: DestinationStream): Logger {
  const hidden = environmentSecrets(process.env)
  return pino(
    {
      name,
      level: process.env.LOG_LEVEL || (process.env.NODE_ENV === 'test' ? 'warn' : 'info'),
      // Errors are made safe by `censor` already; pino's own serializer would add the causes' texts back.
      serializers: { err: (value: unknown) => value },
      formatters: { log: (entry) => censor(entry) as Record<string, unknown> },
      hooks: {
        logMethod(args, method, level) {
          const safe = safeArguments(args)
          method.apply(this, safe as Parameters<typeof method>)
          if (level >= REPORTED_LEVEL) tellListeners(name, level, args, safe)
        },
        streamWrite: (line) => hidden.reduce((text, value) => text.replaceAll(value, CENSORED), line),
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  )
}
