import { isProduction, readEnvironment } from './env-local.mjs'
import { checkExternalDatabase } from './external-database.mjs'
import { requireProductionSettings } from './production.mjs'
import { openEmbeddedPostgres } from './postgres.mjs'
import { sandboxVariables, sandboxesOf } from './sandboxes.mjs'
import { ensureSecrets, secretVariables } from './secrets.mjs'

/**
 * The variables every process of this installation runs with, apart from the database.
 * `KANAL_MODE` says whether it may create what is missing: children always run with NODE_ENV=production when built.
 * @throws StartError naming what is missing in production.
 */
export function prepareEnvironment() {
  const given = readEnvironment()
  const port = given.PORT ?? '3000'
  if (isProduction(given)) {
    requireProductionSettings(given)
    return { production: true, env: { HOST: '0.0.0.0', ...given, PORT: port, KANAL_MODE: 'production' } }
  }
  const secrets = ensureSecrets()
  const sandboxes = sandboxesOf(given)
  return {
    production: false,
    secrets,
    sandboxes,
    env: {
      ...secretVariables(secrets),
      HOST: '127.0.0.1',
      KANAL_URL: `http://localhost:${port}`,
      KANAL_SANDBOXES: sandboxes.map(({ name, url }) => `${name}=${url}`).join(','),
      ...Object.assign(
        {},
        ...sandboxes.map((sandbox) =>
          sandboxVariables(sandbox, given.KANAL_URL ?? `http://localhost:${port}`),
        ),
      ),
      ...given,
      PORT: port,
      KANAL_MODE: 'local',
    },
  }
}

/**
 * Makes the database usable and completes `env` with its address.
 * @returns {Promise<{ env: Record<string, string>, release: () => Promise<void> }>}
 */
export async function openDatabase({ env, secrets }) {
  if (env.DATABASE_URL) {
    await checkExternalDatabase(env.DATABASE_URL)
    return { env, release: async () => {} }
  }
  const { url, release } = await openEmbeddedPostgres(secrets)
  return { env: { ...env, DATABASE_URL: url }, release }
}
