import { escapeHtml } from '../core/svg.ts'
import type { App, Seller, Shop } from './model.ts'

export interface ConsentView {
  readonly app: App
  readonly state: string
  readonly sellers: readonly Seller[]
  readonly shops: ReadonlyMap<string, Shop>
  readonly linked: ReadonlySet<string>
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
<p class="ribbon">Lingkungan uji: tidak terhubung ke Tokopedia &amp; Shop yang sesungguhnya</p>
<main class="card">${main}</main>
</body>
</html>`
}

const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`

function sellerChoice(seller: Seller, view: ConsentView, isFirst: boolean): string {
  const shops = seller.shopIds.flatMap((id) => view.shops.get(id) ?? [])
  const isLinked = seller.shopIds.some((id) => view.linked.has(id))
  return `<label class="choice"><input type="radio" name="seller" value="${seller.openId}"${isFirst ? ' checked' : ''} required>
<img src="/img/${shops[0]?.id ?? ''}.svg" alt="" width="44" height="44">
<span class="grow"><strong>${escapeHtml(seller.name)}</strong><small>${shops.map((shop) => escapeHtml(shop.name)).join(', ')}</small></span>
${isLinked ? '<span class="pill ok">Terhubung</span>' : ''}</label>`
}

/** The page on which a seller lets an app in, for all shops of the account. */
export function consentPage(view: ConsentView): string {
  const { app, sellers, state } = view
  const choices = sellers.map((seller, at) => sellerChoice(seller, view, at === 0)).join('')
  const main = `
<header class="between"><span class="mark" aria-hidden="true">T</span><span class="dots" aria-hidden="true"></span><span class="mark app" aria-hidden="true">${escapeHtml(app.name.slice(0, 1).toUpperCase())}</span></header>
<h1>Izinkan ${escapeHtml(app.name)} mengelola toko Anda?</h1>
<p class="muted">Izin berlaku untuk semua toko milik akun penjual, di etalase Shop dan Tokopedia:</p>
<ul class="grants"><li>Membaca profil toko, gudang, dan daftar produk</li><li>Mengubah stok, harga, dan status tampil produk</li><li>Membaca pesanan, mengirim paket, menjawab pembatalan dan pengembalian</li></ul>
<form method="post" action="/open/authorize">
${hidden('service_id', app.serviceId)}${hidden('state', state)}
<fieldset><legend>Pilih akun penjual</legend>${choices}</fieldset>
<label class="field">Masa berlaku izin
<select name="days"><option value="7">7 hari</option><option value="30">30 hari</option><option value="180">180 hari</option><option value="365" selected>365 hari</option></select></label>
<div class="actions"><button class="quiet" name="decision" value="reject" formnovalidate>Tolak</button><button class="primary" name="decision" value="approve">Setujui</button></div>
</form>
<p class="muted small">App Key ${escapeHtml(app.appKey)}. Anda dapat mencabut izin kapan saja.</p>`
  return page(`Izin untuk ${app.name}`, main)
}

/** A page that only says something. */
export function messagePage(title: string, text: string): string {
  return page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`)
}
