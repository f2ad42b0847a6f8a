import type { Endpoint } from 'payload'
import { EVERYONE, WAREHOUSE } from '../../collections/access/roles.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { answer, handle } from '../credentials/endpoints/answer.ts'
import { tell } from '../credentials/endpoints/caller.ts'
import { Refusal } from '../credentials/endpoints/problem.ts'
import { shopFor } from '../marketplaces/shop-access.ts'
import { latestRun } from './runs.ts'
import { startImport } from './start.ts'

const notConnected = (): Refusal =>
  new Refusal(409, {
    code: 'not_connected',
    what: text('Katalog tidak diimpor.', 'The catalogue was not imported.'),
    why: text('Toko ini sedang tidak terhubung.', 'This shop is not connected at the moment.'),
    remedy: text('Hubungkan toko ini lagi, lalu impor.', 'Connect this shop again, then import.'),
  })

/** `POST /api/shops/:id/import` → 202 `{ run }`; a run under way is answered as it is. */
export const importEndpoint: Endpoint = {
  path: '/:id/import',
  method: 'post',
  handler: handle(async (caller, req) => {
    const shop = await shopFor(caller, req, WAREHOUSE)
    if (shop.status !== 'connected') throw notConnected()
    const { organisationId } = shop
    const run = await transaction(caller.kanal.pool, async (tx) => {
      await startImport(tx, { organisationId, shopId: shop.id, requestedBy: caller.userId })
      const target = { type: 'shop', id: shop.id, label: shop.name }
      await tell(tx, caller, { organisationId, action: 'shop.import', target, outcome: 'ok' })
      return latestRun(tx, shop.id)
    })
    return answer({ run }, 202)
  }),
}

/** `GET /api/shops/:id/import` → `{ run }`: the latest import and how far it is, or null. */
export const importProgressEndpoint: Endpoint = {
  path: '/:id/import',
  method: 'get',
  handler: handle(async (caller, req) => {
    const shop = await shopFor(caller, req, EVERYONE)
    return answer({ run: await latestRun(autocommit(caller.kanal.pool), shop.id) })
  }),
}
