import assert from 'node:assert/strict'
import {
  AdapterError,
  type AppSession,
  type Authorization,
  type Grant,
  type ShopSession,
} from '../contract.ts'
import { explain } from '../kit/explain.ts'
import { liveCheck, type ConformanceCheck } from './check.ts'
import { expectFailure } from './expect.ts'

const PARALLEL = 20

/** Tokens: renewed once however many need it, and never by trying twice. */
export const tokenChecks: readonly ConformanceCheck[] = [
  liveCheck(
    { id: 'tokens/grant', title: 'grants with tokens that work and expiries that lie ahead' },
    async ({ adapter }, { grant, session }) => {
      const now = session.now().getTime()
      assert.ok(grant.accessExpiresAt.getTime() > now, 'the access token has expired already')
      assert.ok(grant.refreshExpiresAt === null || grant.refreshExpiresAt.getTime() > now, 'refresh token')
      const info = await adapter.shop.info(session)
      assert.equal(info.externalId, grant.externalShopId, 'shop.info names another shop')
      assert.ok(info.name.trim(), 'the shop has no name')
    },
  ),
  liveCheck(
    { id: 'tokens/single-flight', title: `renews once for ${PARALLEL} calls that find the token expired` },
    async ({ adapter, standIn }, { grant, session }) => {
      await standIn.expireToken()
      await expectTokenExpired(() => adapter.shop.info(session))
      const tokens = new SharedTokens(adapter.authorize, standIn.app(), grant)
      const infos = await Promise.all(
        Array.from({ length: PARALLEL }, () => tokens.call((current) => adapter.shop.info(current))),
      )
      assert.equal(tokens.refreshes, 1, 'number of refreshes')
      assert.equal(new Set(infos.map((info) => info.externalId)).size, 1, 'shops')
      assert.notEqual(tokens.grant.accessToken, grant.accessToken, 'the access token is still the old one')
      assert.equal(tokens.grant.externalShopId, grant.externalShopId, 'the shop')
    },
  ),
  liveCheck(
    {
      id: 'tokens/spent',
      title: 'says of a spent refresh token that consent is needed',
      applies: ({ adapter }) => adapter.authorize.singleUseRefresh,
    },
    async ({ adapter, standIn }, { grant }) => {
      const next = await adapter.authorize.refresh(standIn.app(), grant)
      const error = await expectFailure(() => adapter.authorize.refresh(standIn.app(), grant), 'second use')
      assert.equal(error.kind, 'auth')
      assert.equal(error.reason, 'token_revoked')
      assert.ok((await adapter.authorize.refresh(standIn.app(), next)).accessToken, 'the successor is spent')
    },
  ),
  liveCheck(
    { id: 'tokens/never-twice', title: 'does not repeat a refresh whose answer was lost' },
    async ({ adapter, standIn }, { grant }) => {
      let sent = 0
      const send = (): Promise<never> => {
        sent += 1
        return Promise.reject(
          new AdapterError({
            kind: 'transient',
            reason: 'tcp_timeout',
            message: 'no answer in time',
            explanation: explain('tcp_timeout', adapter.name),
          }),
        )
      }
      await expectFailure(() => adapter.authorize.refresh({ ...standIn.app(), send }, grant), 'refresh')
      assert.equal(sent, 1, 'requests sent')
    },
  ),
]

/** What Kanal does around every call: one refresh at a time per shop, its result stored before it is used. */
class SharedTokens {
  refreshes = 0
  private pending: Promise<void> | undefined

  constructor(
    private readonly authorize: Authorization,
    private readonly app: AppSession,
    public grant: Grant,
  ) {}

  async call<T>(run: (session: ShopSession) => Promise<T>): Promise<T> {
    const used = this.grant
    try {
      return await run(this.session())
    } catch (error) {
      if (!(error instanceof AdapterError) || error.reason !== 'token_expired') throw error
      if (used === this.grant) await this.renew()
      return run(this.session())
    }
  }

  private session(): ShopSession {
    const { externalShopId: externalId, accessToken, details } = this.grant
    return { ...this.app, shop: { externalId, accessToken, details } }
  }

  private renew(): Promise<void> {
    this.pending ??= this.refresh().finally(() => (this.pending = undefined))
    return this.pending
  }

  private async refresh(): Promise<void> {
    this.refreshes += 1
    this.grant = await this.authorize.refresh(this.app, this.grant)
  }
}

async function expectTokenExpired(run: () => Promise<unknown>): Promise<void> {
  const error = await expectFailure(run, 'a call with an expired token')
  assert.equal(error.kind, 'auth', 'kind')
  assert.equal(error.reason, 'token_expired', 'cause')
}
