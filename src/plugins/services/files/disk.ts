import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'

/** The folder of the media collection; read when needed, like everything of the environment. */
const mediaFolder = (): string => path.resolve(process.env.KANAL_MEDIA_DIR ?? '.kanal/media')

export const sha256Of = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex')

/** @throws Error for a key that would leave the folder. */
function fileOf(key: string): string {
  const folder = mediaFolder()
  const file = path.resolve(folder, key)
  if (path.dirname(file) !== folder) throw new Error('A file key names a file, not a path')
  return file
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The file, or null when there is none. */
export async function readFromDisk(key: string): Promise<Buffer | null> {
  try {
    return await readFile(fileOf(key))
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

/** Writes a file so that it is there whole or not at all, also after a power cut. */
export async function writeToDisk(key: string, body: Uint8Array): Promise<void> {
  const file = fileOf(key)
  await mkdir(path.dirname(file), { recursive: true })
  const unfinished = `${file}.${randomUUID()}.part`
  const handle = await open(unfinished, 'w')
  try {
    await handle.writeFile(body)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
}

/** Also succeeds when there is none. */
export const removeFromDisk = (key: string): Promise<void> => rm(fileOf(key), { force: true })
