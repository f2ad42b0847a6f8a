import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import { callForShop } from './client.ts'
import { list, read, requiredId, words } from './wire.ts'

const reasons = z.object({ reasons: list(z.object({ name: requiredId, text: words })) })

/** The reasons the platform accepts right now for refusing a return or cancellation. @throws AdapterError */
export async function rejectReasons(
  session: ShopSession,
  returnOrCancelId: string,
): Promise<{ id: string; label: string }[]> {
  const { data, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/return_refund/202309/reject_reasons',
    query: { return_or_cancel_id: returnOrCancelId, locale: 'id-ID' },
  })
  return read(reasons, data, 'reject reasons', requestId).reasons.map(({ name, text }) => ({
    id: name,
    label: text || name,
  }))
}
