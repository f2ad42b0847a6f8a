import { AdapterError, type Grant } from '../../adapters/contract.ts'
import { MANAGERS } from '../../collections/access/roles.ts'
import { autocommit, transaction, type Tx } from '../../database/tx.ts'
import type { Kanal } from '../context.ts'
import { CredentialsMissingError } from '../credentials/errors.ts'
import { allowListOf, wouldAdmit } from '../security/organisation/allow-list.ts'
import { withApp } from './app-session.ts'
import { problemOf } from './consent-cause.ts'
import { connectShops, type ConnectedShop, type ShopGrant } from './connect.ts'
import { ConsentProblem, type ConsentProblemCode } from './consent-problems.ts'
import { redeemConsent, rememberConsent, type ConsentOrigin } from './consent-state.ts'
import { adapterOf, loadIntegration, NotFoundError } from './rows.ts'

/** Whom an audit row names besides the user. */
export interface Visitor {
  ip?: string
  userAgent?: string
}

const DENIALS: ReadonlySet<ConsentProblemCode> = new Set(['not_allowed', 'address_not_allowed', 'shop_taken'])

/** The one address a marketplace sends sellers back to. */
export const consentCallback = (publicUrl: string, marketplace: string): string =>
  `${publicUrl}/oauth/${marketplace}`

/**
 * The address of the page where the seller consents. Follow it at once: some marketplaces let it die within
 * minutes. The browser must hold `nonce` in a cookie when it comes back.
 * @throws NotFoundError when the integration is not one of the organisation's.
 * @throws ConsentProblem (`keys_missing`, `keys_refused`).
 */
export async function startConsent(
  kanal: Kanal,
  input: { integrationId: string; userId: string; organisationId: string; nonce: string },
): Promise<string> {
  const integration = await loadIntegration(autocommit(kanal.pool), input.integrationId)
  if (integration.organisationId !== input.organisationId) throw new NotFoundError('The integration')
  const { marketplace } = integration
  const redirectUrl = consentCallback(kanal.publicUrl, marketplace)
  const state = await rememberConsent(autocommit(kanal.pool), { ...input, marketplace }, input.nonce)
  return asProblem(
    withApp(kanal, integration, { purpose: 'consent.start' }, ({ adapter, session }) =>
      adapter.authorize.consentUrl(session, { redirectUrl, state }),
    ),
  )
}

/**
 * Finishes a consent with what the marketplace sent along: exchanges the code, asks each shop for its name, then
 * stores shops and tokens in one transaction and enqueues the import of their catalogues. A problem leaves
 * everything as it was, except that the state is spent.
 * @throws ConsentProblem
 */
export async function finishConsent(
  kanal: Kanal,
  input: {
    marketplace: string
    query: Readonly<Record<string, string>>
    nonce: string | undefined
    visitor?: Visitor
  },
): Promise<readonly ConnectedShop[]> {
  const { state, ...query } = input.query
  const origin = await redeemConsent(autocommit(kanal.pool), { ...input, state })
  try {
    await assertStillAllowed(autocommit(kanal.pool), origin)
    await assertAllowedHere(autocommit(kanal.pool), origin, input.visitor?.ip ?? null)
    if (query.error && !query.code) throw new ConsentProblem('refused')
    return await asProblem(exchangeAndConnect(kanal, origin, query, input.visitor ?? {}))
  } catch (error) {
    const problem = error instanceof ConsentProblem ? error : new ConsentProblem('internal', { cause: error })
    await recordFailure(kanal, origin, problem.code, input.visitor ?? {})
    throw problem
  }
}

async function exchangeAndConnect(
  kanal: Kanal,
  origin: ConsentOrigin,
  query: Readonly<Record<string, string>>,
  visitor: Visitor,
): Promise<readonly ConnectedShop[]> {
  const integration = await loadIntegration(autocommit(kanal.pool), origin.integrationId)
  const grants = await withApp(
    kanal,
    integration,
    { purpose: 'consent.exchange' },
    async ({ adapter, session }) => {
      const given = await adapter.authorize.exchange(session, query)
      return Promise.all(
        given.map((grant) => withInfo(grant, () => adapter.shop.info({ ...session, shop: shopOf(grant) }))),
      )
    },
  )
  if (grants.length === 0) throw new ConsentProblem('code_refused')
  return connectShops(kanal, {
    origin,
    grants,
    visitor,
    adapter: adapterOf(kanal.adapters, origin.marketplace),
  })
}

const shopOf = (grant: Grant): { externalId: string; accessToken: string; details: Grant['details'] } => ({
  externalId: grant.externalShopId,
  accessToken: grant.accessToken,
  details: grant.details,
})

/**
 * The code is spent by now: a shop whose name cannot be read is connected without it, and named later. One of another
 * region would never answer.
 */
async function withInfo(grant: Grant, ask: () => Promise<ShopGrant['info']>): Promise<ShopGrant> {
  try {
    return { grant, info: await ask() }
  } catch (error) {
    if (error instanceof AdapterError && error.reason !== 'wrong_region') return { grant, info: null }
    throw error
  }
}

async function assertStillAllowed(tx: Tx, { userId, organisationId }: ConsentOrigin): Promise<void> {
  const [row] = await tx.query(
    `select 1 from users_memberships where _parent_id = $1 and organisation_id = $2 and role::text = any ($3)`,
    [userId, organisationId, MANAGERS],
  )
  if (!row) throw new ConsentProblem('not_allowed')
}

/** The way back is no request of a session, so that the organisation's list of addresses is asked for here. */
async function assertAllowedHere(
  tx: Tx,
  { organisationId }: ConsentOrigin,
  address: string | null,
): Promise<void> {
  const { ranges } = await allowListOf(tx, organisationId)
  if (!(await wouldAdmit(tx, ranges, address))) throw new ConsentProblem('address_not_allowed')
}

async function asProblem<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof CredentialsMissingError) throw new ConsentProblem('keys_missing', { cause: error })
    if (error instanceof AdapterError) throw new ConsentProblem(problemOf(error), { cause: error })
    throw error
  }
}

async function recordFailure(
  kanal: Kanal,
  origin: ConsentOrigin,
  reason: ConsentProblemCode,
  visitor: Visitor,
): Promise<void> {
  await transaction(kanal.pool, (tx) =>
    kanal.audit.record(tx, {
      organisationId: origin.organisationId,
      actor: { type: 'user', id: origin.userId },
      action: 'shop.connect',
      target: { type: 'integration', id: origin.integrationId, label: origin.marketplace },
      outcome: DENIALS.has(reason) ? 'denied' : 'failed',
      reason,
      ...visitor,
    }),
  )
}
