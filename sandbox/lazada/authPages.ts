import { html, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { consentPage, messagePage } from './consentPage.ts'
import type { App, Shop } from './model.ts'
import type { World } from './world.ts'

interface Wish {
  readonly app: App
  readonly redirectUri: string
  readonly state: string
}

/** GET /oauth/authorize: the page itself. */
export function openPage(world: World, request: HttpRequest): HttpReply {
  const { query } = request
  const wish = readWish(world, query)
  if (typeof wish === 'string') return refusePage(wish)
  if (query.get('response_type') !== 'code')
    return redirect(callback(wish, { error: 'unsupported_response_type' }))
  const shops = [...world.shops.values()].map((shop) => ({
    shop,
    linked: world.tokens.linked(wish.app.appKey, shop.email),
  }))
  return html(consentPage({ ...wish, shops }))
}

/** POST /oauth/authorize: the person has pressed a button. */
export function submitPage(world: World, request: HttpRequest): HttpReply {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const wish = readWish(world, form)
  if (typeof wish === 'string') return refusePage(wish)
  if (form.get('decision') !== 'approve') {
    return redirect(
      callback(wish, { error: 'access_denied', error_description: 'The seller refused the authorization' }),
    )
  }
  const shop = world.shops.get(Number(form.get('seller_id')))
  if (!shop) return refusePage('Pilih salah satu toko.')
  return redirect(callback(wish, { code: giveConsent(world, wish.app, shop) }))
}

/** Records the consent and returns the code. */
export function giveConsent(world: World, app: App, shop: Shop): string {
  return world.tokens.consent(app, world.accountOf(shop))
}

/** The checked wish, or why it is refused. */
function readWish(world: World, query: URLSearchParams): Wish | string {
  const app = world.apps.get(Number(query.get('client_id')))
  if (!app) return `App Key ${query.get('client_id') ?? ''} tidak dikenal.`
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!isWebAddress(redirectUri)) return 'redirect_uri tidak ada atau bukan alamat http(s).'
  if (app.redirectUrl !== '' && redirectUri !== app.redirectUrl) {
    return `redirect_uri harus sama persis dengan App Callback URL (${app.redirectUrl}).`
  }
  return { app, redirectUri, state: query.get('state') ?? '' }
}

/** True for an absolute http(s) address. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function refusePage(text: string): HttpReply {
  return html(messagePage('Permintaan izin tidak dapat dilanjutkan', text), 400)
}

function callback(wish: Wish, values: Readonly<Record<string, string>>): string {
  const url = new URL(wish.redirectUri)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  if (wish.state !== '') url.searchParams.set('state', wish.state)
  return url.toString()
}
