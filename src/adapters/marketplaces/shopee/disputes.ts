import { z } from 'zod'
import type { ShopSession } from '../../contract.ts'
import type { JsonOut } from '../../kit/json.ts'
import { callForShop } from './client.ts'
import { count, flag, list, read, requiredId, words } from './wire.ts'

const IMAGES_PER_MODULE = 3

const disputeReasonList = z.object({
  dispute_reason_list: list(
    z.object({
      dispute_reason: requiredId,
      dispute_requirement: words,
      evidence_module_list: list(z.object({ module_index: count, requirement: words, is_required: flag })),
    }),
  ),
})
export type DisputeReason = z.output<typeof disputeReasonList>['dispute_reason_list'][number]

/** The reasons Shopee accepts for disputing a return, with the evidence each wants. @throws AdapterError */
export async function disputeReasons(session: ShopSession, returnSn: string): Promise<DisputeReason[]> {
  const { response, requestId } = await callForShop(session, {
    method: 'GET',
    path: '/api/v2/returns/get_return_dispute_reason',
    query: { return_sn: returnSn },
  })
  return read(disputeReasonList, response, 'get_return_dispute_reason', requestId).dispute_reason_list
}

/**
 * Deals pictures out to the kinds of evidence a reason wants: one to each in turn, mandatory kinds first, three
 * at most to one kind.
 */
export function evidenceFor(reason: DisputeReason | undefined, imageUrls: readonly string[]): JsonOut[] {
  const modules = [...(reason?.evidence_module_list ?? [])].sort(
    (a, b) => Number(b.is_required) - Number(a.is_required),
  )
  if (modules.length === 0) return []
  const dealt = modules.map((): string[] => [])
  imageUrls.slice(0, modules.length * IMAGES_PER_MODULE).forEach((url, index) => {
    dealt[index % modules.length]?.push(url)
  })
  return modules.flatMap(({ module_index, requirement }, index) => {
    const image_url = dealt[index] ?? []
    return image_url.length === 0 ? [] : [{ module_index, requirement, image_url }]
  })
}
