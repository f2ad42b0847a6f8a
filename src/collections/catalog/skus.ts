import type { FieldHook } from 'payload'
import { text } from '../../i18n/text.ts'
import { EVERYONE, WAREHOUSE } from '../access/roles.ts'
import { editedBy } from '../access/rules.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'

/** SKU codes match regardless of case and surrounding or doubled blanks; the database keeps them unique in this form. */
export const normaliseSkuCode = (code: string): string => code.trim().replace(/\s+/g, ' ').toUpperCase()

const deriveNormalisedCode: FieldHook = ({ siblingData, value }) =>
  typeof siblingData.code === 'string' ? normaliseSkuCode(siblingData.code) : value

/** The unit of stock: one variant of a product, with the code that links it to listings in every shop. */
export const skus = defineCollection({
  slug: 'skus',
  labels: { singular: text('SKU', 'SKU'), plural: text('SKU', 'SKUs') },
  admin: {
    group: groups.products,
    useAsTitle: 'code',
    defaultColumns: ['code', 'product', 'name', 'stock', 'price', 'cost'],
    listSearchableFields: ['code', 'name', 'barcode'],
  },
  access: editedBy({ read: EVERYONE, write: WAREHOUSE }),
  indexes: [
    { fields: ['organisation', 'codeNormalised'], unique: true },
    { fields: ['organisation', 'product'] },
  ],
  fields: [
    {
      name: 'code',
      type: 'text',
      required: true,
      maxLength: 100,
      label: text('Kode SKU', 'SKU code'),
      admin: {
        description: text(
          'Listing dengan kode yang sama di toko mana pun tertaut sendiri ke SKU ini.',
          'Listings with the same code in any shop are linked to this SKU by themselves.',
        ),
      },
    },
    {
      name: 'codeNormalised',
      type: 'text',
      admin: { hidden: true },
      hooks: { beforeValidate: [deriveNormalisedCode] },
      label: text('Kode baku', 'Normalised code'),
    },
    { name: 'name', type: 'text', maxLength: 255, label: text('Varian', 'Variant') },
    {
      name: 'product',
      type: 'relationship',
      relationTo: 'products',
      required: true,
      index: true,
      admin: { components: { Cell: '/src/plugins/catalog/components/ProductCell.tsx#ProductCell' } },
      label: text('Produk', 'Product'),
    },
    {
      name: 'stock',
      type: 'ui',
      label: text('Tersedia', 'Available'),
      admin: { components: { Cell: '/src/plugins/catalog/components/SkuStockCell.tsx#SkuStockCell' } },
    },
    { name: 'barcode', type: 'text', maxLength: 64, label: text('Barcode', 'Barcode') },
    {
      name: 'price',
      type: 'number',
      min: 0,
      admin: { components: { Cell: '/src/ui/cells/MoneyCell.tsx#MoneyCell' } },
      label: text('Harga (rupiah)', 'Price (rupiah)'),
    },
    {
      name: 'cost',
      type: 'number',
      min: 0,
      admin: { components: { Cell: '/src/ui/cells/MoneyCell.tsx#MoneyCell' } },
      label: text('Harga modal (rupiah)', 'Cost (rupiah)'),
    },
  ],
})
