/** Whether a text is a JSON pointer (RFC 6901): empty, or steps that each begin with a slash. */
export const isPointer = (text: string): boolean => /^(\/([^~/]|~[01])*)*$/.test(text)

/** What a JSON pointer points at, or undefined when nothing is there. */
export function pointAt(value: unknown, pointer: string): unknown {
  let at = value
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Record<string, unknown>)[key]
  }
  return at
}
