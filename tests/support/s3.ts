import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestS3 {
  /** What the form would hold. */
  settings: Readonly<Record<string, string>>
  objects: Map<string, { body: Buffer; type: string; lockedUntil?: Date }>
  /** Whether the bucket was made with object lock: what is locked is neither changed nor deleted. */
  locks: boolean
  /** Runs before each request is answered; what it returns is stored or handed out instead of the body. */
  meddle: ((method: string, key: string, body: Buffer) => Promise<Buffer> | Buffer) | null
  stop(): Promise<void>
}

const BUCKET = 'kanal-media'
const REGION = 'ap-southeast-3'
const ACCESS_KEY = 'KANALTESTKEY1234'
const SECRET_KEY = 'kunci-rahasia-penyimpanan-uji'
/** What one listing holds at most; the real one's is 1,000. */
const PAGE = 20
const MOST_SKEW_MS = 15 * 60 * 1000

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const md5 = (data: Buffer): string => createHash('md5').update(data).digest('base64')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** Signature version 4, written anew from its specification. Returns S3's code for what is wrong, or null. */
function wrongWith(request: IncomingMessage, body: Buffer): string | null {
  const header = request.headers.authorization ?? ''
  const parts =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    )
  if (!parts) return 'AccessDenied'
  const [, accessKey = '', day = '', region = '', signed = '', signature = ''] = parts
  if (accessKey !== ACCESS_KEY) return 'InvalidAccessKeyId'
  if (region !== REGION) return 'AuthorizationHeaderMalformed'
  const stamp = String(request.headers['x-amz-date'] ?? '')
  const at = Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!stamp.startsWith(day) || !(Math.abs(Date.now() - at) < MOST_SKEW_MS)) return 'RequestTimeTooSkewed'
  const names = signed.split(';')
  if (!names.includes('host') || !names.includes('x-amz-content-sha256')) return 'AccessDenied'
  const payload = String(request.headers['x-amz-content-sha256'])
  if (payload !== sha256(body)) return 'XAmzContentSHA256Mismatch'
  const url = new URL(request.url ?? '/', 'http://s3.test')
  const query = [...url.searchParams]
    .map(([key, value]) => `${encode(key)}=${encode(value)}`)
    .sort()
    .join('&')
  const path = (request.url ?? '/').split('?')[0]
  const headers = names.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? '')
        .trim()
        .replace(/\s+/g, ' ')}\n`,
  )
  const canonical = [request.method, path, query, headers.join(''), signed, payload].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET_KEY}`)
  const expected = hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n'))
  return timingSafeEqual(expected, Buffer.from(signature, 'hex')) ? null : 'SignatureDoesNotMatch'
}

const STATUS: Readonly<Record<string, number>> = {
  NoSuchBucket: 404,
  NoSuchKey: 404,
  ObjectLockConfigurationNotFoundError: 404,
  InvalidRequest: 400,
  BadDigest: 400,
  AuthorizationHeaderMalformed: 400,
  XAmzContentSHA256Mismatch: 400,
  MethodNotAllowed: 405,
}

/** A stand-in for S3 with one bucket and one key pair, path-style; signatures and checksums are read strictly. */
export async function startS3(): Promise<TestS3> {
  const objects: TestS3['objects'] = new Map()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      respond(Buffer.concat(chunks)).catch(() => response.destroy())
    })
    const xml = (status: number, content: string): void => {
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(`<?xml version="1.0" encoding="UTF-8"?>${content}`)
    }
    const fail = (code: string): void =>
      xml(STATUS[code] ?? 403, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`)
    const respond = async (body: Buffer): Promise<void> => {
      const wrong = wrongWith(request, body)
      if (wrong) return fail(wrong)
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://s3.test')
      const [, bucket, ...rest] = pathname.split('/')
      if (bucket !== BUCKET) return fail('NoSuchBucket')
      const key = decodeURIComponent(rest.join('/'))
      const meddle = async (content: Buffer): Promise<Buffer> =>
        (await store.meddle?.(request.method ?? '', key, content)) ?? content
      if (request.method === 'GET' && key === '' && searchParams.get('list-type') === '2') {
        const most = Number(searchParams.get('max-keys') ?? 1000)
        const prefix = searchParams.get('prefix') ?? ''
        const after = searchParams.get('continuation-token') ?? ''
        const fitting = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).sort()
        const listed = fitting.slice(0, Math.min(most, PAGE))
        const isTruncated = fitting.length > listed.length
        const next = isTruncated ? `<NextContinuationToken>${listed.at(-1)}</NextContinuationToken>` : ''
        const contents = listed.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('')
        return xml(
          200,
          `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><KeyCount>${listed.length}</KeyCount><MaxKeys>${most}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${next}${contents}</ListBucketResult>`,
        )
      }
      if (request.method === 'GET' && key === '' && searchParams.has('object-lock')) {
        if (!store.locks) return fail('ObjectLockConfigurationNotFoundError')
        return xml(
          200,
          '<ObjectLockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>',
        )
      }
      const isLocked = (objects.get(key)?.lockedUntil ?? new Date(0)) > new Date()
      // Another version may be put over a locked object; this store keeps one version, so it refuses.
      if (isLocked && request.method !== 'GET') return fail('AccessDenied')
      if (request.method === 'PUT') {
        const until = request.headers['x-amz-object-lock-retain-until-date']
        if (until !== undefined && !store.locks) return fail('InvalidRequest')
        if (until !== undefined && request.headers['content-md5'] !== md5(body)) return fail('BadDigest')
        objects.set(key, {
          body: await meddle(body),
          type: request.headers['content-type'] ?? '',
          ...(typeof until === 'string' ? { lockedUntil: new Date(until) } : {}),
        })
        response.writeHead(200, { etag: '"x"' }).end()
        return
      }
      if (request.method === 'GET') {
        const found = objects.get(key)
        if (!found) return fail('NoSuchKey')
        const content = await meddle(found.body)
        response.writeHead(200, { 'content-type': found.type, 'content-length': content.length }).end(content)
        return
      }
      if (request.method === 'DELETE') {
        await meddle(Buffer.alloc(0))
        objects.delete(key)
        response.writeHead(204).end()
        return
      }
      fail('MethodNotAllowed')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const store: TestS3 = {
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: REGION,
      bucket: BUCKET,
      accessKeyId: ACCESS_KEY,
      secretAccessKey: SECRET_KEY,
      addressing: 'path',
    },
    objects,
    locks: false,
    meddle: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return store
}
