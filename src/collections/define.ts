import type { CollectionConfig, Field, LabelFunction, StaticLabel } from 'payload'
import type { LocalizedText } from '../adapters/contract.ts'

type Text = LocalizedText
type Definition = Omit<CollectionConfig, 'labels' | 'versions'> & {
  labels: { singular: Text; plural: Text }
}

const asLabel = (value: Text): StaticLabel | LabelFunction => ({ id: value.id, en: value.en })

/**
 * A collection with the settings every collection of ours needs: no versions, no document lock, no duplication
 * and no bulk edit, because all four copy or rewrite rows behind the domain's back.
 */
export const defineCollection = ({ labels, admin, ...definition }: Definition): CollectionConfig => ({
  versions: false,
  lockDocuments: false,
  disableDuplicate: true,
  disableBulkEdit: true,
  defaultPopulate: {},
  ...definition,
  labels: { singular: asLabel(labels.singular), plural: asLabel(labels.plural) },
  admin: { hideAPIURL: true, ...admin },
})

/** Marks every field of a collection read-only on screen, for collections that only SQL writes. */
export const readOnlyFields = (fields: Field[]): Field[] =>
  fields.map((field) => ({ ...field, admin: { ...('admin' in field ? field.admin : {}), readOnly: true } }) as Field)
