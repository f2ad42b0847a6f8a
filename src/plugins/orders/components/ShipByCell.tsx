import type { OrderStatus } from '../../../adapters/contract.ts'
import { cellContext, timeZoneOf, type CellProps } from '../../../ui/cells/cell.ts'
import { Deadline } from './Deadline.tsx'

/** The shipping deadline while it still counts; a dash once the parcel is gone. */
export const ShipByCell = async (props: CellProps) => {
  const { value, row, language } = cellContext(props)
  if (typeof value !== 'string') return <span className="kanal-cell__none">–</span>
  return (
    <Deadline
      at={value}
      status={row.status as OrderStatus}
      language={language}
      timeZone={await timeZoneOf(props)}
    />
  )
}
