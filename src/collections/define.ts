import type { CollectionConfig, Field, LabelFunction, StaticLabel } from 'payload'
import type { LocalizedText } from '../adapters/contract.ts'

type Text = LocalizedText
type Definition = Omit<CollectionConfig, 'labels' | 'versions'> & {
  labels: { singular: Text; plural: Text }
}

/** Payload's own two timestamps, declared here so that every list shows them in words and in the right zone. */
const timestamps: Field[] = [
  { name: 'updatedAt', label: { id: 'Diubah', en: 'Changed' } },
  { name: 'createdAt', label: { id: 'Waktu', en: 'Time' } },
].map((field) => ({
  ...field,
  type: 'date',
  index: true,
  admin: { disableBulkEdit: true, hidden: true, components: { Cell: '/src/ui/cells/TimeCell.tsx#TimeCell' } },
}))

const asLabel = (value: Text): StaticLabel | LabelFunction => ({ id: value.id, en: value.en })

/**
 * A collection with the settings every collection of ours needs: no versions, no document lock, no duplication
 * and no bulk edit, because all four copy or rewrite rows behind the domain's back.
 */
export const defineCollection = ({ labels, admin, fields, ...definition }: Definition): CollectionConfig => ({
  versions: false,
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  defaultPopulate: {},
  ...definition,
  fields: [...fields, ...timestamps],
  labels: { singular: asLabel(labels.singular), plural: asLabel(labels.plural) },
  admin: { hideAPIURL: true, pagination: { defaultLimit: 25, limits: [10, 25, 50, 100] }, ...admin },
})

/** Marks every field of a collection read-only on screen, for collections that only SQL writes. */
export const readOnlyFields = (fields: Field[]): Field[] =>
  fields.map(
    (field) => ({ ...field, admin: { ...('admin' in field ? field.admin : {}), readOnly: true } }) as Field,
  )
