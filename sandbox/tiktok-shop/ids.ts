import { randomInt } from 'node:crypto'

let counter = randomInt(1000)

/**
 * A new id of 19 digits, later ones larger. Like the platform's they exceed 2^53, so clients that read them as
 * floating-point numbers are found out.
 */
export function newId(nowMs: number): string {
  counter = (counter + 1) % 1_000_000
  return `5${String(Math.floor(nowMs)).slice(-13).padStart(13, '0')}${String(counter).padStart(5, '0').slice(-5)}`
}
