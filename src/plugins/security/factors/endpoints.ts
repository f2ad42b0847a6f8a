import { randomUUID } from 'node:crypto'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import { text } from '../../../i18n/text.ts'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { answer } from '../endpoint/answer.ts'
import type { Caller } from '../endpoint/caller.ts'
import { endpoint } from '../endpoint/endpoint.ts'
import { readInput } from '../endpoint/input.ts'
import { Refusal } from '../endpoint/refusal.ts'
import { notifyPerson, tellPerson } from '../person.ts'
import { endSessions } from '../sessions/sign-in.ts'
import { enrolledOf, type Method } from '../step-up/methods.ts'
import { forgetStepUps, recordStepUp } from '../step-up/record.ts'
import { noSuchMethod, tooManyTries, wrongProof } from '../step-up/refusals.ts'
import { admitTry, forgiveTry } from '../step-up/tries.ts'
import { checkNewPasskey, passkeyToMake, storePasskey } from './passkeys.ts'
import { dropRecoveryCodes, makeRecoveryCodes, replaceRecoveryCodes } from './recovery.ts'
import { acceptTotp, removeTotp, startTotp } from './totp.ts'

const AUTHENTICATOR = 'Authenticator'
const passkeyNamed = (name: string): string => `Passkey “${name}”`
const passkeyName = z.string().trim().min(1).max(60)
const passkeyPath = '/security/passkeys/:id'

const alreadyThere = (): Refusal =>
  new Refusal(409, {
    code: 'factor_exists',
    what: text('Faktor ini sudah terpasang.', 'This factor is already set up.'),
    why: text('Akun Anda sudah memakainya.', 'Your account uses it already.'),
    remedy: text('Lepas dulu yang lama bila ingin menggantinya.', 'Remove the old one first to replace it.'),
  })

/**
 * What follows from a change of factors, in its transaction: it is written down and told, every other sign-in ends,
 * and older proofs of identity no longer count. The factor just shown counts as one.
 */
async function factorChanged(
  tx: Tx,
  caller: Caller,
  change: { kind: 'added' | 'removed'; factor: string; shown: Method | null },
): Promise<void> {
  const { userId } = caller
  await tellPerson(tx, caller, {
    action: change.kind === 'added' ? 'security.factor_add' : 'security.factor_remove',
    outcome: 'ok',
    target: { type: 'factor', id: userId, label: change.factor },
  })
  await notifyPerson(tx, userId, {
    kind: 'security.factor-changed',
    dedupeKey: randomUUID(),
    params: {
      change:
        change.kind === 'added'
          ? text(`${change.factor} dipasang`, `${change.factor} was added`)
          : text(`${change.factor} dilepas`, `${change.factor} was removed`),
    },
  })
  await endSessions(tx, userId, caller.sessionId)
  await forgetStepUps(tx, userId)
  if (change.shown) await recordStepUp(tx, caller, change.shown)
}

/** The codes that come with a person's first factor; none when there are some already. */
async function firstCodes(caller: Caller) {
  const { recovery } = await enrolledOf(autocommit(caller.kanal.pool), caller.userId)
  return recovery > 0 ? null : makeRecoveryCodes()
}

/** After the last factor nothing is left for recovery codes to stand in for. */
async function dropCodesAfterLast(tx: Tx, userId: string): Promise<void> {
  const { totp, passkeys } = await enrolledOf(tx, userId)
  if (!totp && passkeys === 0) await dropRecoveryCodes(tx, userId)
}

/** `POST /api/security/totp`: begins setting an authenticator app up. */
const startTotpEndpoint = endpoint({
  method: 'post',
  path: '/security/totp',
  audit: { notAudited: 'nothing is in force before the code is confirmed' },
  stepUp: 'required',
  run: async (caller) => {
    const enrolment = await startTotp(caller.kanal, caller.userId, caller.email)
    if (!enrolment) throw alreadyThere()
    return answer(enrolment)
  },
})

/** `POST /api/security/totp/confirm`: puts the authenticator into force with a code from it. */
const confirmTotpEndpoint = endpoint({
  method: 'post',
  path: '/security/totp/confirm',
  audit: ['security.factor_add'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { code } = await readInput(req, z.object({ code: z.string().max(20) }))
    const { kanal, userId, email, place } = caller
    const pool = autocommit(kanal.pool)
    const aTry = { kind: 'factor', email, address: place.address } as const
    const wait = await admitTry(pool, aTry)
    if (wait > 0) throw tooManyTries(wait)
    const codes = await firstCodes(caller)
    const isRight = await transaction(kanal.pool, async (tx) => {
      if (!(await acceptTotp(tx, kanal, { userId, code, confirmed: false }))) return false
      if (codes) await replaceRecoveryCodes(tx, userId, codes)
      await factorChanged(tx, caller, { kind: 'added', factor: AUTHENTICATOR, shown: 'totp' })
      return true
    })
    if (!isRight) throw wrongProof('totp')
    await forgiveTry(pool, aTry)
    return answer({ recoveryCodes: codes?.codes ?? null })
  },
})

