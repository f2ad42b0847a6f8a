import { parseCookies } from 'payload'
import { MANAGERS } from '../../collections/access/roles.ts'
import { transaction } from '../../database/tx.ts'
import { nonceCookie, NONCE_COOKIE } from './consent-cookie.ts'
import { ConsentProblem } from './consent-problems.ts'
import { isNonce, newNonce } from './consent-state.ts'
import { startConsent } from './consent.ts'
import { disconnectShop } from './disconnect.ts'
import { shopFor } from './shop-access.ts'
import { endpoint, notAudited } from '../security/endpoint/endpoint.ts'
import { answer } from '../security/endpoint/answer.ts'
import { integrationFor } from '../credentials/endpoints/integration-for.ts'
import { tell } from '../security/endpoint/caller.ts'
import { Refusal } from '../security/endpoint/refusal.ts'

/** `POST /api/integrations/:id/consent` → `{ url }`: the marketplace's page where the seller consents. */
export const consentEndpoint = endpoint({
  path: '/:id/consent',
  method: 'post',
  audit: notAudited('the consent is written down when the shop comes back connected'),
  stepUp: 'none',
  run: async (caller, req) => {
    const integration = await integrationFor(caller, req, 'see')
    const { kanal, userId } = caller
    const held = parseCookies(req.headers).get(NONCE_COOKIE)
    // A nonce already there serves a second tab too.
    const nonce = isNonce(held) ? held : newNonce()
    const { id: integrationId, organisationId } = integration
    try {
      const response = answer({
        url: await startConsent(kanal, { integrationId, organisationId, userId, nonce }),
      })
      response.headers.append('set-cookie', nonceCookie(nonce, kanal.publicUrl))
      return response
    } catch (error) {
      if (!(error instanceof ConsentProblem)) throw error
      throw new Refusal(422, { code: error.code, ...error.explanation })
    }
  },
})

/** `POST /api/shops/:id/disconnect` → `{ status: 'disconnected' }`, also when it was disconnected already. */
export const disconnectEndpoint = endpoint({
  path: '/:id/disconnect',
  method: 'post',
  audit: ['shop.disconnect'],
  stepUp: 'none',
  run: async (caller, req) => {
    const shop = await shopFor(caller, req, MANAGERS)
    const { organisationId } = shop
    await transaction(caller.kanal.pool, async (tx) => {
      if (!(await disconnectShop(tx, { organisationId, shopId: shop.id, cause: 'user' }))) return
      const target = { type: 'shop', id: shop.id, label: shop.name }
      await tell(tx, caller, { organisationId, action: 'shop.disconnect', target, outcome: 'ok' })
    })
    return answer({ status: 'disconnected' })
  },
})
