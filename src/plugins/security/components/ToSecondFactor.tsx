import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ServerProps } from 'payload'
import { halfSignedIn } from '../sessions/guard.ts'

/** Stands above the sign-in form: who has typed the right password already goes on to the second factor. */
export const ToSecondFactor = async ({ payload, searchParams }: ServerProps): Promise<null> => {
  if (!(await halfSignedIn(payload, await headers()))) return null
  const wanted = searchParams?.redirect
  const query = typeof wanted === 'string' ? `?redirect=${encodeURIComponent(wanted)}` : ''
  redirect(`${payload.config.routes.admin}/second-factor${query}`)
}
