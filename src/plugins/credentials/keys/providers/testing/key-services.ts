import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32c } from '../crc32c.ts'

/** One use of a key, as the service itself writes it down. */
export interface KeyUse {
  verb: 'encrypt' | 'decrypt'
  key: string
  bound: string
  outcome: 'ok' | 'refused'
}
export interface KeyService {
  url: string
  log: KeyUse[]
  /** Answers every request like this from now on; null ends it. */
  failWith: number | null
  close(): Promise<void>
}

const seal = (key: Buffer, bound: string, plain: Buffer): Buffer => {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}
const unseal = (key: Buffer, bound: string, blob: Buffer): Buffer | null => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12))
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(blob.subarray(-16))
    return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()])
  } catch {
    return null
  }
}

type Answer = { status: number; body: object; type?: string }
type Talk = (request: IncomingMessage, body: Record<string, unknown>, service: KeyService) => Answer

async function start(talk: Talk): Promise<KeyService> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>
      const {
        status,
        body: answer,
        type,
      } = service.failWith === null
        ? talk(request, body, service)
        : { status: service.failWith, body: {}, type: undefined }
      response.writeHead(status, { 'content-type': type ?? 'application/json' })
      response.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const service: KeyService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log: [],
    failWith: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return service
}

/** AWS KMS as its JSON 1.1 protocol says: refuses unsigned requests, and blobs of another context. */
export function startAwsKms(keyId: string): Promise<KeyService> {
  const key = randomBytes(32)
  const type = 'application/x-amz-json-1.1'
  const refuse = (name: string): Answer => ({ status: 400, type, body: { __type: name, message: name } })
  return start((request, body, service) => {
    const signed = /^AWS4-HMAC-SHA256 Credential=[^,]+\/kms\/aws4_request, SignedHeaders=/.test(
      request.headers.authorization ?? '',
    )
    if (!signed) return refuse('IncompleteSignature')
    if (body.KeyId !== keyId) return refuse('NotFoundException')
    const bound = JSON.stringify(
      Object.entries((body.EncryptionContext ?? {}) as Record<string, string>).sort(),
    )
    if (request.headers['x-amz-target'] === 'TrentService.Encrypt') {
      service.log.push({ verb: 'encrypt', key: keyId, bound, outcome: 'ok' })
      const blob = seal(key, bound, Buffer.from(String(body.Plaintext), 'base64'))
      return { status: 200, type, body: { CiphertextBlob: blob.toString('base64'), KeyId: keyId } }
    }
    const plain = unseal(key, bound, Buffer.from(String(body.CiphertextBlob), 'base64'))
    service.log.push({ verb: 'decrypt', key: keyId, bound, outcome: plain ? 'ok' : 'refused' })
    if (!plain) return refuse('InvalidCiphertextException')
    return { status: 200, type, body: { Plaintext: plain.toString('base64'), KeyId: keyId } }
  })
}

/** Google Cloud KMS over REST, sums included; `lose` spoils one byte on the way out. */
export function startGcpKms(name: string, options: { lose?: boolean } = {}): Promise<KeyService> {
  const key = randomBytes(32)
  return start((request, body, service) => {
    const verb = /\/v1\/(.+):(encrypt|decrypt)/.exec(request.url ?? '')
    const refuse = (status: number, reason: string): Answer => ({
      status,
      body: { error: { code: status, message: reason, status: reason } },
    })
    if (decodeURIComponent(verb?.[1] ?? '') !== name) return refuse(404, 'NOT_FOUND')
    const bound = String(body.additionalAuthenticatedData)
    if (verb?.[2] === 'encrypt') {
      const plain = Buffer.from(String(body.plaintext), 'base64')
      const isWhole =
        Number((body.plaintextCrc32c as { value?: string })?.value ?? body.plaintextCrc32c) === crc32c(plain)
      const blob = seal(key, bound, plain)
      service.log.push({ verb: 'encrypt', key: name, bound, outcome: 'ok' })
      const sum = crc32c(blob)
      if (options.lose) blob[20]! ^= 1
      return {
        status: 200,
        body: {
          name: `${name}/cryptoKeyVersions/1`,
          ciphertext: blob.toString('base64'),
          ciphertextCrc32c: String(sum),
          verifiedPlaintextCrc32c: isWhole,
        },
      }
    }
    const plain = unseal(key, bound, Buffer.from(String(body.ciphertext), 'base64'))
    service.log.push({ verb: 'decrypt', key: name, bound, outcome: plain ? 'ok' : 'refused' })
    if (!plain) return refuse(400, 'INVALID_ARGUMENT')
    return {
      status: 200,
      body: { plaintext: plain.toString('base64'), plaintextCrc32c: String(crc32c(plain)) },
    }
  })
}

/** The transit engine of Vault and OpenBao: one token, one key. */
export function startTransit(name: string, token: string): Promise<KeyService> {
  const key = randomBytes(32)
  return start((request, body, service) => {
    if (request.headers['x-vault-token'] !== token)
      return { status: 403, body: { errors: ['permission denied'] } }
    const verb = new RegExp(`^/v1/transit/(encrypt|decrypt)/${name}$`).exec(request.url ?? '')?.[1]
    const bound = String(body.associated_data)
    if (verb === 'encrypt') {
      service.log.push({ verb, key: name, bound, outcome: 'ok' })
      const blob = seal(key, bound, Buffer.from(String(body.plaintext), 'base64'))
      return {
        status: 200,
        body: { data: { ciphertext: `vault:v1:${blob.toString('base64')}`, key_version: 1 } },
      }
    }
    if (verb !== 'decrypt') return { status: 404, body: { errors: [] } }
    const plain = unseal(key, bound, Buffer.from(String(body.ciphertext).replace('vault:v1:', ''), 'base64'))
    service.log.push({ verb, key: name, bound, outcome: plain ? 'ok' : 'refused' })
    if (!plain) return { status: 400, body: { errors: ['cipher: message authentication failed'] } }
    return { status: 200, body: { data: { plaintext: plain.toString('base64') } } }
  })
}
