import type { CredentialValues, WebhookRequest } from '../contract.ts'
import { secretValues } from './expect.ts'
import type { ConformanceSubject } from './subject.ts'

export interface Forgery {
  name: string
  request: WebhookRequest
  credentials: CredentialValues
}

/** Ten messages and more that look almost genuine, and that no adapter may believe. */
export function forgeriesOf(subject: ConformanceSubject, genuine: WebhookRequest): Forgery[] {
  const { credentials } = subject
  const { signatureHeader, signsUrl } = subject.webhook
  const { [signatureHeader]: signature = '', ...unsigned } = genuine.headers
  const text = new TextDecoder().decode(genuine.rawBody)
  const signed = (value: string) => ({ ...genuine, headers: { ...unsigned, [signatureHeader]: value } })
  const saying = (body: string | Uint8Array) => ({ ...genuine, rawBody: Buffer.from(body) })
  const forged: [string, WebhookRequest, CredentialValues?][] = [
    ['a changed byte of the body', saying(changeByte(genuine.rawBody, genuine.rawBody.length >> 1))],
    ['a changed signature', signed(changeFirst(signature))],
    ['a shortened signature', signed(signature.slice(0, -1))],
    ['no signature', { ...genuine, headers: unsigned }],
    ['an empty signature', signed('')],
    ['a signature in the other letter case', signed(otherCase(signature))],
    ['another secret', genuine, withOtherSecrets(subject)],
    ['no secret to check with', genuine, {}],
    ['a truncated body', saying(genuine.rawBody.subarray(0, -1))],
    ['an empty body', saying('')],
    ['a body that was parsed and written again', saying(JSON.stringify(JSON.parse(text), null, 1))],
    ['a body with a letter written as an escape', saying(escapeLetter(text))],
    ['a body with a byte order mark', saying(`\ufeff${text}`)],
    ['a body with whitespace after it', saying(`${text}\n`)],
    // Bytes above ASCII in a header arrive as one character each.
    ['a signature that is not ASCII', signed(`${signature.slice(0, -1)}é`)],
  ]
  if (signsUrl) forged.push(['another address', { ...genuine, url: `${genuine.url}x` }])
  return forged.map(([name, request, other]) => ({ name, request, credentials: other ?? credentials }))
}

function changeByte(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

const changeFirst = (signature: string): string =>
  `${signature.startsWith('0') ? '1' : '0'}${signature.slice(1)}`

function otherCase(signature: string): string {
  const upper = signature.toUpperCase()
  return upper === signature ? signature.toLowerCase() : upper
}

/** The same JSON value in other bytes: its first letter as a `\u` escape. */
const escapeLetter = (text: string): string =>
  text.replace(/(?<=")[A-Za-z]/, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

function withOtherSecrets({ adapter, credentials }: ConformanceSubject): CredentialValues {
  const secrets = new Set(secretValues(adapter, credentials))
  return Object.fromEntries(
    Object.entries(credentials).map(([key, value]) => [key, secrets.has(value) ? changeFirst(value) : value]),
  )
}
