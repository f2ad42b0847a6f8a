import { idOf } from '../../../collections/access/roles.ts'
import { pick } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import { formatNumber } from '../../../ui/format.ts'
import '../../../ui/cells/cells.css'

const words = {
  refused: text('ditolak toko', 'refused by the shop'),
  waiting: text('tersedia {n}, sedang dikirim', '{n} available, being sent'),
  same: text('sama dengan stok', 'matches stock'),
  untold: text('belum pernah dikirim', 'never sent'),
  offline: text('tidak tayang', 'not live'),
}

/** The quantity the shop shows, and whether it is the one we have. */
export const PublishedCell = async (props: CellProps) => {
  const { value, row, language, organisation, related } = cellContext(props)
  const publication = await related.publication(organisation, idOf(row.sku))
  if (!publication) return <span className="kanal-cell__none">–</span>
  const shown = typeof value === 'number' ? value : null
  const problem = typeof row.pushError === 'string' && row.pushError !== ''
  const state = problem
    ? 'refused'
    : row.status !== 'live'
      ? 'offline'
      : shown === null
        ? 'untold'
        : shown === publication.available
          ? 'same'
          : 'waiting'
  return (
    <span className="kanal-cell__stack" title={problem ? String(row.pushError) : undefined}>
      <span className="kanal-cell__number kanal-cell__strong">
        {shown === null ? '–' : formatNumber(shown)}
      </span>
      <small className={`kanal-cell__sub ${problem ? 'kanal-cell__late' : ''}`}>
        {pick(words[state], language).replace('{n}', formatNumber(publication.available))}
      </small>
    </span>
  )
}
