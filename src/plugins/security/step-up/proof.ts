import { randomUUID } from 'node:crypto'
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import type { Payload } from 'payload'
import { z } from 'zod'
import { autocommit, transaction, type Tx } from '../../../database/tx.ts'
import { acceptPasskey } from '../factors/passkeys.ts'
import { useRecoveryCode } from '../factors/recovery.ts'
import { acceptTotp } from '../factors/totp.ts'
import { notifyPerson, tellPerson, type Person } from '../person.ts'
import { enrolledOf, methodsOf, type Method } from './methods.ts'
import { isRightPassword } from './password.ts'
import { noSuchMethod, tooManyTries, wrongProof } from './refusals.ts'
import { admitTry, forgiveTry } from './tries.ts'

/** As the browser made it; what is in it is checked by its signature, not by its shape. */
const webauthn = z.custom<AuthenticationResponseJSON>(
  (value) =>
    z.object({ id: z.string(), response: z.object({ clientDataJSON: z.string() }) }).safeParse(value).success,
)

/** What a person shows to prove who they are. */
export const proofInput = z.discriminatedUnion('method', [
  z.object({ method: z.literal('password'), password: z.string().min(1).max(1_024) }),
  z.object({ method: z.literal('totp'), code: z.string().max(20) }),
  z.object({ method: z.literal('recovery'), code: z.string().max(40) }),
  z.object({ method: z.literal('passkey'), response: webauthn }),
])
export type Proof = z.infer<typeof proofInput>

/** Why the proof is asked for; a passkey's answer to one is worth nothing for the other. */
export type Occasion = 'sign_in' | 'step_up'

/**
 * Checks a proof and lets `then` write what follows from it, together with its audit row. Tries are counted before
 * they are looked at; a right one does not count.
 * @throws Refusal 422 when it is wrong or not set up, 429 after too many tries; both leave everything as it was.
 */
export async function prove(
  payload: Payload,
  person: Person,
  { proof, occasion }: { proof: Proof; occasion: Occasion },
  then: (tx: Tx, method: Method) => Promise<void>,
): Promise<void> {
  const { kanal, userId, email, place } = person
  const pool = autocommit(kanal.pool)
  if (!methodsOf(await enrolledOf(pool, userId)).includes(proof.method)) throw noSuchMethod()
  const aTry = { kind: 'factor', email, address: place.address } as const
  const wait = Math.max(await lockedFor(pool, userId), await admitTry(pool, aTry))
  if (wait > 0) throw tooManyTries(wait)

  const outside =
    proof.method === 'password'
      ? await isRightPassword(payload, person, proof.password)
      : proof.method === 'passkey'
        ? await acceptPasskey(person, occasion, proof.response)
        : true
  const right =
    outside &&
    (await transaction(kanal.pool, async (tx) => {
      if (!(await inside(tx, person, proof))) return false
      await then(tx, proof.method)
      return true
    }))
  if (!right) {
    const action = occasion === 'sign_in' ? 'user.login_failed' : 'security.step_up'
    await transaction(kanal.pool, (tx) =>
      tellPerson(tx, person, { action, outcome: 'failed', reason: `wrong_${proof.method}` }),
    )
    throw wrongProof(proof.method)
  }
  await forgiveTry(pool, aTry)
}

/** The part that uses something up, in the transaction of what it is used for. */
async function inside(tx: Tx, person: Person, proof: Proof): Promise<boolean> {
  const { kanal, userId } = person
  if (proof.method === 'totp') return acceptTotp(tx, kanal, { userId, code: proof.code, confirmed: true })
  if (proof.method !== 'recovery') return true
  const left = await useRecoveryCode(tx, userId, proof.code)
  if (left === null) return false
  await tellPerson(tx, person, { action: 'security.recovery_used', outcome: 'ok' })
  await notifyPerson(tx, userId, {
    kind: 'security.recovery-used',
    dedupeKey: randomUUID(),
    params: { left },
  })
  return true
}

/** Seconds that the lock after wrong passwords still lasts. */
async function lockedFor(tx: Tx, userId: string): Promise<number> {
  const [row] = await tx.query<{ wait: number | null }>(
    'select ceil(extract(epoch from lock_until - now()))::int as wait from users where id = $1',
    [userId],
  )
  return Math.max(0, row?.wait ?? 0)
}
