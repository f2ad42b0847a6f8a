import { z } from 'zod'
import { AdapterError, type LabelState, type PackageRef, type ShopSession } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { text } from '../../kit/text.ts'
import { callForShop } from './client.ts'
import { isSituation } from './errors.ts'
import { NAME } from './name.ts'
import { packageIdOf, packagePath } from './packages.ts'
import { read } from './wire.ts'

const RETRY_MS = 3_000
const TYPES = ['application/pdf', 'application/zip', 'text/html', 'image/png'] as const

const made = z.object({ doc_url: z.url() })

/** The shipping label (A6 PDF). Its address dies after a day, so it is fetched at once. @throws AdapterError */
export async function label(session: ShopSession, ref: PackageRef): Promise<LabelState> {
  const packageId = await packageIdOf(session, ref)
  try {
    const { data, requestId } = await callForShop(session, {
      method: 'GET',
      path: `${packagePath(packageId)}/shipping_documents`,
      query: { document_type: 'SHIPPING_LABEL', document_size: 'A6' },
      // Being made is an answer of its own here, and asking again is the caller's business.
      idempotent: false,
    })
    return await download(session, read(made, data, 'shipping document', requestId).doc_url)
  } catch (error) {
    if (isSituation(error, 'documentPending')) return { state: 'processing', retryAfterMs: RETRY_MS }
    if (isSituation(error, 'shipFirst', 'notInRegion', 'platformShips')) {
      return {
        state: 'failed',
        reason: error.explanation?.why ?? text('Label tidak tersedia.', 'There is no label.'),
        providerCode: error.providerCode ?? '',
      }
    }
    throw error
  }
}

async function download(session: ShopSession, url: string): Promise<LabelState> {
  const { status, headers, body } = await session.send({
    method: 'GET',
    url,
    ...(session.signal ? { signal: session.signal } : {}),
  })
  if (status !== 200) {
    const reason = status >= 500 ? 'http_5xx_provider_down' : 'unexpected_response'
    throw new AdapterError({
      kind: status >= 500 ? 'transient' : 'contract',
      reason,
      message: `${NAME}: the label's address answered ${status}`,
      httpStatus: status,
      explanation: explain(reason, NAME),
    })
  }
  const given = (headers['content-type'] ?? '').split(';')[0]?.trim()
  return { state: 'ready', contentType: TYPES.find((type) => type === given) ?? 'application/pdf', body }
}
