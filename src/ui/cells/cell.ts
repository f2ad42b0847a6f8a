import type { DefaultServerCellComponentProps } from 'payload'
import { idOf } from '../../collections/access/roles.ts'
import { languageOf } from '../../i18n/pick.ts'
import { relatedOf } from '../server/related.ts'

/** What Payload hands to a server cell; `cellData` is whatever the column holds. */
export type CellProps = DefaultServerCellComponentProps

/** The pieces every cell needs: its value, row, language, organisation and the page's loaders. */
export const cellContext = (props: CellProps) => {
  const row = props.rowData as Record<string, unknown>
  return {
    value: props.cellData as unknown,
    row,
    language: languageOf(props.i18n.language),
    organisation: idOf(row.organisation) ?? '',
    related: relatedOf(props.payload),
    /** The row's own page when this is the linked column. */
    href: props.link
      ? (props.linkURL ?? `/admin/collections/${props.collectionSlug}/${String(row.id)}`)
      : null,
  }
}

/** The organisation's time zone for this row. */
export const timeZoneOf = async (props: CellProps): Promise<string> => {
  const { organisation, related } = cellContext(props)
  return (await related.timeZone(organisation, organisation))?.time_zone ?? 'Asia/Jakarta'
}
