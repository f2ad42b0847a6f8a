import { EnvironmentError } from '../env.ts'
import type { Logger } from '../log.ts'
import { MasterKeyError } from '../plugins/credentials/keys/kek.ts'

/** Longest a clean stop may take; the parent kills what is left after ten seconds. */
const STOP_WITHIN_MS = 8_000

/**
 * Runs a long-lived process: starts it, stops it cleanly on SIGTERM or SIGINT, and ends with one clear sentence
 * when the environment or a master key is wrong.
 */
export function runProcess(log: Logger, start: () => Promise<{ stop: () => Promise<void> }>): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
  start().then(
    ({ stop }) => {
      const end = (signal: string): void => {
        log.info({ signal }, 'stopping')
        setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref()
        stop().then(
          () => process.exit(0),
          (error: unknown) => {
            log.error({ err: error }, 'did not stop cleanly')
            process.exit(1)
          },
        )
      }
      process.once('SIGTERM', end)
      process.once('SIGINT', end)
    },
    (error: unknown) => {
      if (error instanceof EnvironmentError || error instanceof MasterKeyError) log.fatal(error.message)
      else log.fatal({ err: error }, 'cannot start')
      log.flush(() => process.exit(1))
    },
  )
}
