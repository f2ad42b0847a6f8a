import { ControlError, type ControlRoute } from './control.ts'
import { optionalInt, optionalText } from './controlFields.ts'
import { faultView, type FaultCatalogue } from './controlViews.ts'
import type { FaultEngine } from './faults.ts'
import { asObject, type JsonObject, type Wire } from './wire.ts'

/** How a stand-in names shops and apps in the control API. */
export type ReadId<Id> = (body: JsonObject, name: string) => Id | undefined

/** Switching faults on and off. */
export const faultRoutes = <Kind extends string, Id extends string | number>(
  faults: FaultEngine<Kind, Id>,
  { kinds }: FaultCatalogue<Kind>,
  readId: ReadId<Id>,
): ControlRoute[] => [
  ['POST', '/_control/faults', ({ body }) => add(faults, kinds, readId, body)],
  [
    'DELETE',
    '/_control/faults',
    () => {
      faults.clear()
      return { faults: [] }
    },
  ],
  ['DELETE', '/_control/faults/:id', ({ params }) => ({ removed: faults.remove(Number(params['id'])) })],
]

function add<Kind extends string, Id extends string | number>(
  faults: FaultEngine<Kind, Id>,
  kinds: readonly Kind[],
  readId: ReadId<Id>,
  body: JsonObject,
): Wire {
  const kind = kinds.find((each) => each === body['kind'])
  if (!kind) throw new ControlError(`unknown fault "${String(body['kind'])}"`)
  const probability = Number(body['probability'] ?? 1)
  if (!(probability > 0 && probability <= 1))
    throw new ControlError('probability must be above 0 and at most 1')
  const count = optionalInt(body, 'count')
  if (count !== undefined && count < 1) throw new ControlError('count must be at least 1')
  const params: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(asObject(body['params']))) {
    if (typeof value === 'string' || typeof value === 'number') params[name] = value
  }
  const path = optionalText(body, 'path')
  const [shopId, appId] = [readId(body, 'shop_id'), readId(body, 'partner_id')]
  return { fault: faultView(faults.add({ kind, count, probability, path, shopId, appId, params })) }
}
