import { idOf } from '../../collections/access/roles.ts'
import { pick } from '../../i18n/pick.ts'
import { marketplaceFace } from '../server/marketplaces.ts'
import { cellContext, type CellProps } from './cell.ts'
import { CellLink } from './CellLink.tsx'
import { causeText, syncSummary } from './sync-words.ts'
import './cells.css'

/** What happened in a sentence, and the cause beneath when it went wrong. */
export const SyncSummaryCell = async (props: CellProps) => {
  const { row, language, organisation, related, href } = cellContext(props)
  const shop = await related.shop(organisation, idOf(row.shop))
  const who = shop ? marketplaceFace(props.payload, shop.marketplace).name : 'Marketplace'
  return (
    <CellLink href={href}>
      <span className="kanal-cell__stack kanal-cell__stack--wide">
        <span className="kanal-cell__code">{pick(syncSummary(row), language)}</span>
        {typeof row.cause === 'string' && row.cause !== '' && (
          <small className="kanal-cell__sub">{pick(causeText(row.cause, who), language)}</small>
        )}
      </span>
    </CellLink>
  )
}
