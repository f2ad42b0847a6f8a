import type { ArchiveService, ServiceSession } from '../../../adapters/contract.ts'
import type { Kanal } from '../../context.ts'
import { servicesOf } from '../../services/hub.ts'

/** The place for copies that is set up now, opened for one piece of work. */
export interface OpenArchive {
  /** Names the place itself. */
  place: string
  keep(name: string, text: string): Promise<{ lockedUntil: Date | null }>
  names(): Promise<string[]>
  read(name: string): Promise<string | null>
}

const over = (archive: ArchiveService, session: ServiceSession): OpenArchive => ({
  place: archive.placeOf(session.credentials),
  keep: (name, text) => archive.keep(session, name, text),
  names: () => archive.names(session),
  read: (name) => archive.read(session, name),
})

/**
 * Hands `fn` the place for copies, or null when none is set up. No transaction may be open.
 * @throws AdapterError from the work.
 */
export async function withArchive<T>(
  kanal: Kanal,
  purpose: 'audit.copy' | 'audit.verify',
  fn: (archive: OpenArchive | null) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const hub = servicesOf(kanal)
  const service = await hub.find('archive', { freshly: true })
  const archive = service?.adapter.archive
  if (!service || !archive) return fn(null)
  return hub.use(service, purpose, (session) => fn(over(archive, session)), signal)
}
