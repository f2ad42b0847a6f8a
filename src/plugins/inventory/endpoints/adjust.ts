import { randomUUID } from 'node:crypto'
import type { Endpoint } from 'payload'
import { z } from 'zod'
import type { LocalizedText } from '../../../adapters/contract.ts'
import { hasRole, WAREHOUSE } from '../../../collections/access/roles.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { kanalOf } from '../../context.ts'
import { StockError } from '../errors.ts'
import { setOnHand } from '../levels.ts'

const body = z.object({
  skuId: z.uuid(),
  locationId: z.uuid().optional(),
  quantity: z.int(),
  reason: z.string().trim().min(1).max(200),
  /** Made once per press of the button: a repeated request is then done once. */
  requestId: z.uuid().optional(),
})

const refuse = (
  status: number,
  code: string,
  what: LocalizedText,
  why: LocalizedText,
  remedy: LocalizedText,
): Response => Response.json({ error: { code, what, why, remedy } }, { status })

const unreadable = (): Response =>
  refuse(
    400,
    'invalid_request',
    { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
    { id: 'Jumlah atau alasannya belum benar.', en: 'The quantity or the reason is not right.' },
    {
      id: 'Isi jumlah dengan bilangan bulat dan tulis alasannya.',
      en: 'Enter a whole number and write the reason.',
    },
  )

/** `POST /api/stock-levels/adjust`: states how many units of a SKU lie at a location. The ledger is its audit. */
export const adjustEndpoint: Endpoint = {
  path: '/adjust',
  method: 'post',
  handler: async (req) => {
    const parsed = body.safeParse(await req.json?.().catch(() => null))
    if (!parsed.success) return unreadable()
    const { skuId, locationId, quantity, reason, requestId } = parsed.data
    const { pool } = kanalOf(req.payload)
    const [sku] = await autocommit(pool).query<{ organisation: string }>(
      'select organisation_id as organisation from skus where id = $1',
      [skuId],
    )
    // Somebody else's SKU and no SKU at all look the same from outside.
    if (!req.user || !sku || !hasRole(req, sku.organisation, WAREHOUSE)) {
      return refuse(
        req.user ? 403 : 401,
        'not_allowed',
        { id: 'Stok tidak diubah.', en: 'The stock was not changed.' },
        { id: 'Anda tidak boleh mengubah stok SKU ini.', en: 'You may not change the stock of this SKU.' },
        {
          id: 'Minta pemilik atau admin organisasi melakukannya.',
          en: 'Ask an owner or admin of the organisation to do it.',
        },
      )
    }
    const actor = `user:${req.user.id}`
    try {
      const [level] = await transaction(pool, (tx) =>
        setOnHand(tx, {
          organisationId: sku.organisation,
          targets: [{ skuId, locationId, quantity }],
          cause: { ref: { type: 'manual', id: requestId ?? randomUUID() }, actor, reason },
        }),
      )
      return Response.json({ level })
    } catch (error) {
      if (!(error instanceof StockError)) throw error
      const { what, why, remedy } = error.explanation
      return refuse(422, error.code, what, why, remedy)
    }
  },
}
