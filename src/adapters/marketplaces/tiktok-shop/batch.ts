import { z } from 'zod'
import type { AdapterError, AppSession } from '../../contract.ts'
import { batchError } from './errors.ts'
import { id, list, read, words } from './wire.ts'

const failures = z.object({
  errors: list(
    z.object({
      code: id,
      message: words,
      detail: z
        .object({
          product_id: id,
          sku_id: id,
          package_id: id,
          order_id: id,
          extra_errors: list(z.object({ code: id, message: words })),
        })
        .nullish()
        .transform(
          (detail) =>
            detail ?? { product_id: '', sku_id: '', package_id: '', order_id: '', extra_errors: [] },
        ),
    }),
  ),
})

type Key = 'product_id' | 'sku_id' | 'package_id' | 'order_id'

/**
 * What a batch refused, by the id of the thing; whatever is not named succeeded. A refusal that names nothing is
 * under ''.
 */
export function batchErrors(
  session: AppSession,
  data: unknown,
  what: string,
  requestId: string,
  key: Key,
): ReadonlyMap<string, AdapterError> {
  const appKey = session.credentials['appKey'] ?? ''
  return new Map(
    read(failures, data, what, requestId).errors.map((failure) => [
      failure.detail[key],
      batchError(failure, requestId, appKey),
    ]),
  )
}
