import { isIP } from 'node:net'
import { AdapterError, type ServiceSession, type TrailEntry } from '../../contract.ts'
import { hmacSha256Hex } from '../../kit/hmac.ts'
import { atFault } from '../../kit/serviceFailure.ts'
import { isNearbyAddress } from '../../http/guard.ts'
import type { StreamTarget } from './credentials.ts'
import { noKey, notEncrypted, refusedWith } from './errors.ts'

const TIMEOUT_MS = 10_000
/** Names that lead to no server of the internet (RFC 6761, 6762, 8375, and ICANN's .internal). */
const SPECIAL = /(^|\.)(localhost|local|lan|internal|test|example|invalid|home\.arpa)$/i

/** Whether a host can only be on this machine or its network, as it is written: plain text may go there. */
const canOnlyBeNear = (hostname: string): boolean => {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0) return isNearbyAddress(bare)
  return !bare.includes('.') || SPECIAL.test(bare)
}

/**
 * Posts rows as JSON Lines. `kanal-signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of `<seconds>.<body>`, so a
 * receiver can refuse what is old. @throws AdapterError unless the answer is 2xx.
 */
export async function post(
  session: ServiceSession,
  { url, secret }: Extract<StreamTarget, { kind: 'webhook' }>,
  batch: { organisation: string; entries: readonly TrailEntry[]; isTest?: boolean },
): Promise<void> {
  const { host } = url
  if (!secret) throw noKey(host)
  if (url.protocol === 'http:' && !canOnlyBeNear(url.hostname)) throw notEncrypted(host)
  const { organisation, entries, isTest = false } = batch
  const body = entries.map(({ json }) => `${json}\n`).join('')
  const seconds = Math.floor(session.now().getTime() / 1_000)
  const signature = hmacSha256Hex(secret, `${seconds}.`, body)
  const answer = await session
    .send({
      method: 'POST',
      url: url.href,
      headers: {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'kanal-signature': `t=${seconds},v1=${signature}`,
        'kanal-organisation': organisation,
        'kanal-rows': isTest ? 'test' : `${entries[0]?.seq ?? 0}-${entries.at(-1)?.seq ?? 0}`,
      },
      body,
      timeoutMs: TIMEOUT_MS,
      ...(session.signal ? { signal: session.signal } : {}),
    })
    .catch(blameAddress)
  if (answer.status < 200 || answer.status > 299) throw refusedWith(answer.status, host)
}

const blameAddress = (error: unknown): never => {
  throw error instanceof AdapterError ? atFault(error, ['address']) : error
}
