import { randomBytes } from 'node:crypto'
import type { HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'
import { badParam, wrapped } from './envelope.ts'
import type { CallContext, Endpoint } from './gateway.ts'
import { parseMultipart, type Part } from './multipart.ts'
import type { World } from './world.ts'

const MAX_FILES = 9
const MAX_BYTES = 10 * 1024 * 1024
const KINDS: readonly (readonly [contentType: string, start: string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG'],
]

/** Pictures for products. */
export const MEDIA_ENDPOINTS: readonly (readonly [method: string, path: string, endpoint: Endpoint])[] = [
  ['POST', '/api/v2/media_space/upload_image', { kind: 'public', handle: uploadImage }],
]

function uploadImage({ request, world }: CallContext): HttpReply {
  const parts = parseMultipart(request.headers['content-type'] ?? '', request.body)
  const files = parts?.filter((part) => part.name === 'image') ?? []
  if (files.length < 1 || files.length >= MAX_FILES) throw badParam('image should hold 1 to 8 files')
  const rows = files.map((file, id) => store(world, file, id))
  const first = rows[0]
  return wrapped({ image_info: first?.image_info, image_info_list: rows })
}

function store(world: World, file: Part, id: number): { readonly [key: string]: Wire } {
  const kind = KINDS.find(([, start]) => file.body.subarray(0, start.length).toString('latin1') === start)
  if (!kind) return { id, error: 'error_image_unavailable', message: 'Only JPG, JPEG and PNG are supported.' }
  if (file.body.length > MAX_BYTES)
    return { id, error: 'error_param', message: 'The image is larger than 10 MB.' }
  const imageId = `id-11134207-${randomBytes(12).toString('hex')}`
  world.images.set(imageId, { imageId, contentType: kind[0], body: Buffer.from(file.body) })
  const image_info = {
    image_id: imageId,
    image_url_list: [{ image_url_region: 'ID', image_url: imageUrl(world.publicUrl, imageId) }],
  }
  return { id, error: '', message: '', image_info }
}

/** Where an uploaded picture can be seen. */
export function imageUrl(publicUrl: string, imageId: string): string {
  return `${publicUrl}/img/uploaded/${imageId}`
}

/** The uploaded picture at a path, if it is one. */
export function uploadedPicture(world: World, path: string): HttpReply | undefined {
  const image = world.images.get(/^\/img\/uploaded\/([\w-]+)$/.exec(path)?.[1] ?? '')
  return image && { status: 200, headers: { 'content-type': image.contentType }, body: image.body }
}
