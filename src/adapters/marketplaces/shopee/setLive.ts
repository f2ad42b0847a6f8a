import type { ShopSession, ToggleResult } from '../../contract.ts'
import { batches } from '../../kit/batches.ts'
import { writeRows, type RowWrite } from './rows.ts'

const ITEMS_PER_CALL = 50

/** Shows or hides items, 50 a call; one result per item. @throws AdapterError when nothing was decided. */
export async function setLive(
  session: ShopSession,
  items: readonly { externalItemId: string; live: boolean }[],
): Promise<ToggleResult[]> {
  const outcomes = await writeRows(
    session,
    batches(items, ITEMS_PER_CALL).map((targets): RowWrite<(typeof items)[number]> => ({
      targets,
      path: '/api/v2/product/unlist_item',
      body: {
        item_list: targets.map(({ externalItemId, live }) => ({
          item_id: BigInt(externalItemId),
          unlist: !live,
        })),
      },
      about: 'listing',
      isOurs: (row, target) => row.item_id === target.externalItemId,
    })),
  )
  return outcomes.map((outcome) => {
    const { externalItemId } = outcome.target
    return outcome.ok ? { externalItemId, ok: true } : { externalItemId, ok: false, error: outcome.error }
  })
}
