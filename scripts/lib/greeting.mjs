import { say } from './report.mjs'

async function hasUsers(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    return (await client.query('select exists (select from users) as found')).rows[0].found
  } catch {
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

/** Prints where Kanal is and what to do first. */
export async function greet(env, sandboxes) {
  const address = `${env.KANAL_URL.replace(/\/$/, '')}/admin`
  say()
  say(`  Kanal    ${address}`)
  for (const { name, url } of sandboxes) say(`  Sandbox  ${url}/_control  (${name})`)
  say()
  if (!(await hasUsers(env.DATABASE_URL))) {
    say('  1. Buka alamat itu dan buat akun pemilik pertama.')
    say('     Open the address and create the first owner account.')
  } else {
    say('  1. Buka alamat itu dan masuk.')
    say('     Open the address and sign in.')
  }
  say('  2. Pengaturan → Integrasi: isi kunci marketplace, lalu Uji koneksi.')
  say('     Settings → Integrations: type a marketplace’s keys, then Test connection.')
  if (sandboxes.length > 0) {
    say('     Kunci untuk mencoba ada di tab Aplikasi pada halaman Sandbox.')
    say('     Keys to try with are in the Apps tab of the Sandbox page.')
    say('  3. Di halaman Sandbox: beli sesuatu, lalu lihat stoknya berubah di Kanal.')
    say('     On the Sandbox page: buy something and watch the stock change in Kanal.')
  }
  say()
  say('  Ctrl-C: berhenti / stop      Catatan / logs: .kanal/logs/')
  say()
}
