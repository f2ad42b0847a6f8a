import { idOf } from '../../../collections/access/roles.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { formatNumber } from '../../../ui/format.ts'
import { AdjustStock } from './AdjustStock.tsx'
import '../../../ui/cells/cells.css'

/** Units that lie at the location, with the way to correct them. */
export const OnHandCell = async (props: CellProps) => {
  const { value, row, language, organisation, related } = cellContext(props)
  const skuId = idOf(row.sku)
  const locationId = idOf(row.location)
  const onHand = Number(value ?? 0)
  const [sku, location] = await Promise.all([
    related.sku(organisation, skuId),
    related.location(organisation, locationId),
  ])
  return (
    <span className="kanal-cell__pair">
      <span className="kanal-cell__number">{formatNumber(onHand)}</span>
      {sku && location && skuId && locationId && (
        <AdjustStock
          language={language}
          organisation={organisation}
          level={{
            skuId,
            locationId,
            code: sku.code,
            title: [sku.product_title, sku.name].filter(Boolean).join(' · '),
            location: location.name,
            onHand,
            taken: Number(row.reserved ?? 0) + Number(row.campaignReserved ?? 0),
          }}
        />
      )}
    </span>
  )
}
