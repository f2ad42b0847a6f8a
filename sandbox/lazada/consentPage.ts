import { escapeHtml } from '../core/svg.ts'
import type { App, Shop } from './model.ts'

export interface ConsentView {
  readonly app: App
  readonly shops: readonly { readonly shop: Shop; readonly linked: boolean }[]
  readonly redirectUri: string
  readonly state: string
}

function page(title: string, main: string): string {
  return `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/_ui/theme.css">
<link rel="stylesheet" href="/_ui/consent.css">
</head>
<body class="consent">
<p class="ribbon">Lingkungan uji: tidak terhubung ke Lazada yang sesungguhnya</p>
<main class="card">${main}</main>
</body>
</html>`
}

function hidden(name: string, value: string | number): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(String(value))}">`
}

function shopChoice(shop: Shop, note: string, checked: boolean): string {
  const kind = shop.crossBorder ? 'akun lintas negara' : shop.city
  return `<label class="choice"><input type="radio" name="seller_id" value="${shop.sellerId}"${checked ? ' checked' : ''} required>
<img src="/img/${shop.sellerId}.svg" alt="" width="44" height="44">
<span class="grow"><strong>${escapeHtml(shop.name)}</strong><small>${escapeHtml(kind)} · ${escapeHtml(shop.shortCode)}</small></span>
${note === '' ? '' : `<span class="pill ok">${escapeHtml(note)}</span>`}</label>`
}

/** The page on which a seller lets an app into a shop. */
export function consentPage(view: ConsentView): string {
  const { app, shops } = view
  const first = shops.find((entry) => !entry.linked) ?? shops[0]
  const choices = shops
    .map(({ shop, linked }) => shopChoice(shop, linked ? 'Terhubung' : '', shop === first?.shop))
    .join('')
  const main = `
<header class="between"><span class="mark" aria-hidden="true">L</span><span class="dots" aria-hidden="true"></span><span class="mark app" aria-hidden="true">${escapeHtml(app.name.slice(0, 1).toUpperCase())}</span></header>
<h1>Izinkan ${escapeHtml(app.name)} mengelola toko Anda?</h1>
<p class="muted">Aplikasi ini meminta izin untuk:</p>
<ul class="grants"><li>Membaca profil toko dan daftar produk</li><li>Mengubah produk, stok, dan harga</li><li>Membaca pesanan, mengemas, membatalkan, dan menangani retur</li><li>Membaca transaksi keuangan</li></ul>
<form method="post" action="/oauth/authorize">
${hidden('client_id', app.appKey)}${hidden('redirect_uri', view.redirectUri)}${hidden('state', view.state)}
<fieldset><legend>Masuk sebagai toko</legend>${choices}</fieldset>
<div class="actions"><button class="quiet" name="decision" value="reject" formnovalidate>Tolak</button><button class="primary" name="decision" value="approve">Setujui</button></div>
</form>
<p class="muted small">App Key ${app.appKey}. Izin berlaku sampai token pembarunya habis.</p>`
  return page(`Izin untuk ${app.name}`, main)
}

/** A page that only says something. */
export function messagePage(title: string, text: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`)
}
