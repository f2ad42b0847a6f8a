import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const repository = resolve(import.meta.dirname, '../..')
export const exampleFolder = join(repository, 'examples/adapter-toko-demo')
const PACKAGE = 'kanal-adapter-toko-demo'

export interface InstalledExample {
  /** An installation of Kanal that has the package as `npm install ./adapter-toko-demo` leaves it. */
  home: string
  /** The package's own folder, outside of the repository. */
  path: string
  remove(): Promise<void>
}

/** The example adapter, installed from a folder that is not the repository's: it reaches only what Kanal exports. */
export async function installExample(): Promise<InstalledExample> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'kanal-example-')))
  const path = join(home, 'adapter-toko-demo')
  await cp(exampleFolder, path, { recursive: true, filter: (from) => !from.includes('node_modules') })
  const modules = join(home, 'node_modules')
  await mkdir(modules)
  const theirs = join(repository, 'node_modules')
  for (const name of await readdir(theirs)) {
    if (!name.startsWith('.') && name !== 'kanal') await symlink(join(theirs, name), join(modules, name))
  }
  await symlink(repository, join(modules, 'kanal'))
  await symlink(path, join(modules, PACKAGE))
  await symlink(join(repository, 'src'), join(home, 'src'))
  return { home, path, remove: () => rm(home, { recursive: true, force: true }) }
}
