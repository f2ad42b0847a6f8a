import { AdapterError, type Cause, type Explanation } from '../../contract.ts'
import { causeOfNetworkError } from '../../http/failures.ts'
import { atFault, serviceFailure, speaksPlainly } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import type { SmtpSettings } from './credentials.ts'

/** What nodemailer tells of a failure. */
interface SmtpError extends Error {
  code?: string
  responseCode?: number
  response?: string
  command?: string
  /** Which of its timeouts ran out. */
  timeoutType?: string
  /** The code of Node's error behind nodemailer's own. */
  originalCode?: string
}

const TLS_EXPECTED: Explanation = {
  what: text('Server tidak berbicara TLS di port ini.', 'The server does not speak TLS on this port.'),
  why: text(
    'Port dan pilihan keamanan tidak cocok: biasanya 465 untuk TLS dan 587 untuk STARTTLS.',
    'The port and the security do not match: usually 465 is for TLS and 587 for STARTTLS.',
  ),
  remedy: text('Pilih STARTTLS, atau ganti port ke 465.', 'Choose STARTTLS, or change the port to 465.'),
}
const NO_GREETING: Explanation = {
  what: text('Tersambung, tetapi server tidak menyapa.', 'Connected, but the server says nothing.'),
  why: text(
    'Server menunggu TLS sejak awal, atau ini bukan server SMTP.',
    'It waits for TLS from the start, or it is no SMTP server.',
  ),
  remedy: text('Pilih TLS untuk port 465, lalu uji lagi.', 'Choose TLS for port 465, then test again.'),
}
const NO_STARTTLS: Explanation = {
  what: text('Server tidak menawarkan STARTTLS.', 'The server does not offer STARTTLS.'),
  why: text(
    'Tanpa enkripsi kata sandi bisa dibaca orang lain, jadi Kanal berhenti sebelum mengirimnya.',
    'Without encryption others could read the password, so Kanal stopped before sending it.',
  ),
  remedy: text('Pilih TLS dengan port 465, lalu uji lagi.', 'Choose TLS with port 465, then test again.'),
}
const NOT_SMTP: Explanation = {
  what: text('Yang menjawab bukan server SMTP.', 'What answered is no SMTP server.'),
  why: text('Jawabannya tidak mengikuti aturan SMTP.', 'Its answer does not follow the rules of SMTP.'),
  remedy: text('Periksa server dan port, lalu uji lagi.', 'Check server and port, then test again.'),
}
const APP_PASSWORD: Explanation = {
  what: text('Server meminta kata sandi aplikasi.', 'The server asks for an app password.'),
  why: text(
    'Akun dengan verifikasi dua langkah tidak menerima kata sandi akun di sini.',
    'An account with two-step verification does not take its own password here.',
  ),
  remedy: text(
    'Buat kata sandi aplikasi di akun email, tempel di sini, lalu uji lagi.',
    'Create an app password in the mail account, paste it here, then test again.',
  ),
}
const NO_LOGIN: Explanation = {
  what: text('Server ini tidak menerima login.', 'This server takes no login.'),
  why: text(
    'Server tidak menawarkan cara login yang dikenal di sambungan ini.',
    'It offers no way of signing in that is known, on this connection.',
  ),
  remedy: text(
    'Kosongkan nama pengguna dan kata sandi, atau pilih keamanan lain.',
    'Leave user name and password empty, or choose another security.',
  ),
}
const SENDER_REFUSED: Explanation = {
  what: text('Server menolak alamat pengirim.', 'The server refused the sender address.'),
  why: text(
    'Akun ini tidak boleh mengirim atas nama alamat itu.',
    'This account may not send in the name of that address.',
  ),
  remedy: text(
    'Pakai alamat pengirim milik akun ini, lalu uji lagi.',
    'Use a sender address of this account, then test again.',
  ),
}
const RECIPIENT_REFUSED: Explanation = {
  what: text('Server menolak alamat penerima.', 'The server refused the recipient.'),
  why: text(
    'Alamatnya tidak ada, atau server ini tidak meneruskan email ke luar.',
    'It does not exist, or this server does not pass mail on to the outside.',
  ),
  remedy: text('Periksa alamat penerima.', 'Check the recipient.'),
}
const BLOCKED_HERE: Explanation = {
  what: text(
    'Server email menutup pintu untuk alamat server Kanal.',
    'The mail server turns this server away.',
  ),
  why: text(
    'Alamat internet server ini diblokir atau tidak ada di daftar izin mereka.',
    'The internet address of this server is blocked, or missing from their allow-list.',
  ),
  remedy: text(
    'Minta penyedia email mengizinkan alamat server ini.',
    'Ask the mail provider to allow the address of this server.',
  ),
}
export const ENCRYPT_FIRST: Explanation = {
  what: text('Tanpa enkripsi hanya boleh untuk server lokal.', 'No encryption is only for a local server.'),
  why: text(
    'Di internet kata sandi dan isi email bisa dibaca orang lain.',
    'On the internet others could read the password and the mail.',
  ),
  remedy: text('Pilih TLS atau STARTTLS.', 'Choose TLS or STARTTLS.'),
}

