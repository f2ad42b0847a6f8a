/** A reason to stop that the person at the terminal can act on; printed without a stack. */
export class StartError extends Error {
  /** @param {{ id: string, en: string }} text @param {string} [details] lines shown under the sentence */
  constructor(text, details) {
    super(text.en)
    this.text = text
    this.details = details
  }
}

const isTerminal = Boolean(process.stdout.isTTY)
const TICK_SECONDS = isTerminal ? 1 : 15

/** Prints one line of progress. */
export const say = (line = '') => process.stdout.write(`${line}\n`)

/** Prints why the start stopped, as one sentence in each language. */
export function sayFailure(error) {
  if (!(error instanceof StartError)) {
    process.stderr.write(`\n✗ ${error?.stack ?? error}\n\n`)
    return
  }
  const details = error.details
    ? `\n${error.details
        .trimEnd()
        .split('\n')
        .map((line) => `  │ ${line}`)
        .join('\n')}\n`
    : ''
  process.stderr.write(`\n✗ ${error.text.id}\n  ${error.text.en}\n${details}\n`)
}

/**
 * Runs `work` under a heading, shows that time passes, and prints how long it took.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function during(title, work) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  const draw = () =>
    isTerminal
      ? process.stdout.write(`\r… ${title} (${seconds()} s)`)
      : process.stdout.write(`… ${title} (${seconds()} s)\n`)
  if (isTerminal) draw()
  else say(`… ${title}`)
  const ticker = setInterval(draw, TICK_SECONDS * 1000)
  try {
    const result = await work()
    clearInterval(ticker)
    say(`${isTerminal ? '\r' : ''}✓ ${title} (${seconds()} s)`)
    return result
  } catch (error) {
    clearInterval(ticker)
    if (isTerminal) say()
    throw error
  }
}
