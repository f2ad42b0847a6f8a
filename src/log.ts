import pino, { type DestinationStream, type Logger } from 'pino'

export type { Logger } from 'pino'

const SECRET_KEYS = [
  'password',
  'secret',
  'token',
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'partner_key',
  'partnerKey',
  'pushKey',
  'authorization',
  'cookie',
  'sign',
  'value',
  'credentials',
]

/** Database drivers put statement parameters into error messages; they hold buyers' data and ciphertext. */
const PARAMETERS = /\bparams:[\s\S]*$/i

interface LoggedError {
  type: string
  message: string
  code?: string
  stack?: string
  cause?: LoggedError
}

/** An error as it may be logged: no statement parameters, no driver `detail`, causes included. */
export function safeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).replace(PARAMETERS, 'params: [cut]') }
  const message = error.message.replace(PARAMETERS, 'params: [cut]')
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line))
  const { code } = error as { code?: unknown }
  return {
    type: error.name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(frames ? { stack: [`${error.name}: ${message}`, ...frames].join('\n') } : {}),
    ...(error.cause === undefined ? {} : { cause: safeError(error.cause) }),
  }
}

/** A structured logger for one part of the system. Secrets are cut by key, database parameters by shape. */
export const createLogger = (name: string, destination?: DestinationStream): Logger =>
  pino(
    {
      name,
      level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'warn' : 'info'),
      redact: {
        paths: [
          ...SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]),
          'headers.authorization',
          'headers.cookie',
          'req.headers',
        ],
        censor: '[secret]',
      },
      serializers: { err: safeError, error: safeError },
    },
    destination ?? pino.destination({ dest: 1, sync: false }),
  )
