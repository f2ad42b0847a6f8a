import { text } from '../../i18n/text.ts'
import { EVERYONE, WAREHOUSE } from '../access/roles.ts'
import { editedBy } from '../access/rules.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'

/** What the seller sells, once, whatever the number of shops that list it. */
export const products = defineCollection({
  slug: 'products',
  labels: { singular: text('Produk', 'Product'), plural: text('Produk', 'Products') },
  admin: {
    group: groups.products,
    useAsTitle: 'title',
    defaultColumns: ['title', 'updatedAt'],
    listSearchableFields: ['title'],
  },
  access: editedBy({ read: EVERYONE, write: WAREHOUSE }),
  indexes: [{ fields: ['organisation', 'updatedAt'] }],
  fields: [
    {
      name: 'title',
      type: 'text',
      required: true,
      maxLength: 255,
      admin: {
        components: { Cell: '/src/plugins/catalog/components/ProductTitleCell.tsx#ProductTitleCell' },
      },
      label: text('Nama produk', 'Product name'),
    },
    { name: 'description', type: 'textarea', label: text('Deskripsi', 'Description') },
    { name: 'image', type: 'upload', relationTo: 'media', label: text('Gambar', 'Picture') },
    {
      name: 'imageUrl',
      type: 'text',
      admin: { readOnly: true },
      label: text('Gambar dari marketplace', 'Marketplace picture'),
    },
    {
      name: 'skus',
      type: 'join',
      collection: 'skus',
      on: 'product',
      defaultLimit: 50,
      label: text('SKU', 'SKUs'),
    },
  ],
})
