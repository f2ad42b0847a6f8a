import { pick } from '../../../i18n/pick.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { bucketText } from './movement-words.ts'

/** Counter that moved. */
export const BucketCell = (props: CellProps) => {
  const { value, language } = cellContext(props)
  return <span>{pick(bucketText(String(value)), language)}</span>
}
