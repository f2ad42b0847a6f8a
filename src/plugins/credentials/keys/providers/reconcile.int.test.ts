import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../../../tests/support/database.ts'
import { createSecrets } from '../../../context.ts'
import { withCredentials } from '../../read.ts'
import { newOwner, save, set } from '../../testing/fixtures.ts'
import type { BoundOwner } from '../../owner.ts'
import { masterKeysFromEnv } from '../kek.ts'
import { startTransit, type KeyService } from './testing/key-services.ts'

/**
 * Threat T6: an operator with the environment and the database can ask the key service, but not unseen: its log, which
 * is not his, and our own notes of uses tell the same story, or somebody went past the product.
 */
const TOKEN = 'hvs.uji-coba'
const OWNERS = 12

let database: TestDatabase
let service: KeyService
beforeAll(async () => {
  ;[database, service] = await Promise.all([createTestDatabase(), startTransit('kanal', TOKEN)])
})
afterAll(async () => {
  await service.close()
  await database.drop()
})

const masterKeys = () =>
  masterKeysFromEnv({
    CRED_KEK_k1: `vault-transit:${service.url}/v1/transit/keys/kanal`,
    CRED_KEK_ACTIVE: 'k1',
    VAULT_TOKEN: TOKEN,
  })
/** What a process that has just started makes of the environment. */
const freshProcess = () => createSecrets(masterKeys())
/** The organisations whose keys the service says it opened since, as often as it did. */
const openedThere = (owners: readonly BoundOwner[]): string[] =>
  service.log
    .filter(({ verb, outcome }) => verb === 'decrypt' && outcome === 'ok')
    .map(({ bound }) => {
      const text = bound + Buffer.from(bound, 'base64').toString('utf8')
      return owners.find(({ organisationId }) => text.includes(organisationId))?.organisationId ?? 'another'
    })
    .sort()
const notedHere = async (): Promise<string[]> =>
  (
    await database.pool.query<{ id: string }>(
      'select organisation_id as id from cred_heads where last_used_at is not null',
    )
  ).rows
    .map(({ id }) => id)
    .sort()

it('T6: the log of the key service and our notes of uses name the same openings, each once', async () => {
  const owners: BoundOwner[] = []
  const { vault } = freshProcess()
  for (let n = 0; n < OWNERS; n += 1) {
    const owner = await newOwner(database.pool)
    await save(database.pool, vault, owner, { key: set(`rahasia-${n}`), push: set(`dorong-${n}`) })
    owners.push(owner)
  }
  service.log.length = 0
  const read = owners.filter((_, n) => n % 3 !== 0)
  const { vault: reader } = freshProcess()
  for (const owner of read)
    for (let times = 0; times < 3; times += 1)
      await withCredentials(
        reader,
        database.pool,
        { ...owner, consumer: 'connection.test', purpose: 'test' },
        () => undefined,
      )
  expect(openedThere(owners)).toHaveLength(read.length)
  expect(openedThere(owners)).toEqual(await notedHere())

  // Somebody who takes a wrapped key out of the database and asks the service himself is seen by the comparison.
  const unread = owners[0]
  const { rows } = await database.pool.query<{ id: string; version: number; wrapped: Buffer }>(
    'select id, version, wrapped from cred_keys where organisation_id = $1',
    [unread?.organisationId],
  )
  const [stolen] = rows
  if (!unread || !stolen) throw new Error('There is no key to take')
  const { organisationId } = unread
  await masterKeys().unwrap(stolen.wrapped, 'k1', {
    organisationId,
    keyId: stolen.id,
    keyVersion: stolen.version,
  })
  const noted = new Set(await notedHere())
  const unexplained = openedThere(owners).filter((id) => !noted.has(id))
  expect(unexplained).toEqual([organisationId])
})
