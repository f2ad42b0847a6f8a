import { html, redirect, type HttpReply, type HttpRequest } from '../core/http.ts'
import { SELLERS } from './catalogue.ts'
import { consentPage, messagePage } from './consentPage.ts'
import type { App, Seller } from './model.ts'
import { pushDeauthorised } from './webhooks.ts'
import type { World } from './world.ts'

const MAX_CONSENT_DAYS = 365

/** GET and POST /open/authorize: the page on which a seller lets an app in. */
export function consentReply(world: World, request: HttpRequest): HttpReply {
  const isForm = request.method === 'POST'
  const input = isForm ? new URLSearchParams(request.body.toString('utf8')) : request.query
  const app = [...world.apps.values()].find((each) => each.serviceId === input.get('service_id'))
  if (!app)
    return html(messagePage('Permintaan izin tidak dapat dilanjutkan', 'service_id tidak dikenal.'), 400)
  if (app.redirectUrl === '') {
    return html(
      messagePage(
        'Alamat pengalihan belum diatur',
        'Isi Redirect URL aplikasi di halaman kendali, tab Aplikasi.',
      ),
      400,
    )
  }
  const state = input.get('state') ?? ''
  if (!isForm) {
    return html(
      consentPage({
        app,
        state,
        sellers: SELLERS,
        shops: world.shops,
        linked: new Set(world.tokens.linkedShops(app.appKey)),
      }),
    )
  }
  const seller = SELLERS.find((each) => each.openId === input.get('seller'))
  if (input.get('decision') !== 'approve') return back(app, state, { code: 'null', error: 'auth_denied' })
  if (!seller) return html(messagePage('Pilih penjual', 'Pilih salah satu akun penjual.'), 400)
  const days = Math.min(MAX_CONSENT_DAYS, Math.max(1, Number(input.get('days')) || MAX_CONSENT_DAYS))
  return back(app, state, { code: giveConsent(world, app, seller, days) })
}

/** Sends the seller to the app. A consent started elsewhere carries no state. */
function back(app: App, state: string, values: Readonly<Record<string, string>>): HttpReply {
  const url = new URL(app.redirectUrl)
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value)
  if (state !== '') url.searchParams.set('state', state)
  return redirect(url.toString())
}

/** Records the consent and returns the code. */
export const giveConsent = (world: World, app: App, seller: Seller, days: number): string =>
  world.tokens.consent(app.appKey, seller, [...app.scopes], days)

/** Ends the consent a shop is part of and tells the app; true if there was one. */
export function revokeConsent(world: World, app: App, shopId: string): boolean {
  const shopIds = world.tokens.revoke(app.appKey, shopId)
  for (const each of shopIds) pushDeauthorised(world, app, each)
  return shopIds.length > 0
}
