import { html, json, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { newRequestId } from './envelope.ts'
import { cancelPage, consentPage, messagePage, type ConsentView } from './consentPage.ts'
import type { PartnerApp } from './model.ts'
import { isWebAddress } from './pushApi.ts'
import { pushAuthorized, pushRevoked } from './pushEvents.ts'
import { sameSignature, signRequest } from './sign.ts'
import type { World } from './world.ts'

const LINK_SECONDS = 300
const MAX_CONSENT_DAYS = 365

type Kind = 'consent' | 'cancel'

interface Wish {
  readonly app: PartnerApp
  readonly redirectUri: string
  readonly state: string
}

/** GET /auth and /cancel_auth: the unsigned link of the current form. */
export function openPage(world: World, request: HttpRequest, kind: Kind): HttpReply {
  const { query } = request
  const wish = readWish(world, query.get('partner_id'), query.get('redirect_uri'), query.get('state'))
  if (typeof wish === 'string') return refusePage(wish)
  if (query.get('auth_type') !== 'seller')
    return refusePage('auth_type harus "seller". Jenis izin lain belum tersedia di lingkungan uji ini.')
  if (kind === 'consent' && query.get('response_type') !== 'code')
    return refusePage('response_type harus "code".')
  return showPage(world, wish, kind)
}

/** GET /api/v2/shop/auth_partner and cancel_auth_partner: the signed link, dead after five minutes. */
export function openSignedLink(world: World, request: HttpRequest, kind: Kind): HttpReply {
  const { query } = request
  const fail = (error: string, message: string): HttpReply =>
    json({ error, message, request_id: newRequestId() })
  const app = world.apps.get(Number(query.get('partner_id')))
  if (!app) return fail('invalid_partner_id', 'Invalid partner_id, please have a check.')
  const timestamp = query.get('timestamp') ?? ''
  const age = world.clock.seconds() - Number(timestamp)
  if (!/^\d+$/.test(timestamp) || Math.abs(age) > LINK_SECONDS)
    return fail('error_param', 'Invalid timestamp: the link has expired.')
  const expected = signRequest(app.partnerKey, { partnerId: app.partnerId, path: request.path, timestamp })
  if (!sameSignature(expected, query.get('sign') ?? '')) return fail('error_sign', 'Wrong sign.')
  const wish = readWish(world, String(app.partnerId), query.get('redirect'), '')
  return typeof wish === 'string' ? refusePage(wish) : showPage(world, wish, kind)
}

/** POST /auth and /cancel_auth: the person has pressed a button. */
export function submitPage(world: World, request: HttpRequest, kind: Kind): HttpReply {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const wish = readWish(world, form.get('partner_id'), form.get('redirect_uri'), form.get('state'))
  if (typeof wish === 'string') return refusePage(wish)
  if (form.get('decision') !== 'approve') {
    return html(
      messagePage('Izin tidak diberikan', 'Tidak ada yang berubah. Anda dapat menutup halaman ini.'),
    )
  }
  const choice = form.get('shop_id') ?? ''
  const shop = world.shops.get(Number(choice))
  if (kind === 'cancel') {
    if (!shop || !world.tokens.linked(wish.app.partnerId, shop.shopId))
      return refusePage('Toko tidak terhubung.')
    revokeConsent(world, wish.app, shop.shopId)
    return redirect(withQuery(wish, { shop_id: String(shop.shopId) }))
  }
  const days = Math.min(MAX_CONSENT_DAYS, Math.max(1, Number(form.get('days')) || MAX_CONSENT_DAYS))
  if (choice === 'main') {
    const shops = [...world.shops.values()]
    const account = shops[0]?.mainAccountId ?? 0
    const code = giveConsent(
      world,
      wish.app,
      shops.map((s) => s.shopId),
      days,
      account,
    )
    return redirect(withQuery(wish, { code, main_account_id: String(account) }))
  }
  if (!shop) return refusePage('Pilih salah satu toko.')
  const code = giveConsent(world, wish.app, [shop.shopId], days, null)
  return redirect(withQuery(wish, { code, shop_id: choice }))
}

/** Records the consent, tells the app (push 1) and returns the code. */
export function giveConsent(
  world: World,
  app: PartnerApp,
  shopIds: readonly number[],
  days: number,
  mainAccountId: number | null,
): string {
  const { code } = world.tokens.consent(app.partnerId, shopIds, days, mainAccountId)
  for (const shopId of shopIds) pushAuthorized(world, app, shopId, mainAccountId)
  return code
}

/** Ends the consent and tells the app (push 2); true if there was one. */
export function revokeConsent(world: World, app: PartnerApp, shopId: number): boolean {
  const revoked = world.tokens.revoke(app.partnerId, shopId)
  if (revoked) pushRevoked(world, app, shopId)
  return revoked
}

/** The checked wish, or why it is refused. */
function readWish(
  world: World,
  partnerId: string | null,
  redirectUri: string | null,
  state: string | null,
): Wish | string {
  const app = world.apps.get(Number(partnerId))
  if (!app) return `Partner ID ${partnerId ?? ''} tidak dikenal.`
  if (redirectUri === null || !isWebAddress(redirectUri))
    return 'redirect_uri tidak ada atau bukan alamat http(s).'
  if (app.redirectDomain !== '' && new URL(redirectUri).hostname !== declaredHost(app.redirectDomain)) {
    return `Domain pengalihan tidak sesuai dengan yang didaftarkan (${app.redirectDomain}).`
  }
  return { app, redirectUri, state: state ?? '' }
}

function declaredHost(declared: string): string {
  return URL.canParse(declared) ? new URL(declared).hostname : (declared.split(':')[0] ?? declared)
}

function showPage(world: World, wish: Wish, kind: Kind): HttpReply {
  const view: ConsentView = {
    ...wish,
    action: kind === 'consent' ? '/auth' : '/cancel_auth',
    shops: [...world.shops.values()].map((shop) => ({
      shop,
      linked: world.tokens.linked(wish.app.partnerId, shop.shopId),
    })),
  }
  return html(kind === 'consent' ? consentPage(view) : cancelPage(view))
}

function refusePage(text: string): HttpReply {
  return html(messagePage('Permintaan izin tidak dapat dilanjutkan', text), 400)
}

function withQuery(wish: Wish, values: Readonly<Record<string, string>>): string {
  const url = new URL(wish.redirectUri)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  if (wish.state !== '') url.searchParams.set('state', wish.state)
  return url.toString()
}
