// Reads hostile bundles in a process of its own, started with --expose-gc, and says by how much the process grew.
import fc from 'fast-check'
import { BundleError } from '../format/bundle-error.ts'
import { openBundle, parseBundle } from '../format/seal.ts'
import { hostileBundle, impossibleBundle, secret } from './hostile.ts'

const [, , runs = ''] = process.argv
const KILOBYTE = 1024
const faults: Record<string, number> = {}

/** How a bundle ends that is read as far as it can be. */
function endOf(text: string): string {
  try {
    openBundle(parseBundle(text, new Date()), Buffer.from(secret))
    return 'read'
  } catch (error) {
    if (error instanceof BundleError) return error.fault
    throw error
  }
}
for (const text of fc.sample(hostileBundle, 50)) endOf(text)
globalThis.gc?.()
const before = process.memoryUsage.rss()
fc.assert(
  fc.property(hostileBundle, (text) => {
    const end = endOf(text)
    faults[end] = (faults[end] ?? 0) + 1
  }),
  { numRuns: Number(runs), endOnFailure: true, examples: [[impossibleBundle()]] },
)
process.send?.({ grewBy: process.resourceUsage().maxRSS * KILOBYTE - before, faults })
