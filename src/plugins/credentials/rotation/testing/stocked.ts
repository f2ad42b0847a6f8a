import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Kanal } from '../../../context.ts'
import type { BoundOwner } from '../../owner.ts'
import { withCredentials } from '../../read.ts'
import { newOrganisation, save, set } from '../../testing/fixtures.ts'

/** An integration of an organisation, without values. */
export async function newIntegration(pool: Pool, organisationId: string): Promise<BoundOwner> {
  const ownerId = randomUUID()
  const slug = `pasar-${ownerId.slice(0, 8)}`
  await pool.query(
    `insert into integrations (id, organisation_id, marketplace, environment) values ($1, $2, $3, 'live')`,
    [ownerId, organisationId, slug],
  )
  return { organisationId, ownerType: 'integration', ownerId, slug }
}

/** An organisation with that many integrations, each with the value `nilai-<n>` in force and an older one. */
export async function stocked(
  kanal: Pick<Kanal, 'pool' | 'vault'>,
  integrations: number,
): Promise<{ organisationId: string; owners: BoundOwner[] }> {
  const organisationId = await newOrganisation(kanal.pool)
  const owners: BoundOwner[] = []
  for (let n = 0; n < integrations; n += 1) {
    const owner = await newIntegration(kanal.pool, organisationId)
    await save(kanal.pool, kanal.vault, owner, { key: set(`lama-${n}`) })
    await save(kanal.pool, kanal.vault, owner, { key: set(`nilai-${n}`) })
    owners.push(owner)
  }
  return { organisationId, owners }
}

/** The values in force, in the order of the owners. @throws DecryptError when one does not open. */
export const openAll = (kanal: Pick<Kanal, 'pool' | 'vault'>, owners: readonly BoundOwner[]) =>
  Promise.all(
    owners.map((owner) =>
      withCredentials(
        kanal.vault,
        kanal.pool,
        { ...owner, consumer: 'connection.test', purpose: 'test' },
        ({ key }) => key,
      ),
    ),
  )
