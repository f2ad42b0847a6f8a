import { AdapterError, type Explanation, type LocalizedText } from '../../contract.ts'
import { text } from '../../kit/text.ts'

/** A request that is turned down before it is sent, because Shopee could only refuse it. */
export function refusal(
  message: string,
  why: LocalizedText,
  remedy: LocalizedText,
  fields: readonly string[] = [],
): AdapterError {
  const explanation: Explanation = {
    what: text('Permintaan ini belum lengkap.', 'This request is not complete.'),
    why,
    remedy,
  }
  return new AdapterError({
    kind: 'permanent',
    reason: 'invalid_format',
    message: `Shopee: ${message}`,
    explanation,
    fields,
  })
}
