import type { TestProject } from 'vitest/node'
import { startTestServer } from './server.ts'
import { ensureTemplate } from './template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string
    databaseTemplate: string
  }
}

/** Gives every test file a server and a migrated template: `TEST_DATABASE_URL` when set, else one for this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given
    ? { url: given, superuserUrl: given, stop: async () => undefined }
    : await startTestServer()
  try {
    project.provide('databaseServer', server.url)
    process.env.TEST_DATABASE_URL = server.superuserUrl
    project.provide('databaseTemplate', await ensureTemplate(server.url))
  } catch (error) {
    await server.stop()
    throw error
  }
  return async () => {
    if (!given) delete process.env.TEST_DATABASE_URL
    await server.stop()
  }
}
