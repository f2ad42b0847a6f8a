import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { LocalizedText } from '../../../adapters/contract.ts'
import { WAREHOUSE } from '../../../collections/access/roles.ts'
import { autocommit, transaction } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { hasRoleIn } from '../../security/endpoint/caller.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
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
  why: LocalizedText,
  remedy: LocalizedText,
  what: LocalizedText = text('Stok tidak diubah.', 'The stock was not changed.'),
): Refusal => new Refusal(status, { code, what, why, remedy })

const unreadable = (): Refusal =>
  refuse(
    400,
    'invalid_request',
    text('Jumlah atau alasannya belum benar.', 'The quantity or the reason is not right.'),
    text(
      'Isi jumlah dengan bilangan bulat dan tulis alasannya.',
      'Enter a whole number and write the reason.',
    ),
  )

const notYours = (): Refusal =>
  refuse(
    403,
    'not_allowed',
    text('Anda tidak boleh mengubah stok SKU ini.', 'You may not change the stock of this SKU.'),
    text(
      'Minta pemilik atau admin organisasi melakukannya.',
      'Ask an owner or admin of the organisation to do it.',
    ),
  )

/** `POST /api/stock-levels/adjust`: states how many units of a SKU lie at a location. */
export const adjustEndpoint = endpoint({
  path: '/adjust',
  method: 'post',
  audit: notAudited('the stock ledger writes who changed what, and why'),
  stepUp: 'none',
  run: async (caller, req) => {
    const parsed = body.safeParse(await readInput(req, z.unknown()))
    if (!parsed.success) throw unreadable()
    const { skuId, locationId, quantity, reason, requestId } = parsed.data
    const { pool } = caller.kanal
    const [sku] = await autocommit(pool).query<{ organisation: string }>(
      'select organisation_id as organisation from skus where id = $1',
      [skuId],
    )
    // Somebody else's SKU and no SKU at all look the same from outside.
    if (!sku || !hasRoleIn(caller, sku.organisation, WAREHOUSE)) throw notYours()
    try {
      const [level] = await transaction(pool, (tx) =>
        setOnHand(tx, {
          organisationId: sku.organisation,
          targets: [{ skuId, locationId, quantity }],
          cause: {
            ref: { type: 'manual', id: requestId ?? randomUUID() },
            actor: `user:${caller.userId}`,
            reason,
          },
        }),
      )
      return answer({ level })
    } catch (error) {
      if (!(error instanceof StockError)) throw error
      const { what, why, remedy } = error.explanation
      throw refuse(422, error.code, why, remedy, what)
    }
  },
})
