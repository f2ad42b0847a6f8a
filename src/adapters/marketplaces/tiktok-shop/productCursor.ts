import { AdapterError } from '../../contract.ts'

/** Windows of creation time (Unix seconds, both ends included) still to be read, and the page of the first one. */
export interface Cursor {
  windows: readonly (readonly [from: number, to: number])[]
  token: string
}

/** No product of the platform is older; halving starts here rather than in 1970. */
const OLDEST = 1_577_836_800

export const firstCursor = (now: Date): Cursor => ({
  windows: [[0, Math.floor(now.getTime() / 1000)]],
  token: '',
})

/** Halves the first window: a search shows only so many hits, a smaller window has fewer. */
export function splitWindow({ windows: [first, ...rest] }: Cursor): Cursor {
  const [from, to] = first ?? [0, 0]
  const middle = Math.floor((Math.max(from, OLDEST) + to) / 2)
  return { windows: [[from, middle], [middle + 1, to], ...rest], token: '' }
}

export const writeCursor = ({ windows, token }: Cursor): string => JSON.stringify([windows, token])

/** @throws AdapterError when the text is not a cursor we gave out. */
export function readCursor(text: string): Cursor {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value) && Array.isArray(value[0]) && typeof value[1] === 'string') {
      return { windows: value[0] as Cursor['windows'], token: value[1] }
    }
  } catch {
    // falls through to the refusal
  }
  throw new AdapterError({ kind: 'permanent', reason: 'internal', message: 'Unknown product cursor' })
}
