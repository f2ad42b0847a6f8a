import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './example-adapter.ts'

/** A code block of the document and the file its title names. */
export interface Block {
  file: string
  code: string
}

/** The titled code blocks of docs/adding-a-marketplace.md in their order, or those of one file. */
export async function blocksOf(file?: string): Promise<Block[]> {
  const text = await readFile(join(repository, 'docs/adding-a-marketplace.md'), 'utf8')
  return [...text.matchAll(/^```\w+ title="([^"]+)"\n(.*?)\n```$/gms)]
    .map(([, name = '', code = '']) => ({ file: name, code }))
    .filter((block) => file === undefined || block.file === file)
}
