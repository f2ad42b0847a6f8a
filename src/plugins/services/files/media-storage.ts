import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionConfig,
  PayloadRequest,
  UploadConfig,
} from 'payload'
import { autocommit, txOf } from '../../../database/tx.ts'
import { enqueue } from '../../../queue/enqueue.ts'
import { kanalOf } from '../../context.ts'
import { readFromDisk, sha256Of } from './disk.ts'
import { typeOf } from './settle.ts'
import { withStore } from './store.ts'
import { removeFile, settleFile } from './tasks.ts'
import { placeOf } from './where.ts'

interface MediaDoc {
  filename?: string | null
  sizes?: Record<string, { filename?: string | null } | null | undefined> | null
}

/** The files a document names: the picture itself and its sizes. */
const keysOf = (doc: MediaDoc | undefined): string[] =>
  [doc?.filename, ...Object.values(doc?.sizes ?? {}).map((size) => size?.filename)].filter(
    (key): key is string => typeof key === 'string' && key !== '',
  )

const settleNew: CollectionAfterChangeHook = async ({ doc, previousDoc, req }) => {
  const [now, before] = [keysOf(doc as MediaDoc), keysOf(previousDoc as MediaDoc | undefined)]
  if (!req.file) return
  const tx = await txOf(req)
  for (const key of now) await enqueue(tx, settleFile, { key }, { jobKey: `files.settle:${key}` })
  for (const key of before.filter((each) => !now.includes(each)))
    await enqueue(tx, removeFile, { key }, { jobKey: `files.remove:${key}` })
}

const removeOld: CollectionAfterDeleteHook = async ({ doc, req }) => {
  const tx = await txOf(req)
  for (const key of keysOf(doc as MediaDoc))
    await enqueue(tx, removeFile, { key }, { jobKey: `files.remove:${key}` })
}

type Handler = NonNullable<UploadConfig['handlers']>[number]

/** Serves what lies in the store; what is on the disk Payload serves itself. */
// Payload takes an answer or none, which its type says of the function but not of the promise.
const serveFromStore: Handler = (req, { params: { filename } }) =>
  storedFile(req, filename) as Promise<Response>

async function storedFile(req: PayloadRequest, filename: string): Promise<Response | undefined> {
  const kanal = kanalOf(req.payload)
  const place = await placeOf(autocommit(kanal.pool), filename)
  if (place?.place !== 'store' || (await readFromDisk(filename))) return undefined
  const etag = `"${place.sha256.slice(0, 32)}"`
  if (req.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: { etag } })
  const found = await withStore(kanal, 'files.read', (store) => store.get(filename))
  if (!found || sha256Of(found.body) !== place.sha256) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(found.body), {
    headers: {
      'content-type': typeOf(filename),
      'content-length': String(found.body.byteLength),
      'cache-control': 'private, max-age=3600',
      'x-content-type-options': 'nosniff',
      etag,
    },
  })
}

/**
 * Where media are: a new file goes to the disk with its document and into the store right after, by a task of the same
 * transaction, so that no upload waits for a store or fails with it. Reading finds it wherever it is.
 */
export const withFileStore = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  hooks: {
    ...collection.hooks,
    afterChange: [...(collection.hooks?.afterChange ?? []), settleNew],
    afterDelete: [...(collection.hooks?.afterDelete ?? []), removeOld],
  },
  upload: {
    ...(typeof collection.upload === 'object' ? collection.upload : {}),
    handlers: [serveFromStore],
  },
})
