import { Readable } from 'node:stream'
import type * as Sdk from '@aws-sdk/client-s3'
import type { HttpRequest, ServiceSession, StoredFile } from '../../contract.ts'
import { s3Settings, type S3Settings } from './credentials.ts'
import { s3Failure } from './errors.ts'

const TIMEOUT_MS = 30_000
const PREFIX = 'media/'

/** The part of the SDK's request that a handler sees. */
interface SdkRequest {
  method: string
  protocol: string
  hostname: string
  port?: number
  path: string
  query?: Record<string, string | string[] | null>
  headers: Record<string, string>
  body?: unknown
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
const isMethod = (method: string): method is HttpRequest['method'] => METHODS.has(method)

/** Lets the SDK speak through the guarded `send`: no socket, no DNS and no redirect of its own. */
function guardedHandler(session: ServiceSession): NonNullable<Sdk.S3ClientConfig['requestHandler']> {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    handle: async (request: SdkRequest) => {
      const { method, protocol, hostname, port, path, query = {}, headers, body } = request
      if (!isMethod(method)) throw new Error(`The method ${method} is not used here`)
      const search = Object.entries(query)
        .flatMap(([key, value]) =>
          (Array.isArray(value) ? value : [value]).map((each): [string, string] => [key, each ?? '']),
        )
        .map(([key, value]) => `${encode(key)}=${encode(value)}`)
        .join('&')
      // The client sets these two itself, from the address and the body.
      const { host: _, 'content-length': __, ...rest } = headers
      const response = await session.send({
        method,
        url: `${protocol}//${hostname}${port ? `:${port}` : ''}${path}${search ? `?${search}` : ''}`,
        headers: rest,
        ...(typeof body === 'string' || body instanceof Uint8Array ? { body } : {}),
        timeoutMs: TIMEOUT_MS,
        ...(session.signal ? { signal: session.signal } : {}),
      })
      return {
        response: {
          statusCode: response.status,
          headers: response.headers,
          body: Readable.from([response.body]),
        },
      }
    },
  } as NonNullable<Sdk.S3ClientConfig['requestHandler']>
}

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** Hands `fn` a client for the bucket that is set, made for this one use. @throws AdapterError */
export async function withBucket<T>(
  session: ServiceSession,
  fn: (client: Sdk.S3Client, sdk: typeof Sdk, settings: S3Settings) => Promise<T>,
): Promise<T> {
  const settings = s3Settings(session.credentials)
  const sdk = await import('@aws-sdk/client-s3')
  const { accessKeyId, secretAccessKey, region, endpoint, pathStyle } = settings
  const client = new sdk.S3Client({
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: pathStyle,
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    // Compatible servers know the older checksums only.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    followRegionRedirects: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    defaultsMode: 'standard',
    requestHandler: guardedHandler(session),
  })
  try {
    return await fn(client, sdk, settings)
  } catch (error) {
    session.signal?.throwIfAborted()
    throw s3Failure(error, settings)
  } finally {
    client.destroy()
  }
}

export const put = (session: ServiceSession, key: string, { body, contentType }: StoredFile): Promise<void> =>
  withBucket(session, async (client, { PutObjectCommand }, { bucket }) => {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: PREFIX + key, Body: body, ContentType: contentType }),
    )
  })

export const get = (session: ServiceSession, key: string): Promise<StoredFile | null> =>
  withBucket(session, async (client, { GetObjectCommand }, { bucket }) => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: PREFIX + key }))
      const body = (await answer.Body?.transformToByteArray()) ?? new Uint8Array()
      return { body, contentType: answer.ContentType ?? 'application/octet-stream' }
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return null
      throw error
    }
  })

export const remove = (session: ServiceSession, key: string): Promise<void> =>
  withBucket(session, async (client, { DeleteObjectCommand }, { bucket }) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: PREFIX + key }))
  })
