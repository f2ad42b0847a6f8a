import { ControlError, type ControlCall } from './control.ts'
import { asArray, type JsonObject } from './wire.ts'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 500

/** How many rows a list is asked for. */
export const limitOf = ({ query }: ControlCall): number =>
  Math.min(MAX_LIMIT, Math.max(1, Number(query.get('limit')) || DEFAULT_LIMIT))

/** A whole number, or undefined when it is left out. @throws ControlError */
export function optionalInt(body: JsonObject, name: string): number | undefined {
  const value = body[name]
  if (value === undefined || value === null || value === '') return undefined
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new ControlError(`${name} must be an integer`)
  return number
}

/** A text, or undefined when it is left out; never a number, which could have lost digits. @throws ControlError */
export function optionalText(body: JsonObject, name: string): string | undefined {
  const value = body[name]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new ControlError(`${name} must be text`)
  return value
}

/** The new stock of a set-stock call. @throws ControlError */
export function stockOf(body: JsonObject): number {
  const stock = optionalInt(body, 'stock')
  if (stock === undefined || stock < 0) throw new ControlError('stock must be 0 or more')
  return stock
}

/** Puts a list of the body in place of what the array holds, when the body has one. */
export function replaceList(target: string[], body: JsonObject, name: string): void {
  if (name in body) target.splice(0, Infinity, ...asArray(body[name]).map(String))
}
