const MASK = '•••'

/**
 * Replaces every secret in a provider's text, also where it arrives URL-encoded, and shortens the text. Values
 * under six characters are left: masking them would shred ordinary words.
 */
export function scrub(text: string, secrets: readonly (string | undefined)[], maxLength = 300): string {
  let clean = text
  for (const secret of secrets) {
    if (!secret || secret.length < 6) continue
    for (const form of new Set([secret, encodeURIComponent(secret)])) clean = clean.replaceAll(form, MASK)
  }
  return clean.length > maxLength ? `${clean.slice(0, maxLength)}…` : clean
}
