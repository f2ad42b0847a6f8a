import { z } from 'zod'
import { AdapterError, type ShopSession } from '../../contract.ts'
import { explain } from '../../kit/explain.ts'
import { jsonText, type LazadaClient } from './client.ts'
import { notAsDocumented, read, words } from './wire.ts'

const document = z.object({ file: words, pdf_url: words })

/**
 * The shipping labels of parcels as one PDF, or undefined while Lazada is still drawing it. The address it gives
 * lives for minutes only, so the file is fetched at once. @throws AdapterError
 */
export async function fetchLabel(
  client: LazadaClient,
  session: ShopSession,
  packageIds: readonly string[],
): Promise<Uint8Array | undefined> {
  const { data, requestId } = await client.forShop(session, {
    method: 'POST',
    path: '/order/package/document/get',
    params: {
      getDocumentReq: jsonText({
        doc_type: 'PDF',
        packages: packageIds.map((each) => ({ package_id: each })),
        print_item_list: false,
      }),
    },
    idempotent: true,
  })
  const { file, pdf_url: url } = read(document, data ?? {}, 'package/document/get', requestId)
  const body = url ? await download(session, url) : file ? Buffer.from(file, 'base64') : undefined
  if (body && Buffer.from(body).toString('latin1', 0, 5) !== '%PDF-')
    throw notAsDocumented('label is not a PDF')
  return body
}

async function download(session: ShopSession, url: string): Promise<Uint8Array> {
  const { status, body } = await session.send({
    method: 'GET',
    url,
    ...(session.signal ? { signal: session.signal } : {}),
  })
  if (status === 200) return body
  throw new AdapterError({
    kind: 'transient',
    reason: 'http_5xx_provider_down',
    message: `Lazada label answered ${status}`,
    httpStatus: status,
    explanation: explain('http_5xx_provider_down', 'Lazada'),
  })
}
