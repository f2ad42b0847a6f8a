import { Link } from '@payloadcms/ui'
import { idOf } from '../../../collections/access/roles.ts'
import { cellContext, type CellProps } from '../../../ui/cells/cell.ts'
import '../../../ui/cells/cells.css'

/** In how many live listings the SKU is shown, and how many of them do not show the right number yet. */
export const PublicationCell = async (props: CellProps) => {
  const { row, language, organisation, related } = cellContext(props)
  const skuId = idOf(row.sku)
  const publication = await related.publication(organisation, skuId)
  const english = language === 'en'
  if (!publication || publication.listings === 0) {
    return <span className="kanal-cell__none">{english ? 'In no shop' : 'Belum di toko mana pun'}</span>
  }
  const { listings, pending, problems } = publication
  return (
    <Link href={`/admin/collections/listings?where[sku][equals]=${skuId}`} prefetch={false}>
      <span className="kanal-cell__stack">
        <span>{english ? `${listings} listing${listings === 1 ? '' : 's'}` : `${listings} listing`}</span>
        {(pending > 0 || problems > 0) && (
          <small className={`kanal-cell__sub ${problems > 0 ? 'kanal-cell__late' : ''}`}>
            {problems > 0
              ? english
                ? `${problems} refused`
                : `${problems} ditolak toko`
              : english
                ? `${pending} being sent`
                : `${pending} sedang dikirim`}
          </small>
        )}
      </span>
    </Link>
  )
}
