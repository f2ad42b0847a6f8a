import { AuthenticationError, LockedAuth, type CollectionBeforeLoginHook, type Payload } from 'payload'

const ONLY_CONFIRMING = 'kanalConfirmsPassword'

/** Ends a sign-in that was only meant to find out whether the password is right; Payload then undoes it. */
class PasswordConfirmed extends Error {}

/** Whether a sign-in only checks a password, so that nothing else should come of it. */
export const isOnlyConfirming = (context: Record<string, unknown>): boolean =>
  context[ONLY_CONFIRMING] === true

export const stopWhenConfirming: CollectionBeforeLoginHook = ({ context }) => {
  if (isOnlyConfirming(context)) throw new PasswordConfirmed()
}

/** Whether this is the person's password. A wrong one counts towards Payload's own lock. */
export async function isRightPassword(
  payload: Payload,
  { email }: { email: string },
  password: string,
): Promise<boolean> {
  try {
    await payload.login({
      collection: 'users',
      data: { email, password },
      context: { [ONLY_CONFIRMING]: true },
    })
  } catch (error) {
    if (error instanceof PasswordConfirmed) return true
    if (error instanceof AuthenticationError || error instanceof LockedAuth) return false
    throw error
  }
  throw new Error('A sign-in that only confirms a password went through')
}
