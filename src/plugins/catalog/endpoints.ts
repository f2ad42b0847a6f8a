import { EVERYONE, WAREHOUSE } from '../../collections/access/roles.ts'
import { autocommit, transaction } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { shopFor } from '../marketplaces/shop-access.ts'
import { latestRun } from './runs.ts'
import { startImport } from './start.ts'
import { endpoint, notAudited } from '../security/endpoint/endpoint.ts'
import { answer } from '../security/endpoint/answer.ts'
import { tell } from '../security/endpoint/caller.ts'
import { Refusal } from '../security/endpoint/refusal.ts'

const notConnected = (): Refusal =>
  new Refusal(409, {
    code: 'not_connected',
    what: text('Katalog tidak diimpor.', 'The catalogue was not imported.'),
    why: text('Toko ini sedang tidak terhubung.', 'This shop is not connected at the moment.'),
    remedy: text('Hubungkan toko ini lagi, lalu impor.', 'Connect this shop again, then import.'),
  })

/** `POST /api/shops/:id/import` → 202 `{ run }`; a run under way is answered as it is. */
export const importEndpoint = endpoint({
  path: '/:id/import',
  method: 'post',
  audit: ['shop.import'],
  stepUp: 'none',
  run: async (caller, req) => {
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
  },
})

/** `GET /api/shops/:id/import` → `{ run }`: the latest import and how far it is, or null. */
export const importProgressEndpoint = endpoint({
  path: '/:id/import',
  method: 'get',
  audit: notAudited('reads how far an import is'),
  stepUp: 'none',
  run: async (caller, req) => {
    const shop = await shopFor(caller, req, EVERYONE)
    return answer({ run: await latestRun(autocommit(caller.kanal.pool), shop.id) })
  },
})
