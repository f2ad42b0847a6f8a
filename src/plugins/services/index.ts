import type { CollectionConfig, Plugin } from 'payload'
import { CONTRACT_VERSION, type ServiceAdapter } from '../../adapters/contract.ts'
import { fieldProblems } from '../../adapters/kit/fieldProblems.ts'
import { httpCheckProblems } from '../../adapters/kit/httpCheckProblems.ts'
import { contribute, registryOf } from '../registry.ts'
import { envelopeEndpoint, reportsEndpoint } from './endpoints/browser-reports.ts'
import { filesEndpoint, moveFilesEndpoint } from './endpoints/files.ts'
import { testMailEndpoint } from './endpoints/test-mail.ts'
import { withFileStore } from './files/media-storage.ts'
import { moveFiles, removeFile, settleFile } from './files/tasks.ts'
import { forgotPassword } from './mail/forgot-password.ts'
import { payloadEmail } from './mail/payload-email.ts'

/** The config is wrong in a way that only its author can put right. */
export class ServiceRegistrationError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ServiceRegistrationError'
  }
}

/**
 * Services of the deployment: mail, error reports, cache, file storage. Each is set up on the Integrations page by the
 * operating organisation; Kanal runs without any of them.
 * @throws ServiceRegistrationError for an id that is taken, an adapter of another contract, or declarations that
 * cannot work.
 */
export const services =
  ({ adapters }: { adapters: readonly ServiceAdapter[] }): Plugin =>
  (incoming) => {
    assertUsable(registryOf(incoming), adapters)
    const config = contribute(incoming, { services: adapters, tasks: [settleFile, removeFile, moveFiles] })
    return {
      ...config,
      admin: {
        ...config.admin,
        components: {
          ...config.admin?.components,
          providers: [
            ...(config.admin?.components?.providers ?? []),
            '/src/plugins/services/components/BrowserReports.tsx#BrowserReports',
          ],
        },
      },
      email: payloadEmail(),
      endpoints: [
        ...(config.endpoints ?? []),
        testMailEndpoint,
        filesEndpoint,
        moveFilesEndpoint,
        reportsEndpoint,
        envelopeEndpoint,
      ],
      collections: config.collections?.map((collection) => ours(collection, config.admin?.user)),
    }
  }

/** Media live in the file store; people who forgot their password get a mail. */
const ours = (collection: CollectionConfig, people: string | undefined): CollectionConfig => {
  if (collection.slug === 'media') return withFileStore(collection)
  return collection.slug === people ? withForgotPassword(collection) : collection
}

const withForgotPassword = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  auth: { ...(typeof collection.auth === 'object' ? collection.auth : {}), forgotPassword },
})

function assertUsable(registry: ReturnType<typeof registryOf>, adapters: readonly ServiceAdapter[]): void {
  const seen = new Set([...registry.adapters, ...registry.services].map(({ id }) => id))
  for (const adapter of adapters) {
    const { id, contractVersion } = adapter
    if (seen.has(id)) throw new ServiceRegistrationError(`Two adapters have the id "${id}".`)
    if (contractVersion !== CONTRACT_VERSION)
      throw new ServiceRegistrationError(`The service "${id}" is made for contract ${contractVersion}.`)
    const [problem] = [...fieldProblems(adapter), ...httpCheckProblems(adapter)]
    if (problem) throw new ServiceRegistrationError(`The service "${id}", ${problem}.`)
    seen.add(id)
  }
}
