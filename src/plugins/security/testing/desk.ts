import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import {
  createOrganisation,
  createUser,
  startPayload,
  type TestApp,
  type TestUser,
} from '../../../../tests/support/payload.ts'
import type { Problem } from '../endpoint/refusal.ts'

export const HOME = '203.0.113.9'
export const AWAY = '198.51.100.7'
export const BROWSER = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0'

/** Where a request of a test comes from. */
export interface From {
  address?: string
  browser?: string
  headers?: Record<string, string>
}

export interface SecurityDesk extends TestApp {
  organisation: string
  /** Signs in with the password alone, from a place. */
  signIn(
    email: string,
    password: string,
    from?: From,
  ): Promise<{ status: number; cookie: string; body: Body }>
  person(name: string, role: 'owner' | 'admin' | 'staff' | 'viewer', organisation?: string): Promise<Someone>
  send(
    method: string,
    path: string,
    options?: From & { as?: { cookie: string } | null; body?: unknown },
  ): Promise<Reply>
  /** Gives the person an authenticator; returns what codes it shows. */
  enrol(someone: Someone): Promise<{ code: (offset?: number) => string; recoveryCodes: string[] }>
  /** A code of the authenticator that was not used before: time passes for it. */
  freshCode(enrolled: { code: (offset?: number) => string }): Promise<string>
  /** Time passes for every proof of identity. */
  forgetStepUps(): Promise<void>
  /** Nobody has tried anything yet. */
  forgetTries(): Promise<void>
  audit(action: string): Promise<{ outcome: string; reason: string | null; ip: string | null }[]>
}

type Body = Record<string, unknown>
export interface Reply {
  status: number
  headers: Headers
  body: Body & { problem?: Problem }
}
export interface Someone extends TestUser {
  password: string
}

/** The codes of an authenticator with this seed; `offset` in steps of 30 seconds. */
export const codesOf =
  (base32: string) =>
  (offset = 0): string =>
    new TOTP({ secret: Secret.fromBase32(base32) }).generate({ timestamp: Date.now() + offset * 30_000 })

/** Payload with one organisation, people who sit at home, and words for what the tests ask again and again. */
export async function openSecurityDesk(): Promise<SecurityDesk> {
  Object.assign(process.env, {
    KANAL_TRUSTED_PROXIES: '10.0.0.0/8',
    CRED_KEK_test: process.env.CRED_KEK_test ?? randomBytes(32).toString('base64'),
    CRED_KEK_ACTIVE: process.env.CRED_KEK_ACTIVE ?? 'test',
  })
  const app = await startPayload()
  const { pool } = app.database
  const organisation = (await createOrganisation(app, 'Toko Sari')).id
  const headersOf = ({ address = HOME, browser = BROWSER, headers = {} }: From): Record<string, string> => ({
    'x-kanal-peer': address,
    'user-agent': browser,
    ...headers,
  })
  const send: SecurityDesk['send'] = async (method, path, { as, body, ...from } = {}) =>
    app.rest(path, {
      method,
      headers: { ...headersOf(from), ...(as ? { cookie: as.cookie } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }) as Promise<Reply>
  const signIn: SecurityDesk['signIn'] = async (email, password, from = {}) => {
    const { status, headers, body } = await send('POST', '/users/login', {
      body: { email, password },
      ...from,
    })
    return { status, cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '', body }
  }
  return {
    ...app,
    organisation,
    send,
    signIn,
    person: async (name, role, where = organisation) => {
      const made = await createUser(app, name, [{ organisation: where, role }])
      const password = `kata-sandi-${name}-panjang`
      const { cookie } = await signIn(made.email, password)
      return { ...made, cookie, password }
    },
    enrol: async (as) => {
      const started = await send('POST', '/security/totp', { as, body: {} })
      const code = codesOf(String(started.body.secret))
      const confirmed = await send('POST', '/security/totp/confirm', { as, body: { code: code() } })
      if (confirmed.status !== 200) throw new Error(JSON.stringify([started, confirmed]))
      return { code, recoveryCodes: confirmed.body.recoveryCodes as string[] }
    },
    freshCode: async ({ code }) => {
      await pool.query('update auth_totp set last_step = last_step - 10')
      return code()
    },
    forgetStepUps: async () => {
      await pool.query(`update auth_step_ups set at = at - interval '6 minutes'`)
    },
    forgetTries: async () => {
      await pool.query('truncate rate_limits')
      await pool.query('update users set login_attempts = 0, lock_until = null')
    },
    audit: async (action) =>
      (
        await pool.query(
          'select outcome, reason, ip from audit_events where action = $1 order by created_at, id',
          [action],
        )
      ).rows as { outcome: string; reason: string | null; ip: string | null }[],
  }
}
