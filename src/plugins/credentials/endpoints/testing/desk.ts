import { randomBytes } from 'node:crypto'
import type { OutcomeLine, StepLine, StreamLine } from '../../checks/events.ts'
import type { Problem } from '../../../security/endpoint/refusal.ts'
import type { Overview } from '../../view-model.ts'
import { integrationIdOf } from '../integration-id.ts'
import { startTestServer, type Person, type TestServer } from './server.ts'

export const RIGHT_KEY = `right~${randomBytes(18).toString('base64')}`
export const set = (value: string) => ({ op: 'set', value })
export const keep = { op: 'keep' }

type Name = 'ownerA' | 'adminA' | 'staffA' | 'viewerA' | 'ownerB' | 'nobody'

/** A test server with two organisations, six people, and words for what the tests ask again and again. */
export interface Desk extends TestServer {
  a: string
  b: string
  people: Record<Name, Person>
  /** The id of organisation A's integration. */
  id: string
  input(more?: object): object
  test(person: Person | null, body: unknown, headers?: Record<string, string>): Promise<Response>
  save(person: Person | null, body: unknown, headers?: Record<string, string>): Promise<Response>
  audit(since: number): Promise<Record<string, unknown>[]>
  auditCount(): Promise<number>
  integration(organisation?: string): Promise<Record<string, unknown> | undefined>
  storedValues(): Promise<number>
  overview(): Promise<Overview['marketplaces'][number]>
  shop(externalId?: string): Promise<unknown>
  /** Back to an empty start: nothing stored, nobody counted. */
  reset(): Promise<void>
}

export const problemOf = async (response: Response): Promise<Problem> =>
  ((await response.json()) as { problem: Problem }).problem
export const outcomeOf = async (response: Response) =>
  (await response.json()) as OutcomeLine & { steps: StepLine[] }
export const linesOf = async (response: Response): Promise<StreamLine[]> =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as StreamLine)

export async function openDesk(options: { twin?: boolean } = {}): Promise<Desk> {
  const server = await startTestServer(RIGHT_KEY, options)
  const { pool, call } = server
  const a = await server.organisation('Toko A')
  const b = await server.organisation('Toko B')
  const id = integrationIdOf(a, 'pasar')
  const people = {
    ownerA: await server.person('ownerA', [{ organisation: a, role: 'owner' }]),
    adminA: await server.person('adminA', [{ organisation: a, role: 'admin' }]),
    staffA: await server.person('staffA', [{ organisation: a, role: 'staff' }]),
    viewerA: await server.person('viewerA', [{ organisation: a, role: 'viewer' }]),
    ownerB: await server.person('ownerB', [{ organisation: b, role: 'owner' }]),
    nobody: await server.person('nobody', []),
  }
  const count = async (query: string): Promise<number> => Number((await pool.query(query)).rows[0].n)
  return {
    ...server,
    a,
    b,
    people,
    id,
    input: (more = {}) => ({
      organisation: a,
      marketplace: 'pasar',
      environment: 'live',
      changes: { appId: set('2001887'), appKey: set(RIGHT_KEY) },
      ...more,
    }),
    test: (person, body, headers = {}) => call(person, 'POST', '/test', { body, headers }),
    save: (person, body, headers = {}) => call(person, 'PUT', '/credentials', { body, headers }),
    audit: async (since) =>
      (
        await pool.query(
          `select organisation_id, actor_id, actor_label, action, target_id, outcome, reason, fields, ip, user_agent
           from audit_events order by created_at, id offset $1`,
          [since],
        )
      ).rows as Record<string, unknown>[],
    auditCount: () => count('select count(*) as n from audit_events'),
    integration: async (organisation = a) =>
      (await pool.query('select * from integrations where organisation_id = $1', [organisation])).rows[0] as
        Record<string, unknown> | undefined,
    storedValues: () => count('select count(*) as n from cred_values where envelope is not null'),
    overview: async () => {
      const body = (await (
        await call(people.ownerA, 'GET', `/overview?organisation=${a}`)
      ).json()) as Overview
      const [card] = body.marketplaces
      if (!card) throw new Error('no card')
      return card
    },
    shop: (externalId = 'S1') =>
      pool.query(
        `insert into shops (organisation_id, name, marketplace, external_shop_id, integration_id)
         values ($1, 'Toko Sari', 'pasar', $2, $3)`,
        [a, externalId, id],
      ),
    reset: async () => {
      Object.assign(server.market, {
        rightKey: RIGHT_KEY,
        failWith: null,
        breakDown: false,
        delayMs: 0,
        during: null,
        seen: [],
      })
      await pool.query('truncate rate_limits')
      await pool.query('delete from token_refreshes')
      await pool.query('delete from shops')
      await pool.query(`update cred_heads set fields = '{}', previous_fields = null, overlap_until = null`)
      await pool.query(
        'select kanal_vault_purge(organisation_id, owner_type, owner_id, null) from cred_heads',
      )
      await pool.query('delete from cred_heads')
      await pool.query('delete from integrations')
    },
  }
}
