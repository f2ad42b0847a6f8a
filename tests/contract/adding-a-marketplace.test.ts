import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { exampleFolder, installExample } from '../support/example-adapter.ts'
import { blocksOf } from '../support/walkthrough.ts'

const example = await installExample()
afterAll(() => example.remove())

const read = (file: string): Promise<string> => readFile(join(exampleFolder, file), 'utf8')
const sources = (await readdir(join(exampleFolder, 'src'))).map((name) => `src/${name}`)

describe('docs/adding-a-marketplace.md', () => {
  it('shows every source file of the example as it is', async () => {
    const blocks = await blocksOf()
    for (const file of sources) {
      const shown = blocks.filter((block) => block.file === file).map(({ code }) => code)
      expect(shown, file).toEqual([(await read(file)).trimEnd()])
    }
  })

  it('quotes the other files word for word', async () => {
    for (const { file, code } of await blocksOf()) {
      if (file !== 'payload.config.ts') expect(await read(file), file).toContain(code)
    }
  })
})

describe('the example adapter', () => {
  it('imports nothing of Kanal but what is exported', async () => {
    for (const file of sources) {
      const imported = [...(await read(file)).matchAll(/from '([^']+)'/g)].map(([, name]) => name)
      expect(
        imported.filter((name) => !/^(\.\/[\w-]+\.ts|zod|kanal\/adapter(\/kit)?)$/.test(name ?? '')),
        file,
      ).toEqual([])
    }
  })

  it('fits the types Kanal exports', async () => {
    const compiler = join(example.home, 'node_modules/typescript/bin/tsc')
    const check = promisify(execFile)(process.execPath, [compiler, '--noEmit', '-p', example.path])
    await expect(check).resolves.toMatchObject({ stdout: '' })
  }, 120_000)
})

await import(join(example.path, 'test/conformance.test.ts'))
