import config from '@payload-config'
import { getPayload } from 'payload'
import { readEnv } from '../../../env.ts'
import { safeError } from '../../../log.ts'
import { kanalOf } from '../../../plugins/context.ts'
import { NONCE_COOKIE } from '../../../plugins/marketplaces/consent-cookie.ts'
import { ConsentProblem } from '../../../plugins/marketplaces/consent-problems.ts'
import { finishConsent } from '../../../plugins/marketplaces/consent.ts'
import { clientAddress } from '../../../plugins/security/client-address.ts'

/** Where a marketplace sends a seller back to. Ends on a page of the admin either way, with a code but no secret. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ marketplace: string }> },
): Promise<Response> {
  const { marketplace } = await params
  const kanal = kanalOf(await getPayload({ config }))
  const go = (page: string): Response => onward(`${kanal.publicUrl}/admin/${page}`)
  try {
    const ip = clientAddress(request.headers, readEnv().trustedProxies)
    const userAgent = request.headers.get('user-agent')
    const shops = await finishConsent(kanal, {
      marketplace,
      query: Object.fromEntries(new URL(request.url).searchParams),
      nonce: cookieOf(request, NONCE_COOKIE),
      visitor: { ...(ip ? { ip } : {}), ...(userAgent ? { userAgent } : {}) },
    })
    return go(`shops-overview?connected=${shops.map(({ id }) => id).join(',')}`)
  } catch (error) {
    const code = error instanceof ConsentProblem ? error.code : 'internal'
    kanal.log.warn(
      { marketplace, code, err: code === 'internal' ? safeError(error) : undefined },
      'consent failed',
    )
    return go(`integrations?problem=${code}`)
  }
}

function cookieOf(request: Request, name: string): string | undefined {
  const parts = (request.headers.get('cookie') ?? '').split(';').map((part) => part.trim())
  return parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
}

/**
 * A page that moves on by itself. A redirect would still count as coming from the marketplace, and the session is
 * rightly not read on such a navigation; one that our own page begins is ours.
 */
function onward(target: string): Response {
  const address = target.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const page = `<!doctype html><html lang="id"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}"><title>Kanal</title><p><a href="${address}">Lanjut ke Kanal · Continue to Kanal</a></p></html>`
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "default-src 'none'",
    },
  })
}
