import { text } from '../../i18n/text.ts'
import { EVERYONE, WAREHOUSE } from '../access/roles.ts'
import { editedBy } from '../access/rules.ts'
import { defineCollection } from '../define.ts'
import { groups } from '../groups.ts'

/** Pictures and files of one organisation, on local disk until a file store is connected. */
export const media = defineCollection({
  slug: 'media',
  labels: { singular: text('Berkas', 'File'), plural: text('Berkas', 'Files') },
  admin: { group: groups.products, useAsTitle: 'filename' },
  access: editedBy({ read: EVERYONE, write: WAREHOUSE, remove: WAREHOUSE }),
  upload: {
    staticDir: process.env.KANAL_MEDIA_DIR ?? '.kanal/media',
    mimeTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/avif'],
    imageSizes: [{ name: 'thumbnail', width: 320, height: 320, fit: 'cover' }],
    adminThumbnail: 'thumbnail',
  },
  fields: [
    { name: 'alt', type: 'text', maxLength: 250, label: text('Keterangan gambar', 'Picture description') },
  ],
})