const PLACE = ['host', 'port']
const LOGIN = ['user', 'password']

/** Which setting and which cause an error of a mail conversation stands for. */
export function smtpFailure(error: unknown, settings: SmtpSettings): AdapterError {
  if (!(error instanceof AdapterError)) return failureOf(error as SmtpError, settings.host)
  return settings.security === 'tls' && speaksPlainly(error)
    ? of(error, settings.host, 'unexpected_response', ['security', 'port'], TLS_EXPECTED)
    : atFault(error, PLACE)
}

function of(
  error: SmtpError,
  host: string,
  reason: Cause,
  fields: readonly string[],
  explanation?: Explanation,
): AdapterError {
  const providerCode = /^\d{3}(?:[ -]\d\.\d{1,3}\.\d{1,3})?/.exec(error.response ?? '')?.[0]
  return serviceFailure(reason, {
    who: host,
    message: `${host}: ${error.message.slice(0, 300)}`,
    fields,
    ...(explanation ? { explanation } : {}),
    ...(providerCode ? { providerCode } : {}),
    cause: error,
  })
}

type Fail = (reason: Cause, fields: readonly string[], explanation?: Explanation) => AdapterError

function failureOf(error: SmtpError, host: string): AdapterError {
  const fail: Fail = (...rest) => of(error, host, ...rest)
  const { code, responseCode = 0, response, command } = error
  if (code === 'EAUTH') return ofLogin(error, fail)
  if (responseCode >= 400) return ofAnswer(error, fail)
  switch (code) {
    case 'ETIMEDOUT':
      return error.timeoutType === 'GREETING_TIMEOUT'
        ? fail('unexpected_response', ['security', 'port'], NO_GREETING)
        : fail('tcp_timeout', PLACE)
    case 'ETLS':
      if (command === 'STARTTLS' && response) return fail('unexpected_response', ['security'], NO_STARTTLS)
      return fail(certificateCause(error) ?? 'tls_untrusted', ['host'])
    case 'EPROTOCOL':
      return fail('unexpected_response', PLACE, NOT_SMTP)
    case 'EENVELOPE':
      return fail('request_refused', [], RECIPIENT_REFUSED)
    case 'ECONNECTION':
    case 'ESOCKET': {
      const ofCertificate = certificateCause(error)
      if (ofCertificate) return fail(ofCertificate, ['host'])
      const cause = causeOfNetworkError(error)
      return fail(cause === 'internal' ? 'tcp_refused' : cause, PLACE)
    }
    default:
      return fail('internal', [])
  }
}

function certificateCause({ originalCode }: SmtpError): Cause | undefined {
  const cause = causeOfNetworkError(Object.assign(new Error('certificate'), { code: originalCode }))
  return cause.startsWith('tls_') ? cause : undefined
}

function ofLogin({ responseCode = 0, response = '' }: SmtpError, fail: Fail): AdapterError {
  if (responseCode === 534 || /application-specific|app password/i.test(response)) {
    return fail('http_401_bad_credential', ['password'], APP_PASSWORD)
  }
  if (responseCode === 538 || responseCode === 530) {
    return fail('unexpected_response', ['security'], NO_STARTTLS)
  }
  if (responseCode >= 400 && responseCode < 500) return fail('http_5xx_provider_down', [])
  if ([0, 500, 502, 503, 504].includes(responseCode)) {
    return fail('unexpected_response', ['user', 'security'], NO_LOGIN)
  }
  return fail('http_401_bad_credential', LOGIN)
}

function ofAnswer({ responseCode = 0, response = '', command = '' }: SmtpError, fail: Fail): AdapterError {
  if (responseCode === 552 || /quota|limit exceeded|too many messages/i.test(response)) {
    return fail('quota_exceeded', [])
  }
  if (/rate|too many connections|slow down/i.test(response) && responseCode < 500) {
    return fail('http_429_rate_limited', [])
  }
  if (responseCode < 500) return fail('http_5xx_provider_down', [])
  if (command === 'STARTTLS') return fail('unexpected_response', ['security'], NO_STARTTLS)
  if (command === 'CONN') return fail('ip_not_allowlisted', ['host'], BLOCKED_HERE)
  if (responseCode === 530) return fail('http_401_bad_credential', LOGIN)
  if (command.startsWith('MAIL FROM')) return fail('http_403_missing_scope', ['fromAddress'], SENDER_REFUSED)
  if (command.startsWith('RCPT TO')) return fail('request_refused', [], RECIPIENT_REFUSED)
  return fail('request_refused', [])
}
