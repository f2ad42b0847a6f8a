import type { FileService, ServiceSession, StoredFile } from '../../../adapters/contract.ts'
import type { Kanal } from '../../context.ts'
import { servicesOf, type ServiceInForce } from '../hub.ts'

/** Files are in a store that is not set up, or is another one than they were put into. */
export class StoreNotSetUpError extends Error {
  constructor() {
    super('The file store that holds these files is not set up.')
    this.name = 'StoreNotSetUpError'
  }
}

/** The store that is set up now, opened for one piece of work. */
export interface OpenStore {
  /** Names the store itself. */
  bucket: string
  put(key: string, file: StoredFile): Promise<void>
  get(key: string): Promise<StoredFile | null>
  remove(key: string): Promise<void>
}

/** @throws StoreNotSetUpError, or AdapterError from the work. No transaction may be open. */
export async function withStore<T>(
  kanal: Kanal,
  purpose: 'files.read' | 'files.write',
  fn: (store: OpenStore) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const hub = servicesOf(kanal)
  const service = await hub.find('files')
  const files = service?.adapter.files
  if (!service || !files) throw new StoreNotSetUpError()
  return hub.use(service, purpose, (session) => fn(over(files, session)), signal)
}

const over = (files: FileService, session: ServiceSession): OpenStore => ({
  bucket: files.placeOf(session.credentials),
  put: (key, file) => files.put(session, key, file),
  get: (key) => files.get(session, key),
  remove: (key) => files.remove(session, key),
})

/** The store that is set up, if any. */
export const storeInForce = (kanal: Kanal): Promise<ServiceInForce | null> => servicesOf(kanal).find('files')
