import { ControlError, type ControlCall } from './control.ts'
import { limitOf, optionalInt, optionalText } from './controlFields.ts'
import { StepRefused } from './stepRefused.ts'
import { asObject, type JsonObject, type Wire } from './wire.ts'

const MAX_REPEAT = 5000

/** Does what may be refused, and answers a refusal with 409. */
export function refusable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StepRefused) throw new ControlError(error.message, 409)
    throw error
  }
}

/** The step an order is told to take. @throws ControlError */
export function stepOf<Step extends string>(
  { body }: ControlCall,
  isStep: (value: string) => value is Step,
): Step {
  const step = (optionalText(body, 'to') ?? '').trim().replaceAll(' ', '_')
  if (!isStep(step)) throw new ControlError(`unknown step "${step}"`)
  return step
}

/** Places an order, or as many of it as `repeat` asks for, until the goods are gone. */
export function buy<Order>(
  body: JsonObject,
  place: () => Order,
  { idOf, view }: { idOf: (order: Order) => string; view: (order: Order) => Wire },
): Wire {
  const repeat = optionalInt(body, 'repeat')
  if (repeat === undefined) return refusable(() => ({ order: view(place()) }))
  const times = Math.min(repeat, MAX_REPEAT)
  const orders: string[] = []
  for (let nth = 0; nth < times; nth += 1) {
    try {
      orders.push(idOf(place()))
    } catch (error) {
      if (!(error instanceof StepRefused)) throw error
      return { orders, refused: times - nth, reason: error.message }
    }
  }
  return { orders, refused: 0 }
}

/** The newest rows, as many as were asked for. */
export const newest = <Row>(
  call: ControlCall,
  rows: readonly Row[],
  { at, id }: { at: (row: Row) => number; id: (row: Row) => string },
): Row[] => [...rows].sort((a, b) => at(b) - at(a) || (id(a) < id(b) ? 1 : -1)).slice(0, limitOf(call))

/** What a push sent by hand carries. */
export const pushData = (body: JsonObject): Readonly<Record<string, Wire>> =>
  JSON.parse(JSON.stringify(asObject(body['data']))) as Readonly<Record<string, Wire>>

/** The kind of a push sent by hand. @throws ControlError naming the kinds there are. */
export function pushCode(body: JsonObject, names: Readonly<Record<number, string>>): number {
  const code = optionalInt(body, 'code')
  if (code !== undefined) return code
  throw new ControlError(`code is required, one of ${Object.keys(names).join(', ')}`)
}
