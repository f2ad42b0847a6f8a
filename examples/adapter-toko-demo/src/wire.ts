import type { Money } from 'kanal/adapter'
import { z } from 'zod'

/** Toko Demo's ids are numbers beyond 2^53; `parseJson` hands those over as text, and text they stay. */
export const id = z.union([z.string().min(1), z.number().int()]).transform(String)

/** Whole rupiah. */
export const rupiah = z
  .number()
  .int()
  .transform((amount): Money => ({ amount, currency: 'IDR' }))

/** An instant as ISO text. */
export const instant = z.iso.datetime().transform((value) => new Date(value))
