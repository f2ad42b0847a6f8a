import { randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import { autocommit } from '../src/database/tx.ts'
import { createSecrets, type Kanal } from '../src/plugins/context.ts'
import { openValue, sealValue } from '../src/plugins/credentials/crypto/envelope.ts'
import { masterKeysFromEnv } from '../src/plugins/credentials/keys/kek.ts'
import { placeOf, type BoundOwner } from '../src/plugins/credentials/owner.ts'
import { withCredentials } from '../src/plugins/credentials/read.ts'
import { runOrganisationRotation } from '../src/plugins/credentials/rotation/organisation.ts'
import { readRotation } from '../src/plugins/credentials/rotation/rotations.ts'
import { changeOrganisationKey } from '../src/plugins/credentials/rotation/start.ts'
import { withBenchDatabase } from './lib/database.ts'
import { percentile, report } from './lib/report.ts'

/** The target is for 100,000; fewer for a first look. */
const VALUES = Number(process.env.BENCH_VALUES ?? 100_000)
const FIELDS = 20
const TARGET_SECONDS = 600
const bench = 'rotation'

type Ground = Pick<Kanal, 'pool' | 'vault' | 'audit'>

const ownersOf = (organisationId: string): BoundOwner[] =>
  Array.from({ length: Math.ceil(VALUES / FIELDS) }, (_, n) => ({
    organisationId,
    ownerType: 'integration',
    ownerId: randomUUID(),
    slug: `pasar-${n}`,
  }))

const valueOf = (owner: number, field: number): string => `rahasia-${owner}-${field}`.padEnd(48, 'x')

/** Stores the values in bulk, sealed as a save would seal them. */
async function fill({ pool, vault }: Ground, owners: readonly BoundOwner[]): Promise<void> {
  const organisationId = owners[0]!.organisationId
  const tx = autocommit(pool)
  await vault.keys.ensure(pool, organisationId)
  const names = Array.from({ length: FIELDS }, (_, n) => `f${n}`)
  const versions = JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])))
  for (let from = 0; from < owners.length; from += 100) {
    const part = owners.slice(from, from + 100)
    const ids = part.map(({ ownerId }) => ownerId)
    await tx.query(
      `insert into integrations (id, organisation_id, marketplace, environment)
       select id, $1, slug, 'live' from unnest($2::uuid[], $3::text[]) r (id, slug)`,
      [organisationId, ids, part.map(({ slug }) => slug)],
    )
    await tx.query(
      `insert into cred_heads (owner_type, owner_id, organisation_id, fields, current_version, row_version)
       select 'integration', id, $1, $3::jsonb, 1, 1 from unnest($2::uuid[]) id`,
      [organisationId, ids, versions],
    )
    const envelopes = await vault.keys.withActive(tx, organisationId, (keys, name) =>
      part.flatMap((owner, n) =>
        names.map((field, f) => sealValue(keys.enc, name, placeOf(owner, field, 1), valueOf(from + n, f))),
      ),
    )
    await tx.query(
      `insert into cred_values (organisation_id, owner_type, owner_id, field, version, envelope)
       select $1, 'integration', id, field, 1, envelope
       from unnest($2::uuid[], $3::text[], $4::bytea[]) r (id, field, envelope)`,
      [
        organisationId,
        part.flatMap(({ ownerId }) => names.map(() => ownerId)),
        part.flatMap(() => names),
        envelopes,
      ],
    )
  }
}

/** The least that any rotation must compute: open and seal each value, in memory. @returns values per second. */
function floorRate(owners: readonly BoundOwner[]): number {
  const [before, after] = [randomBytes(32), randomBytes(32)]
  const name = { keyId: randomUUID(), keyVersion: 1 }
  const count = Math.min(VALUES, 20_000)
  const sealed = Array.from({ length: count }, (_, n) => {
    const place = placeOf(owners[n % owners.length]!, 'f0', 1)
    return { place, envelope: sealValue(before, name, place, valueOf(n, 0)) }
  })
  const began = performance.now()
  for (const { place, envelope } of sealed) sealValue(after, name, place, openValue(before, place, envelope))
  return count / ((performance.now() - began) / 1_000)
}

/** Reads whole integrations one after the other until told to stop. */
async function readAll(
  { pool, vault }: Ground,
  owners: readonly BoundOwner[],
  isDone: () => boolean,
): Promise<{ reads: number; failed: number; times: number[] }> {
  const seen = { reads: 0, failed: 0, times: [] as number[] }
  while (!isDone()) {
    const n = (seen.reads * 7_919) % owners.length
    const began = performance.now()
    const right = await withCredentials(
      vault,
      pool,
      { ...owners[n]!, consumer: 'connection.test', purpose: 'bench' },
      (values) => values.f0 === valueOf(n, 0),
    ).catch(() => false)
    seen.times.push(performance.now() - began)
    seen.reads += 1
    if (!right) seen.failed += 1
  }
  return seen
}

/** How long it takes to give an organisation a new key while it is read; every read must succeed. */
export async function rotation(): Promise<void> {
  await withBenchDatabase(async (pool: pg.Pool) => {
    const keks = masterKeysFromEnv({
      CRED_KEK_ACTIVE: 'bench',
      CRED_KEK_bench: randomBytes(32).toString('base64'),
    })
    const kanal: Ground = { pool, ...createSecrets(keks) }
    const organisationId = randomUUID()
    await pool.query('insert into organisations (id, name) values ($1, $2)', [organisationId, 'Toko Bench'])
    const owners = ownersOf(organisationId)
    await fill(kanal, owners)
    await pool.query('analyze cred_values')
    const floor = floorRate(owners)
    const id = await changeOrganisationKey(kanal, organisationId, { actor: { type: 'system' } })
    const state = { done: false }
    const reading = readAll(kanal, owners, () => state.done)
    const began = performance.now()
    const isWhole = await runOrganisationRotation(kanal, id)
    const seconds = (performance.now() - began) / 1_000
    state.done = true
    const { reads, failed, times } = await reading
    const ended = await readRotation(autocommit(pool), id)
    const done = ended?.done ?? 0
    report({ bench, metric: `${done} values sealed again`, value: seconds, unit: 's', floor: TARGET_SECONDS })
    report({ bench, metric: 'against open and seal in memory', value: done / seconds, unit: '1/s', floor })
    report({ bench, metric: `failed of ${reads} reads meanwhile`, value: failed, unit: 'count' })
    report({ bench, metric: 'read meanwhile p99', value: percentile(times, 0.99), unit: 'ms' })
    if (!isWhole || failed > 0 || done !== owners.length * FIELDS)
      throw new Error('The rotation lost something')
  })
}