/** `DELETE /api/security/totp`: takes the authenticator away. */
const removeTotpEndpoint = endpoint({
  method: 'delete',
  path: '/security/totp',
  audit: ['security.factor_remove'],
  stepUp: 'required',
  run: async (caller) => {
    await transaction(caller.kanal.pool, async (tx) => {
      if (!(await removeTotp(tx, caller.userId))) throw noSuchMethod()
      await dropCodesAfterLast(tx, caller.userId)
      await factorChanged(tx, caller, { kind: 'removed', factor: AUTHENTICATOR, shown: null })
    })
    return answer({ removed: true })
  },
})

/** `POST /api/security/recovery-codes`: ten new codes; the old ones stop working. */
const recoveryEndpoint = endpoint({
  method: 'post',
  path: '/security/recovery-codes',
  audit: ['security.recovery_renew'],
  stepUp: 'required',
  run: async (caller) => {
    const { kanal, userId } = caller
    const { totp, passkeys } = await enrolledOf(autocommit(kanal.pool), userId)
    if (!totp && passkeys === 0) throw noSuchMethod()
    const made = await makeRecoveryCodes()
    await transaction(kanal.pool, async (tx) => {
      await replaceRecoveryCodes(tx, userId, made)
      await tellPerson(tx, caller, { action: 'security.recovery_renew', outcome: 'ok' })
    })
    return answer({ recoveryCodes: made.codes })
  },
})

/** `POST /api/security/passkeys/options`: what the browser needs to make a passkey. */
const passkeyOptionsEndpoint = endpoint({
  method: 'post',
  path: '/security/passkeys/options',
  audit: { notAudited: 'only asks; the passkey itself is written down' },
  stepUp: 'required',
  run: async (caller) => answer({ options: await passkeyToMake(caller) }),
})

const registration = z.custom<RegistrationResponseJSON>(
  (value) =>
    z.object({ id: z.string(), response: z.object({ clientDataJSON: z.string() }) }).safeParse(value).success,
)

/** `POST /api/security/passkeys`: stores a passkey the browser made. */
const addPasskeyEndpoint = endpoint({
  method: 'post',
  path: '/security/passkeys',
  audit: ['security.factor_add'],
  stepUp: 'required',
  run: async (caller, req) => {
    const { name, response } = await readInput(req, z.object({ name: passkeyName, response: registration }))
    const made = await checkNewPasskey(caller, response)
    if (!made) throw wrongProof('passkey')
    const codes = await firstCodes(caller)
    await transaction(caller.kanal.pool, async (tx) => {
      if (!(await storePasskey(tx, caller.userId, name, made))) throw alreadyThere()
      if (codes) await replaceRecoveryCodes(tx, caller.userId, codes)
      await factorChanged(tx, caller, { kind: 'added', factor: passkeyNamed(name), shown: 'passkey' })
    })
    return answer({ recoveryCodes: codes?.codes ?? null })
  },
})

const idOfPasskey = (params: unknown): string => {
  const { id } = (params ?? {}) as { id?: unknown }
  const parsed = z.uuid().safeParse(id)
  if (!parsed.success) throw noSuchMethod()
  return parsed.data
}

/** `PATCH /api/security/passkeys/:id`: gives a passkey another name. */
const renamePasskeyEndpoint = endpoint({
  method: 'patch',
  path: passkeyPath,
  audit: { notAudited: 'a name for the person alone' },
  stepUp: 'required',
  run: async (caller, req) => {
    const { name } = await readInput(req, z.object({ name: passkeyName }))
    const renamed = await autocommit(caller.kanal.pool).query(
      'update auth_passkeys set name = $3 where id = $1 and user_id = $2 returning id',
      [idOfPasskey(req.routeParams), caller.userId, name],
    )
    if (renamed.length === 0) throw noSuchMethod()
    return answer({ renamed: true })
  },
})

/** `DELETE /api/security/passkeys/:id`: takes a passkey away. */
const removePasskeyEndpoint = endpoint({
  method: 'delete',
  path: passkeyPath,
  audit: ['security.factor_remove'],
  stepUp: 'required',
  run: async (caller, req) => {
    const id = idOfPasskey(req.routeParams)
    await transaction(caller.kanal.pool, async (tx) => {
      const [removed] = await tx.query<{ name: string }>(
        'delete from auth_passkeys where id = $1 and user_id = $2 returning name',
        [id, caller.userId],
      )
      if (!removed) throw noSuchMethod()
      await dropCodesAfterLast(tx, caller.userId)
      await factorChanged(tx, caller, { kind: 'removed', factor: passkeyNamed(removed.name), shown: null })
    })
    return answer({ removed: true })
  },
})

export const factorEndpoints = [
  startTotpEndpoint,
  confirmTotpEndpoint,
  removeTotpEndpoint,
  recoveryEndpoint,
  passkeyOptionsEndpoint,
  addPasskeyEndpoint,
  renamePasskeyEndpoint,
  removePasskeyEndpoint,
]
