import { cloudStoragePlugin } from '@payloadcms/plugin-cloud-storage'
import type { Adapter, GeneratedAdapter } from '@payloadcms/plugin-cloud-storage/types'
import type { Plugin } from 'payload'
import { autocommit, txOf } from '../../../database/tx.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import { kanalOf } from '../../context.ts'
import { removeFile, settleFile } from './tasks.ts'
import { readFromDisk, sha256Of } from './disk.ts'
import { withStore } from './store.ts'
import { typeOf } from './settle.ts'
import { placeOf } from './where.ts'

/**
 * Where media are: a new file goes to the disk with its document and into the store right after, by a task of the same
 * transaction, so that no upload waits for a store or fails with it. Reading finds it wherever it is.
 */
const storage: Adapter = (): GeneratedAdapter => ({
  name: 'kanal-files',
  handleUpload: async ({ file, req }) => {
    await enqueue(
      await txOf(req),
      settleFile,
      { key: file.filename },
      { jobKey: `files.settle:${file.filename}` },
    )
  },
  handleDelete: async ({ filename, req }) => {
    await enqueue(await txOf(req), removeFile, { key: filename }, { jobKey: `files.remove:${filename}` })
  },
  staticHandler: async (req, { params: { filename } }) => {
    const kanal = kanalOf(req.payload)
    const isStored = (await placeOf(autocommit(kanal.pool), filename))?.place === 'store'
    const local = await readFromDisk(filename)
    const body =
      local ??
      (isStored ? (await withStore(kanal, 'files.read', (store) => store.get(filename)))?.body : undefined)
    return body ? fileResponse(body, filename, req.headers) : new Response(null, { status: 404 })
  },
})

function fileResponse(body: Uint8Array, filename: string, asked: Headers): Response {
  const etag = `"${sha256Of(body).slice(0, 32)}"`
  const headers = {
    'content-type': typeOf(filename),
    'content-length': String(body.byteLength),
    'cache-control': 'private, max-age=3600',
    'x-content-type-options': 'nosniff',
    etag,
  }
  if (asked.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  return new Response(new Uint8Array(body), { headers })
}

/** Media of `collection` through the storage above. */
export const mediaStorage = (collection: 'media'): Plugin =>
  cloudStoragePlugin({ collections: { [collection]: { adapter: storage, disableLocalStorage: false } } })
