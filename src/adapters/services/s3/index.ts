import { randomUUID } from 'node:crypto'
import { CONTRACT_VERSION, OWN_PLACE, type ServiceAdapter } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { keep, names, placeOf, read } from './archive.ts'
import { get, put, remove, withBucket } from './client.ts'
import { s3Credentials, s3Settings } from './credentials.ts'
import { notS3 } from './errors.ts'

/** A bucket of Amazon S3, or of anything that speaks its protocol. */
export const s3 = (): ServiceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  kind: 'service',
  id: 's3',
  name: 'File (S3)',
  badge: { text: 'S3', color: '#b45309' },
  purpose: text(
    'Menyimpan foto produk dan salinan bukti jejak audit di luar server ini. Tanpa ini, foto ada di disk server.',
    'Keeps product pictures and copies of the proof of the audit trail outside this server. Without it pictures are on the disk of the server.',
  ),
  docsUrl: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/creating-bucket.html',
  environments: OWN_PLACE,
  credentials: s3Credentials,
  destination: ['endpoint', 'region', 'bucket', 'addressing'],
  setup: [
    text('Buat bucket privat khusus untuk Kanal.', 'Create a private bucket for Kanal alone.'),
    text(
      'Buat kunci akses yang hanya berlaku untuk bucket itu.',
      'Create an access key for that bucket only.',
    ),
    text(
      'Isi alamat, wilayah, bucket, dan kunci, lalu uji.',
      'Fill in endpoint, region, bucket and keys, then test.',
    ),
  ],
  checks: [
    {
      id: 'login',
      label: text('Bucket bisa dibuka', 'Bucket can be opened'),
      run: (session) =>
        withBucket(session, async (client, { ListObjectsV2Command }, { bucket }) => {
          const { $metadata, KeyCount } = await client.send(
            new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }),
          )
          if ($metadata.httpStatusCode !== 200 || KeyCount === undefined) throw notS3(bucket)
          return text(bucket, bucket)
        }),
    },
    {
      id: 'use',
      label: text('Berkas uji ditulis, dibaca, dihapus', 'A probe file was written, read, removed'),
      run: async (session) => {
        const key = `.kanal-probe-${randomUUID()}`
        const body = Buffer.from(key)
        await put(session, key, { body, contentType: 'text/plain' })
        const found = await get(session, key)
        await remove(session, key)
        if (!found || Buffer.compare(Buffer.from(found.body), body) !== 0) {
          throw notS3(s3Settings(session.credentials).bucket)
        }
        return undefined
      },
    },
  ],
  files: {
    placeOf,
    put,
    get,
    remove,
  },
  archive: { placeOf, keep, names, read },
})
