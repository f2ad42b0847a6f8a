import { AdapterError, type Cause, type Explanation } from '../../contract.ts'
import { causeOfNetworkError } from '../../http/failures.ts'
import { atFault, serviceFailure, speaksPlainly } from '../../kit/serviceFailure.ts'
import { text } from '../../kit/text.ts'
import type { RedisSettings } from './credentials.ts'

const PLACE = ['host', 'port']

interface Rule {
  match: RegExp
  reason: Cause
  fields: readonly string[]
  explanation?: Explanation
}

/** What Redis answers, by the first word of its error. */
const RULES: readonly Rule[] = [
  {
    match: /^NOAUTH/,
    reason: 'http_401_bad_credential',
    fields: ['password'],
    explanation: {
      what: text('Redis meminta kata sandi.', 'Redis asks for a password.'),
      why: text(
        'Server ini terkunci, dan kata sandinya belum diisi.',
        'This server is locked, and no password is set here.',
      ),
      remedy: text('Isi kata sandi, lalu uji lagi.', 'Enter the password, then test again.'),
    },
  },
  { match: /^WRONGPASS|invalid password/i, reason: 'http_401_bad_credential', fields: ['user', 'password'] },
  {
    match: /without any password configured|Client sent AUTH, but no password is set/,
    reason: 'http_401_bad_credential',
    fields: ['password'],
    explanation: {
      what: text('Server ini tidak memakai kata sandi.', 'This server has no password.'),
      why: text(
        'Kata sandi diisi, tetapi server tidak punya satu pun.',
        'One is entered here, but the server has none.',
      ),
      remedy: text(
        'Kosongkan kata sandi, atau pasang kata sandi di server.',
        'Leave it empty, or set a password on the server.',
      ),
    },
  },
  {
    match: /^NOPERM/,
    reason: 'http_403_missing_scope',
    fields: ['user'],
    explanation: {
      what: text('Pengguna ini belum punya izin.', 'This user lacks a permission.'),
      why: text(
        'Aturan ACL tidak mengizinkan perintah atau kunci "kanal:*".',
        'Its ACL rules do not allow a command, or the keys "kanal:*".',
      ),
      remedy: text(
        'Beri izin: ~kanal:* +@read +@write +@scripting +@connection.',
        'Grant: ~kanal:* +@read +@write +@scripting +@connection.',
      ),
    },
  },
  {
    match: /^(MOVED|ASK|CROSSSLOT|CLUSTERDOWN)|cluster mode/,
    reason: 'wrong_environment',
    fields: ['host'],
    explanation: {
      what: text('Ini Redis Cluster.', 'This is a Redis Cluster.'),
      why: text(
        'Kanal memakai satu server Redis, bukan kluster.',
        'Kanal uses one Redis server, not a cluster.',
      ),
      remedy: text('Pakai database Redis tanpa mode kluster.', 'Use a Redis database without cluster mode.'),
    },
  },
  {
    match: /^READONLY/,
    reason: 'wrong_environment',
    fields: ['host'],
    explanation: {
      what: text('Server ini hanya bisa dibaca.', 'This server is read-only.'),
      why: text('Yang diisi adalah alamat replika.', 'The address is that of a replica.'),
      remedy: text('Pakai alamat server utama.', 'Use the address of the primary.'),
    },
  },
  {
    match: /DB index is out of range|invalid DB index/i,
    reason: 'invalid_format',
    fields: ['db'],
    explanation: {
      what: text('Nomor database itu tidak ada.', 'There is no database of that number.'),
      why: text('Server menyediakan lebih sedikit database.', 'The server offers fewer.'),
      remedy: text('Pakai 0, lalu uji lagi.', 'Use 0, then test again.'),
    },
  },
  { match: /^(LOADING|MASTERDOWN|BUSY|TRYAGAIN)/, reason: 'http_5xx_provider_down', fields: [] },
  { match: /max number of clients/, reason: 'http_429_rate_limited', fields: [] },
  {
    match: /^(OOM|MISCONF)/,
    reason: 'quota_exceeded',
    fields: [],
    explanation: {
      what: text('Redis menolak menulis.', 'Redis refuses to write.'),
      why: text('Memorinya penuh, atau disknya bermasalah.', 'Its memory is full, or its disk has trouble.'),
      remedy: text('Perbesar memori Redis, lalu uji lagi.', 'Give Redis more memory, then test again.'),
    },
  },
  {
    match: /^DENIED/,
    reason: 'ip_not_allowlisted',
    fields: ['host', 'password'],
    explanation: {
      what: text('Redis hanya menerima sambungan lokal.', 'Redis takes local connections only.'),
      why: text(
        'Mode perlindungan aktif: belum ada kata sandi.',
        'Protected mode is on: it has no password.',
      ),
      remedy: text('Pasang kata sandi di server Redis.', 'Set a password on the Redis server.'),
    },
  },
]

const NOT_REDIS: Explanation = {
  what: text('Yang menjawab bukan Redis.', 'What answered is not Redis.'),
  why: text('Jawabannya tidak mengikuti aturan Redis.', 'Its answer does not follow the rules of Redis.'),
  remedy: text(
    'Periksa server, port, dan keamanan, lalu uji lagi.',
    'Check server, port and security, then test again.',
  ),
}

/** Which setting and which cause an error of Redis stands for. */
export function redisFailure(
  error: unknown,
  { host, tls }: Pick<RedisSettings, 'host' | 'tls'>,
): AdapterError {
  if (error instanceof AdapterError) return tls ? ofTls(error, host) : atFault(error, PLACE)
  const said = error instanceof Error ? error.message : String(error)
  const rule = RULES.find(({ match }) => match.test(said))
  const fail = (reason: Cause, fields: readonly string[], explanation?: Explanation): AdapterError =>
    serviceFailure(reason, {
      who: `Redis (${host})`,
      message: `${host}: ${said.slice(0, 200)}`,
      fields,
      ...(explanation ? { explanation } : {}),
      ...(/^[A-Z]{3,20}\b/.test(said) ? { providerCode: said.split(' ')[0] ?? '' } : {}),
      cause: error,
    })
  if (rule) return fail(rule.reason, rule.fields, rule.explanation)
  if (/Protocol error|Unknown RESP type|unexpected.*reply/i.test(said)) {
    return fail('unexpected_response', ['host', 'port', 'security'], NOT_REDIS)
  }
  if (/timed? ?out/i.test(said)) return fail('tcp_timeout', PLACE)
  const cause = causeOfNetworkError(error)
  if (cause !== 'internal') return fail(cause, PLACE)
  if (/Connection is closed|Stream isn't writeable|ECONNRESET/i.test(said)) return fail('tcp_refused', PLACE)
  return fail('request_refused', [])
}

/** A Redis that speaks plainly answers a TLS greeting with words, or by hanging up. */
function ofTls(error: AdapterError, host: string): AdapterError {
  if (!speaksPlainly(error)) return atFault(error, PLACE)
  return serviceFailure('unexpected_response', {
    who: host,
    message: error.message,
    fields: ['security', 'port'],
    explanation: {
      what: text('Server tidak berbicara TLS di port ini.', 'The server does not speak TLS on this port.'),
      why: text(
        'Port TLS biasanya berbeda dari port biasa.',
        'The TLS port usually differs from the plain one.',
      ),
      remedy: text(
        'Pakai port TLS dari penyedia, lalu uji lagi.',
        'Use the TLS port of the provider, then test again.',
      ),
    },
    cause: error,
  })
}
