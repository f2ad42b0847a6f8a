import { pick } from '../../i18n/pick.ts'
import { marketplaceFace } from '../server/marketplaces.ts'
import { cellContext, type CellProps } from './cell.ts'
import { causeText } from './sync-words.ts'
import './cells.css'

/** A stored cause in words. */
export const CauseCell = (props: CellProps) => {
  const { value, row, language } = cellContext(props)
  if (typeof value !== 'string' || value === '') return <span className="kanal-cell__none">–</span>
  const who =
    typeof row.marketplace === 'string' ? marketplaceFace(props.payload, row.marketplace).name : 'Marketplace'
  return <span className="kanal-cell__sentence">{pick(causeText(value, who), language)}</span>
}
