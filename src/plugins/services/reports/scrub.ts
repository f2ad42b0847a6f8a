import { createScrubber } from '../../credentials/scrub.ts'

const MASK = '[secret]'

/** Shapes of secrets and of people's data, wherever they stand in a text. */
const PATTERNS: readonly [RegExp, string][] = [
  // Database drivers end their messages with what was to be written.
  [/\bparams:[\s\S]*$/i, 'params: [cut]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASK],
  [/\b(?:Bearer|Basic|JWT)\s+[\w.~+/=-]{8,}/gi, MASK],
  [/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/gi, '[secret]@'],
  [
    /\b([\w-]*(?:token|secret|password|passwd|sign|signature|api_?key|app_?key|partner_?key|authorization|cookie)[\w-]*)(["']?\s*[=:]\s*["']?)[^\s"'&,;}]{3,}/gi,
    `$1$2${MASK}`,
  ],
  [/\b[0-9a-f]{24,}\b/gi, MASK],
  [/\b(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9+/_-]{32,}={0,2}/g, MASK],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, '[email]'],
  [/(?<![\w.])\+?\d(?:[\s().-]?\d){8,14}(?![\w.])/g, '[number]'],
]

/** This process's own secrets, by the names they have in the environment. */
const OWN = /^(?:PAYLOAD_SECRET|DATABASE_URL|CRED_KEK_(?!ACTIVE$).+|.*_(?:SECRET|PASSWORD|TOKEN))$/

/**
 * Takes secrets and personal data out of a text that leaves the house: the given values and this process's own in
 * every spelling, then everything that looks like a key, a token, an address of mail or a number of a phone.
 */
export function reportScrubber(
  values: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): (text: string) => string {
  const own = Object.entries(env).flatMap(([name, value]) => (value && OWN.test(name) ? [value] : []))
  const known = createScrubber([...values, ...own])
  return (text) => PATTERNS.reduce((clean, [pattern, mask]) => clean.replace(pattern, mask), known(text))
}
