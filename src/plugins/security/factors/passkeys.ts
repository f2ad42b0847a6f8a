import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  type WebAuthnCredential,
} from '@simplewebauthn/server'
import { autocommit, type Tx } from '../../../database/tx.ts'
import type { Kanal } from '../../context.ts'
import type { Person } from '../person.ts'

const CHALLENGE_MINUTES = 5

/** What a challenge may be answered for. One made for one action is worth nothing for another. */
export type ChallengeAction = 'register' | 'sign_in' | 'step_up'

interface PasskeyRow {
  id: string
  credential_id: string
  public_key: Buffer
  counter: number
  transports: WebAuthnCredential['transports']
}

const relyingParty = ({ publicUrl }: Kanal): { id: string; origin: string } => ({
  id: new URL(publicUrl).hostname,
  origin: publicUrl,
})

const passkeysOf = (tx: Tx, userId: string): Promise<PasskeyRow[]> =>
  tx.query(
    'select id, credential_id, public_key, counter, transports from auth_passkeys where user_id = $1',
    [userId],
  )

async function remember(asker: Person, action: ChallengeAction, challenge: string): Promise<void> {
  const tx = autocommit(asker.kanal.pool)
  await tx.query('delete from auth_challenges where session_id = $1 and expires_at < now()', [
    asker.sessionId,
  ])
  await tx.query(
    `insert into auth_challenges (challenge, user_id, session_id, action, expires_at)
     values ($1, $2, $3, $4, now() + make_interval(mins => $5))`,
    [challenge, asker.userId, asker.sessionId, action, CHALLENGE_MINUTES],
  )
}

/** Takes the challenge an answer claims to be for, if it was given to this person, sign-in and action. Works once. */
async function take(asker: Person, action: ChallengeAction, clientData: string): Promise<string | null> {
  const challenge = challengeIn(clientData)
  if (challenge === null) return null
  const taken = await autocommit(asker.kanal.pool).query(
    `delete from auth_challenges
     where challenge = $1 and user_id = $2 and session_id = $3 and action = $4 and expires_at > now()
     returning challenge`,
    [challenge, asker.userId, asker.sessionId, action],
  )
  return taken.length > 0 ? challenge : null
}

function challengeIn(clientData: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as {
      challenge?: unknown
    }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}

/** Begins registering a passkey: what the browser needs. */
export async function passkeyToMake(asker: Person): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await passkeysOf(autocommit(asker.kanal.pool), asker.userId)
  const options = await generateRegistrationOptions({
    rpName: 'Kanal',
    rpID: relyingParty(asker.kanal).id,
    userID: Uint8Array.from(Buffer.from(asker.userId, 'utf8')),
    userName: asker.email,
    userDisplayName: asker.userName,
    attestationType: 'none',
    excludeCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  await remember(asker, 'register', options.challenge)
  return options
}

/** A passkey that proved itself, not yet stored. */
export interface NewPasskey {
  credentialId: string
  publicKey: Buffer
  counter: number
  transports: readonly string[]
}

/** Checks what the browser made. Null when it is not an answer to a challenge of ours. */
export async function checkNewPasskey(
  asker: Person,
  response: RegistrationResponseJSON,
): Promise<NewPasskey | null> {
  const expectedChallenge = await take(asker, 'register', response.response.clientDataJSON)
  if (expectedChallenge === null) return null
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(asker.kanal)
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
    })
    if (!verified || !registrationInfo) return null
    const { credential } = registrationInfo
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      counter: credential.counter,
      transports: credential.transports ?? [],
    }
  } catch (error) {
    asker.kanal.log.info({ reason: (error as Error).message }, 'passkey not accepted')
    return null
  }
}

/** Stores a passkey. @returns whether it was new. */
export async function storePasskey(
  tx: Tx,
  userId: string,
  name: string,
  { credentialId, publicKey, counter, transports }: NewPasskey,
): Promise<boolean> {
  const stored = await tx.query(
    `insert into auth_passkeys (user_id, name, credential_id, public_key, counter, transports)
     values ($1, $2, $3, $4, $5, $6) on conflict (credential_id) do nothing returning id`,
    [userId, name, credentialId, publicKey, counter, transports],
  )
  return stored.length > 0
}

/** Begins showing a passkey: what the browser needs. */
export async function passkeyToShow(
  asker: Person,
  action: 'sign_in' | 'step_up',
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const known = await passkeysOf(autocommit(asker.kanal.pool), asker.userId)
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(asker.kanal).id,
    allowCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
    userVerification: 'required',
  })
  await remember(asker, action, options.challenge)
  return options
}

/**
 * Whether the answer comes from one of the person's passkeys, with the person verified, for a challenge of this
 * sign-in and action, and with a counter that moved on (those that count).
 */
export async function acceptPasskey(
  asker: Person,
  action: 'sign_in' | 'step_up',
  response: AuthenticationResponseJSON,
): Promise<boolean> {
  const expectedChallenge = await take(asker, action, response.response.clientDataJSON)
  const tx = autocommit(asker.kanal.pool)
  const known = (await passkeysOf(tx, asker.userId)).find(({ credential_id: id }) => id === response.id)
  if (expectedChallenge === null || !known) return false
  const { id: expectedRPID, origin: expectedOrigin } = relyingParty(asker.kanal)
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      credential: {
        id: known.credential_id,
        publicKey: Uint8Array.from(known.public_key),
        counter: known.counter,
        transports: known.transports,
      },
    })
    if (!verified) return false
    const counted = await tx.query(
      `update auth_passkeys set counter = $2, last_used_at = now()
       where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`,
      [known.id, authenticationInfo.newCounter],
    )
    return counted.length > 0
  } catch (error) {
    asker.kanal.log.info({ reason: (error as Error).message }, 'passkey not accepted')
    return false
  }
}
