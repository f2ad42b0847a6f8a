import { StartError } from './report.mjs'

const OLDEST_MAJOR = 15
const TRANSACTION_POOLER_PORT = '6543'

const refused = (id, en, details) => new StartError({ id, en }, details)

function explain(error, url) {
  const where = `${url.hostname}:${url.port || 5432}`
  const name = url.pathname.slice(1)
  if (error.code === '28P01' || error.code === '28000')
    return refused(
      `Nama pengguna atau kata sandi di DATABASE_URL ditolak oleh ${where}. Periksa keduanya; huruf khusus dalam kata sandi harus ditulis dalam bentuk %XX.`,
      `The user name or password in DATABASE_URL was refused by ${where}. Check both; special characters in the password must be written as %XX.`,
    )
  if (error.code === '3D000')
    return refused(
      `Basis data "${name}" dalam DATABASE_URL tidak ada di ${where}. Buat dulu, atau perbaiki namanya.`,
      `The database "${name}" of DATABASE_URL does not exist at ${where}. Create it, or correct the name.`,
    )
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return refused(
      `Nama server ${url.hostname} dalam DATABASE_URL tidak ditemukan. Periksa ejaannya dan sambungan jaringan.`,
      `The host ${url.hostname} of DATABASE_URL cannot be found. Check its spelling and the network.`,
    )
  if (/SSL|certificate/i.test(error.message))
    return refused(
      `Sambungan aman (SSL) ke ${where} gagal: ${error.message}. Periksa sslmode dalam DATABASE_URL.`,
      `The secure connection (SSL) to ${where} failed: ${error.message}. Check sslmode in DATABASE_URL.`,
    )
  return refused(
    `Server basis data ${where} dalam DATABASE_URL tidak bisa dihubungi (${error.code ?? error.message}). Pastikan server menyala dan alamatnya benar.`,
    `The database server ${where} of DATABASE_URL cannot be reached (${error.code ?? error.message}). Make sure it runs and the address is right.`,
  )
}

function parse(text) {
  try {
    const url = new URL(text)
    if (['postgres:', 'postgresql:'].includes(url.protocol) && url.hostname) return url
  } catch {
    // Explained below, without repeating the text: it may hold a password.
  }
  throw refused(
    'DATABASE_URL bukan alamat PostgreSQL. Bentuknya: postgres://pengguna:katasandi@server:5432/basisdata',
    'DATABASE_URL is not a PostgreSQL address. It looks like postgres://user:password@host:5432/database',
  )
}

/**
 * Connects once to the operator's own database.
 * @throws StartError with the cause when it cannot be used.
 */
export async function checkExternalDatabase(text) {
  const url = parse(text)
  if (url.port === TRANSACTION_POOLER_PORT || url.searchParams.get('pgbouncer') === 'true')
    throw refused(
      'DATABASE_URL menunjuk pooler mode transaksi (port 6543). Kanal memakai LISTEN dan advisory lock, jadi pakailah alamat langsung atau mode sesi (biasanya port 5432).',
      'DATABASE_URL points at a transaction-mode pooler (port 6543). Kanal uses LISTEN and advisory locks, so give it the direct or session-mode address (usually port 5432).',
    )
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: text, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  let version
  try {
    await client.connect()
    version = Number((await client.query('show server_version_num')).rows[0].server_version_num)
  } catch (error) {
    throw explain(error, url)
  } finally {
    await client.end().catch(() => {})
  }
  const major = Math.floor(version / 10_000)
  if (major < OLDEST_MAJOR)
    throw refused(
      `PostgreSQL ${major} terlalu lama; Kanal membutuhkan versi ${OLDEST_MAJOR} sampai 18.`,
      `PostgreSQL ${major} is too old; Kanal needs version ${OLDEST_MAJOR} to 18.`,
    )
}
