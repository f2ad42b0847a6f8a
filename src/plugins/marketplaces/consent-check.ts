import { z } from 'zod'
import { AdapterError, type ShopInfo } from '../../adapters/contract.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import { defineSchedule, defineTask, type TaskContext } from '../../queue/define.ts'
import { enqueueMany } from '../../queue/enqueue.ts'
import { forgetWarnings, hasOutdatedWarning, noteConsentEnd, takeDueWarning } from './consent-end.ts'
import { recoverConsent, tellConsentEnd } from './notices.ts'
import { loadShop, NotFoundError, ShopNotConnectedError, type ShopRow } from './rows.ts'
import { withShop } from './shop-session.ts'

/**
 * Asks a shop when its consent ends and what it is called now, and warns its owner 14, 7 and 1 days before the end and
 * when it has come, once each. A shop that cannot be asked is warned by what is known.
 */
export const checkConsent = defineTask({
  name: 'consents.check',
  schema: z.object({ shopId: z.uuid() }),
  maxAttempts: 3,
  async run({ shopId }, context) {
    const { kanal } = context
    const shop = await loadShop(autocommit(kanal.pool), shopId)
    if (shop.status === 'disconnected') return
    const info = shop.status === 'connected' ? await askShop(shop, context) : null
    await transaction(kanal.pool, async (tx) => {
      if (info) await noteInfo(tx, shop, info)
      if (await hasOutdatedWarning(tx, shopId)) {
        await forgetWarnings(tx, shopId)
        await recoverConsent(tx, shop)
      }
      const warning = await takeDueWarning(tx, shopId)
      if (warning) await tellConsentEnd(tx, kanal.adapters, shop, warning.days)
    })
  },
})

async function askShop(shop: ShopRow, { kanal, log, signal }: TaskContext): Promise<ShopInfo | null> {
  try {
    return await withShop(
      kanal,
      shop.id,
      'shop.info',
      ({ adapter, session }) => adapter.shop.info(session),
      signal,
    )
  } catch (error) {
    if (error instanceof ShopNotConnectedError || error instanceof NotFoundError) return null
    if (!(error instanceof AdapterError)) throw error
    log.warn({ shopId: shop.id, reason: error.reason }, 'shop could not be asked about its consent')
    return null
  }
}

async function noteInfo(tx: Tx, shop: ShopRow, info: ShopInfo): Promise<void> {
  const { organisationId, id: shopId } = shop
  await noteConsentEnd(tx, { organisationId, shopId, fromShop: info.consentExpiresAt })
  await tx.query(
    `update shops set name = coalesce(nullif($2, ''), name), region = coalesce(nullif($3, ''), region), updated_at = now()
     where id = $1 and (name, region) is distinct from (coalesce(nullif($2, ''), name), coalesce(nullif($3, ''), region))`,
    [shopId, info.name, info.region],
  )
}

/** Enqueues a look at the consent of every shop. */
export const checkAllConsents = defineTask({
  name: 'consents.check-all',
  schema: z.object({}),
  async run(_, { kanal }) {
    const tx = autocommit(kanal.pool)
    const shops = await tx.query<{ id: string }>(
      `select id from shops where status <> 'disconnected' and marketplace = any ($1)`,
      [[...kanal.adapters.keys()]],
    )
    await enqueueMany(
      tx,
      checkConsent,
      shops.map(({ id }) => ({
        payload: { shopId: id },
        options: { jobKey: `consent:${id}`, priority: 20 },
      })),
    )
  },
})

/** Every morning before the shop opens. */
export const checkConsentsSchedule = defineSchedule({
  name: checkAllConsents.name,
  cron: '0 7 * * *',
  task: checkAllConsents.name,
  payload: {},
})
