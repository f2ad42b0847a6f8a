import { createHash } from 'node:crypto'
import { defineConfig } from 'vitest/config'

/** Values that stand for an installation's secrets in tests; they open nothing outside a test run. */
const env: Partial<NodeJS.ProcessEnv> = {
  NODE_ENV: 'test',
  KANAL_MODE: 'local',
  TZ: 'UTC',
  PAYLOAD_SECRET: 'test-secret-that-is-long-enough-for-anything',
  CRED_KEK_ACTIVE: 'test',
  CRED_KEK_test: createHash('sha256').update('kanal tests').digest('base64'),
  KANAL_URL: 'http://localhost:3000',
  DISABLE_PAYLOAD_HMR: 'true',
}

const database = ['tests/support/global-database.ts']

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    env,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'src/**/*.test.tsx',
            'sandbox/**/*.test.ts',
            'scripts/**/*.test.ts',
            'tests/contract/**/*.test.ts',
          ],
          exclude: ['**/*.int.test.ts', '**/node_modules/**'],
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'int',
          include: ['src/**/*.int.test.ts', 'tests/int/**/*.test.ts'],
          globalSetup: database,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.test.ts'],
          globalSetup: database,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
