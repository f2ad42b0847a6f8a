import type { Language, LocalizedText } from '../../adapters/contract.ts'
import { pick } from '../../i18n/pick.ts'
import { text } from '../../i18n/text.ts'
import { stepUpFetch } from '../step-up/fetch.ts'

/** The answer of one of Kanal's own endpoints: what it returned, or a sentence to show. */
export type Answer<T> = { ok: true; data: T } | { ok: false; message: string; status: number }

const unreachable = text(
  'Server tidak menjawab. Mungkin jaringan Anda terputus. Periksa sambungan lalu coba lagi.',
  'The server did not answer. Your network may be down. Check the connection and try again.',
)
const refused = text(
  'Permintaan ini ditolak server. Muat ulang halaman lalu coba lagi.',
  'The server refused this request. Reload the page and try again.',
)

const words = (value: unknown, language: Language): string | null => {
  if (typeof value === 'string') return value
  if (value && typeof value === 'object' && 'id' in value && 'en' in value)
    return pick(value as LocalizedText, language)
  return null
}

/** The sentence in an error body: Payload's `errors[0].message`, or an explanation in its three parts. */
export function messageOf(body: unknown, language: Language): string {
  const { error = undefined, problem = error } = (body ?? {}) as { error?: unknown; problem?: unknown }
  const first = (body as { errors?: { message?: unknown }[] } | null)?.errors?.[0]
  const explanation = (problem ?? first ?? {}) as Record<'what' | 'why' | 'remedy' | 'message', unknown>
  const parts = [explanation.what, explanation.why, explanation.remedy]
    .map((part) => words(part, language))
    .filter(Boolean)
  return parts.length > 0
    ? parts.join(' ')
    : (words(explanation.message, language) ?? words(problem, language) ?? pick(refused, language))
}

/**
 * Calls an endpoint as the signed-in person, who is asked for a proof of identity when it wants one. Never throws; a
 * failure comes back as a sentence.
 */
export async function request<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  language: Language,
  body?: unknown,
): Promise<Answer<T>> {
  try {
    const response = await stepUpFetch(url, {
      method,
      credentials: 'include',
      headers: {
        'Accept-Language': language,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const data: unknown = await response.json().catch(() => null)
    if (response.ok) return { ok: true, data: data as T }
    return { ok: false, status: response.status, message: messageOf(data, language) }
  } catch {
    return { ok: false, status: 0, message: pick(unreachable, language) }
  }
}
