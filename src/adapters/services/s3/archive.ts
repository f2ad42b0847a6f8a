import { createHash } from 'node:crypto'
import type * as Sdk from '@aws-sdk/client-s3'
import { AdapterError, type CredentialValues, type ServiceSession } from '../../contract.ts'
import { withBucket } from './client.ts'
import { s3Settings } from './credentials.ts'

const PREFIX = 'audit/checkpoints/'
/** How long a bucket with object lock is asked to refuse changes. */
const RETAIN_DAYS = 400
const DAY_MS = 86_400_000

/** Which bucket, at which server. */
export const placeOf = (credentials: CredentialValues): string => {
  const { endpoint, region, bucket } = s3Settings(credentials)
  return `${endpoint ?? `s3.${region}`}/${bucket}`
}

/** Whether the bucket was made with object lock; a store that does not know the question has none. */
async function canLock(
  client: Sdk.S3Client,
  { GetObjectLockConfigurationCommand }: typeof Sdk,
  bucket: string,
): Promise<boolean> {
  try {
    const answer = await client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }))
    return answer.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled'
  } catch (error) {
    if (error instanceof AdapterError) throw error
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } }
    // Stores and keys that cannot lock refuse in many ways; these mean "later".
    if ([429, 500, 503].includes($metadata?.httpStatusCode ?? 0)) throw error
    return false
  }
}

/** Writes a text under its name, locked where the bucket can lock. */
export const keep = (
  session: ServiceSession,
  name: string,
  text: string,
): Promise<{ lockedUntil: Date | null }> =>
  withBucket(session, async (client, sdk, { bucket }) => {
    const body = Buffer.from(text, 'utf8')
    const lockedUntil = (await canLock(client, sdk, bucket))
      ? new Date(session.now().getTime() + RETAIN_DAYS * DAY_MS)
      : null
    await client.send(
      new sdk.PutObjectCommand({
        Bucket: bucket,
        Key: PREFIX + name,
        Body: body,
        ContentType: 'text/plain; charset=utf-8',
        ...(lockedUntil
          ? {
              // Whoever holds Kanal's own key cannot lift it: that takes a permission of its own.
              ObjectLockMode: 'GOVERNANCE',
              ObjectLockRetainUntilDate: lockedUntil,
              ContentMD5: createHash('md5').update(body).digest('base64'),
            }
          : {}),
      }),
    )
    return { lockedUntil }
  })

/** The names of all texts that are kept. */
export const names = (session: ServiceSession): Promise<string[]> =>
  withBucket(session, async (client, { ListObjectsV2Command }, { bucket }) => {
    const found: string[] = []
    let token: string | undefined
    do {
      const page: Sdk.ListObjectsV2CommandOutput = await client.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: PREFIX,
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      )
      for (const { Key } of page.Contents ?? []) if (Key) found.push(Key.slice(PREFIX.length))
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token !== undefined)
    return found
  })

/** The text of that name, or null. */
export const read = (session: ServiceSession, name: string): Promise<string | null> =>
  withBucket(session, async (client, { GetObjectCommand }, { bucket }) => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: PREFIX + name }))
      return (await answer.Body?.transformToString('utf8')) ?? ''
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return null
      throw error
    }
  })
