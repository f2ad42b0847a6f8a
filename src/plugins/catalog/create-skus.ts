import type { Tx } from '../../database/tx.ts'
import type { StoredListing } from './listings.ts'

interface Created {
  createdProducts: number
  createdSkus: number
}

/**
 * Creates a SKU for each code of unlinked listings that no SKU has yet. The variants of one item share a product:
 * the one that a variant of it already belongs to, else a new one. Listings without a code get none.
 */
export async function createMissingSkus(
  tx: Tx,
  { organisationId, listings }: { organisationId: string; listings: readonly StoredListing[] },
): Promise<Created> {
  const coded = listings.filter(({ code }) => code !== '')
  const known = new Set(
    await knownCodes(
      tx,
      organisationId,
      coded.map(({ code }) => code),
    ),
  )
  const missing = new Map<string, StoredListing>()
  for (const listing of coded) {
    if (
      listing.skuId === null &&
      listing.remote.status !== 'deleted' &&
      !known.has(listing.code) &&
      !missing.has(listing.code)
    ) {
      missing.set(listing.code, listing)
    }
  }
  if (missing.size === 0) return { createdProducts: 0, createdSkus: 0 }

  const items = [...new Set([...missing.values()].map(({ externalItemId }) => externalItemId))]
  const productOf = await productsOfItems(
    tx,
    organisationId,
    listings.filter((each) => items.includes(each.externalItemId)),
  )
  const orphans = items.filter((item) => !productOf.has(item))
  const ids = await tx.query<{ id: string }>('select kanal_uuidv7() as id from generate_series(1, $1)', [
    orphans.length,
  ])
  orphans.forEach((item, index) => productOf.set(item, ids[index]?.id ?? ''))
  await insertProducts(tx, organisationId, orphans, productOf, listings)

  const skus = await tx.query(
    `insert into skus (organisation_id, code, code_normalised, name, product_id, price)
     select $1, r.code, r.code_normalised, r.name, r.product_id, r.price
     from json_to_recordset($2::json) as r(code text, code_normalised text, name text, product_id uuid, price bigint)
     on conflict (organisation_id, code_normalised) do nothing
     returning id`,
    [
      organisationId,
      JSON.stringify(
        [...missing.values()].map(({ code, externalItemId, remote }) => ({
          code: remote.sellerSku.trim(),
          code_normalised: code,
          name: remote.variantName || null,
          product_id: productOf.get(externalItemId),
          price: remote.price.amount,
        })),
      ),
    ],
  )
  return { createdProducts: orphans.length, createdSkus: skus.length }
}

async function knownCodes(tx: Tx, organisationId: string, codes: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ code: string }>(
    'select code_normalised as code from skus where organisation_id = $1 and code_normalised = any ($2)',
    [organisationId, codes],
  )
  return rows.map(({ code }) => code)
}

/** The product some variant of each item belongs to already, by its link or its code. */
async function productsOfItems(
  tx: Tx,
  organisationId: string,
  listings: readonly StoredListing[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ item: string; product: string }>(
    `select distinct on (r.item) r.item, k.product_id as product
     from unnest($2::text[], $3::text[], $4::uuid[]) r(item, code, sku_id)
     join skus k on k.organisation_id = $1 and (k.id = r.sku_id or (r.sku_id is null and k.code_normalised = r.code))
     order by r.item, k.created_at`,
    [
      organisationId,
      listings.map(({ externalItemId }) => externalItemId),
      listings.map(({ code }) => code),
      listings.map(({ skuId }) => skuId),
    ],
  )
  return new Map(rows.map(({ item, product }) => [item, product]))
}

async function insertProducts(
  tx: Tx,
  organisationId: string,
  items: readonly string[],
  productOf: ReadonlyMap<string, string>,
  listings: readonly StoredListing[],
): Promise<void> {
  const rows = items.map((item) => {
    const remote = listings.find(({ externalItemId }) => externalItemId === item)?.remote
    return {
      id: productOf.get(item),
      title: remote?.title || item,
      description: remote?.description || null,
      image_url: remote?.imageUrls[0] ?? null,
    }
  })
  await tx.query(
    `insert into products (id, organisation_id, title, description, image_url)
     select r.id, $1, r.title, r.description, r.image_url
     from json_to_recordset($2::json) as r(id uuid, title text, description text, image_url text)`,
    [organisationId, JSON.stringify(rows)],
  )
}
