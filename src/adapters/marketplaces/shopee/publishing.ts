import { z } from 'zod'
import { AdapterError, type Publishing, type ShopSession } from '../../contract.ts'
import { wait } from '../../kit/retry.ts'
import { attributesFor } from './attributes.ts'
import { brandFor } from './brands.ts'
import { callAsApp, callForShop } from './client.ts'
import { couriersFor } from './couriers.ts'
import { itemBody, variationBody, type VariationForm } from './draftBody.ts'
import { RULES } from './errorTable.ts'
import { shopLocations } from './locations.ts'
import { multipart } from './multipart.ts'
import { setLive } from './setLive.ts'
import { tiersOf } from './tiers.ts'
import { read, requiredId, words } from './wire.ts'

export interface PublishingOptions {
  /** How long a new item needs until Shopee knows it everywhere, in milliseconds. */
  settleMs: number
  variationForm: VariationForm
  /** Replaceable for tests. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

const uploaded = z.object({
  image_info: z.object({ image_id: words }).nullish(),
  image_info_list: z
    .array(z.object({ error: words, message: words, image_info: z.object({ image_id: words }).nullish() }))
    .nullish(),
})
const added = z.object({ item_id: requiredId })

/**
 * Listing new goods. Shopee takes a product first and its variants in a second call: until those are in, the
 * product is hidden, and it is deleted again when they are refused. Nothing here is repeated by itself, for
 * Shopee knows no way to recognise a repetition.
 */
export function shopeePublishing({ settleMs, variationForm, sleep = wait }: PublishingOptions): Publishing {
  return {
    async uploadImage(session, { body, contentType, fileName }) {
      const { response, requestId } = await callAsApp(session, {
        method: 'POST',
        path: '/api/v2/media_space/upload_image',
        form: multipart({ scene: 'normal' }, { name: 'image', fileName, contentType, body }),
        idempotent: true,
      })
      const answer = read(uploaded, response, 'upload_image', requestId)
      const [row] = answer.image_info_list ?? []
      const imageId = row?.image_info?.image_id || answer.image_info?.image_id
      if (imageId) return imageId
      throw unusableImage(session, row?.error ?? '', row?.message ?? '')
    },

    async create(session, draft) {
      const tiers = tiersOf(draft)
      const [home] = await shopLocations(session)
      const around = {
        couriers: await couriersFor(session),
        attributes: await attributesFor(session, draft),
        brand: await brandFor(session, draft),
        locationId: home?.externalLocationId ?? null,
      }
      const { response, requestId } = await callForShop(session, {
        method: 'POST',
        path: '/api/v2/product/add_item',
        body: itemBody(draft, around, tiers.length > 0),
        idempotent: false,
      })
      const externalItemId = read(added, response, 'add_item', requestId).item_id
      if (tiers.length === 0) return { externalItemId }
      try {
        await sleep(settleMs, session.signal)
        await callForShop(session, {
          method: 'POST',
          path: '/api/v2/product/init_tier_variation',
          body: variationBody(externalItemId, draft, tiers, around.locationId, variationForm),
          idempotent: false,
        })
      } catch (error) {
        await remove(session, externalItemId)
        throw error
      }
      // A product that stays hidden is seen as such at the next sync; losing its id would list it twice.
      await setLive(session, [{ externalItemId, live: true }]).catch(onlyAdapterErrors)
      return { externalItemId }
    },

    async update(session, { externalItemId, title, description, imageRefs }) {
      await callForShop(session, {
        method: 'POST',
        path: '/api/v2/product/update_item',
        body: {
          item_id: BigInt(externalItemId),
          ...(title === undefined ? {} : { item_name: title }),
          ...(description === undefined ? {} : { description }),
          ...(imageRefs === undefined ? {} : { image: { image_id_list: imageRefs } }),
        },
        idempotent: true,
      })
    },
  }
}

/** Takes a half-made product away again; what made it fail matters more than whether this works. */
async function remove(session: ShopSession, externalItemId: string): Promise<void> {
  const { signal: _aborted, ...unhurried } = session
  await callForShop(unhurried, {
    method: 'POST',
    path: '/api/v2/product/delete_item',
    body: { item_id: BigInt(externalItemId) },
    idempotent: true,
  }).catch(onlyAdapterErrors)
}

function onlyAdapterErrors(error: unknown): void {
  if (!(error instanceof AdapterError)) throw error
}

function unusableImage(session: ShopSession, code: string, message: string): AdapterError {
  const { kind, reason, explanation } = RULES.itemImage
  return new AdapterError({
    kind,
    reason,
    message: `Shopee upload_image ${code}: ${message}`,
    explanation: explanation({ partnerId: session.credentials['partnerId'] ?? '' }),
    ...(code ? { providerCode: code } : {}),
  })
}
