import { transaction, type Tx } from '../../../database/tx.ts'
import { refuseWhileFilesInside } from '../../services/files/in-use.ts'
import { dismiss } from '../../notifications/dismiss.ts'
import { disconnectShop } from '../../marketplaces/disconnect.ts'
import { integrationAdapterOf } from '../../context.ts'
import { dependentsOf, type EffectId } from '../dependents/dependents.ts'
import { dismissExpiry } from '../expiry/expiry.ts'
import { describeStored, purgeOwner } from '../store.ts'
import { endpoint } from '../../security/endpoint/endpoint.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { integrationFor, type IntegrationRow } from './integration-for.ts'
import { tell, type Caller } from '../../security/endpoint/caller.ts'
import { expectedOf, type Expected } from './if-match.ts'
import { disconnectInput } from './input.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { lossNotAccepted, shopsConnected } from './problem.ts'

/**
 * `DELETE /api/integrations/:id`: forgets the credentials of an integration, every version of them, and with
 * `{ "shops": "disconnect" }` also disconnects its shops. What may be lost by it is named in `accept`, or it is refused.
 * The row stays, so that history keeps its name.
 */
export const disconnectEndpoint = endpoint({
  method: 'delete',
  path: '/:id',
  audit: ['integration.disconnect', 'shop.disconnect'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { shops, accept, expectedVersion } = await readInput(req, disconnectInput)
    const row = await integrationFor(caller, req, 'rotate')
    const expected = expectedOf(req, expectedVersion)
    const disconnected = await disconnect(caller, row, expected, {
      withShops: shops === 'disconnect',
      accept,
    })
    return answer({ disconnected: true, shops: disconnected })
  },
})

/** @throws Refusal while shops are connected, unless they may be disconnected too, or after somebody else's change. */
const disconnect = (
  caller: Caller,
  row: IntegrationRow,
  expected: Expected,
  { withShops, accept }: { withShops: boolean; accept: readonly EffectId[] },
): Promise<number> =>
  transaction(caller.kanal.pool, async (tx) => {
    const { organisationId, id } = row
    await tx.query('select id from integrations where id = $1 for update', [id])
    const owner = { organisationId, ownerType: 'integration', ownerId: id } as const
    const { fields, version: found } = await describeStored(tx, owner)
    if (found !== expected.version) throw expected.conflict()
    const shops = await tx.query<{ id: string; name: string }>(
      `select id, name from shops
       where organisation_id = $1 and integration_id = $2 and status <> 'disconnected' order by id for update`,
      [organisationId, id],
    )
    if (shops.length > 0 && !withShops) throw shopsConnected(shops.length)
    await refuseWhileFilesInside(tx, caller.kanal.services.get(row.marketplace))
    await refuseUnknownLoss(tx, caller, row, accept)
    for (const shop of shops) {
      await disconnectShop(tx, { organisationId, shopId: shop.id, cause: 'user' })
      await tell(tx, caller, {
        organisationId,
        action: 'shop.disconnect',
        target: { type: 'shop', id: shop.id, label: shop.name },
        outcome: 'ok',
      })
    }
    await purgeOwner(tx, owner)
    const { version } = await describeStored(tx, owner)
    await tx.query(
      `update integrations
       set status = 'draft', version = $2, last_tested_at = null, last_verdict = null, last_cause = null, updated_at = now()
       where id = $1`,
      [id, version],
    )
    await dismiss(tx, { organisationId, kind: 'credential.rejected', dedupeKey: id })
    await dismissExpiry(tx, organisationId, id)
    await tell(tx, caller, {
      organisationId,
      action: 'integration.disconnect',
      target: { type: 'integration', id, label: row.marketplace },
      outcome: 'ok',
      fields: fields.map(({ field }) => field),
    })
    return shops.length
  })

/** Nobody loses what they were not shown. @throws Refusal 409 */
async function refuseUnknownLoss(
  tx: Tx,
  { kanal }: Caller,
  { id, organisationId, marketplace }: IntegrationRow,
  accept: readonly EffectId[],
): Promise<void> {
  const adapter = integrationAdapterOf(kanal, marketplace)
  if (!adapter) return
  const dependents = await dependentsOf(tx, adapter, { organisationId, integrationId: id })
  const unknown = dependents.filter((each) => each.weight === 'loses' && !accept.includes(each.id))
  if (unknown.length > 0) throw lossNotAccepted(unknown)
}
