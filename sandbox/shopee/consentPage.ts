import { escapeHtml } from '../core/svg.ts'
import type { PartnerApp, Shop } from './model.ts'

export interface ConsentView {
  readonly app: PartnerApp
  readonly shops: readonly { readonly shop: Shop; readonly linked: boolean }[]
  readonly action: '/auth' | '/cancel_auth'
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
<p class="ribbon">Lingkungan uji: tidak terhubung ke Shopee yang sesungguhnya</p>
<main class="card">${main}</main>
</body>
</html>`
}

function hidden(name: string, value: string | number): string {
  return `<input type="hidden" name="${name}" value="${escapeHtml(String(value))}">`
}

function shopChoice(shop: Shop, note: string, checked: boolean): string {
  return `<label class="choice"><input type="radio" name="shop_id" value="${shop.shopId}"${checked ? ' checked' : ''} required>
<img src="/img/${shop.shopId}.svg" alt="" width="44" height="44">
<span class="grow"><strong>${escapeHtml(shop.name)}</strong><small>${escapeHtml(titleCase(shop.city))} · ID ${shop.shopId}</small></span>
${note === '' ? '' : `<span class="pill ok">${escapeHtml(note)}</span>`}</label>`
}

function titleCase(text: string): string {
  return text.toLowerCase().replace(/\b\p{L}/gu, (c) => c.toUpperCase())
}

/** The page on which a seller lets an app into a shop. */
export function consentPage(view: ConsentView): string {
  const { app, shops } = view
  const first = shops.find((entry) => !entry.linked) ?? shops[0]
  const choices = shops
    .map(({ shop, linked }) => shopChoice(shop, linked ? 'Terhubung' : '', shop === first?.shop))
    .join('')
  const main = `
<header class="between"><span class="mark" aria-hidden="true">S</span><span class="dots" aria-hidden="true"></span><span class="mark app" aria-hidden="true">${escapeHtml(app.name.slice(0, 1).toUpperCase())}</span></header>
<h1>Izinkan ${escapeHtml(app.name)} mengelola toko Anda?</h1>
<p class="muted">Aplikasi ini meminta izin untuk:</p>
<ul class="grants"><li>Membaca profil toko dan daftar produk</li><li>Mengubah stok, harga, dan status tampil produk</li><li>Membaca pesanan, mengatur pengiriman, dan menangani pembatalan</li></ul>
<form method="post" action="${view.action}">
${hidden('partner_id', app.partnerId)}${hidden('redirect_uri', view.redirectUri)}${hidden('state', view.state)}
<fieldset><legend>Pilih toko</legend>${choices}
<label class="choice"><input type="radio" name="shop_id" value="main" required><span class="stack" aria-hidden="true">${shops.length}</span><span class="grow"><strong>Semua toko</strong><small>Masuk sebagai akun utama</small></span></label>
</fieldset>
<label class="field">Masa berlaku izin
<select name="days"><option value="7">7 hari</option><option value="30">30 hari</option><option value="90">90 hari</option><option value="180">180 hari</option><option value="365" selected>365 hari</option></select></label>
<div class="actions"><button class="quiet" name="decision" value="reject" formnovalidate>Tolak</button><button class="primary" name="decision" value="approve">Setujui</button></div>
</form>
<p class="muted small">Partner ID ${app.partnerId}. Anda dapat mencabut izin kapan saja.</p>`
  return page(`Izin untuk ${app.name}`, main)
}

/** The page on which a seller takes the permission back. */
export function cancelPage(view: ConsentView): string {
  const linked = view.shops.filter((entry) => entry.linked)
  if (linked.length === 0) {
    return messagePage(
      'Tidak ada izin yang dapat dicabut',
      `Belum ada toko yang terhubung dengan ${view.app.name}.`,
    )
  }
  const main = `
<h1>Cabut izin ${escapeHtml(view.app.name)}</h1>
<p class="muted">Setelah dicabut, aplikasi tidak dapat lagi membaca pesanan atau mengubah stok toko ini.</p>
<form method="post" action="${view.action}">
${hidden('partner_id', view.app.partnerId)}${hidden('redirect_uri', view.redirectUri)}${hidden('state', view.state)}
<fieldset><legend>Pilih toko</legend>${linked.map(({ shop }, i) => shopChoice(shop, '', i === 0)).join('')}</fieldset>
<div class="actions"><button class="danger" name="decision" value="approve">Cabut izin</button></div>
</form>`
  return page('Cabut izin', main)
}

/** A page that only says something. */
export function messagePage(title: string, text: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`)
}
