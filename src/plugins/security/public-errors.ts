import type { AfterErrorHook } from 'payload'

/** An error that Payload's own classes make, by its looks. */
interface PublicError {
  status: number
  message: string
  data?: Record<string, unknown>
}

/**
 * Known by its looks, not by `instanceof`: the bundler loads Payload's error class twice, and Payload hides the message
 * and data of an error that the other copy made.
 */
const isPublicError = (error: unknown): error is PublicError => {
  const { isOperational, isPublic, status, message } = (error ?? {}) as Record<string, unknown>
  return (
    isOperational === true && isPublic === true && typeof status === 'number' && typeof message === 'string'
  )
}

/** Answers an error that is meant to be read with its own message, status and data. */
export const tellPublicError: AfterErrorHook = ({ error, result }) => {
  if (!isPublicError(error)) return
  const { message, data, status } = error
  const [told] = (result as { errors?: { message?: unknown; data?: unknown }[] } | undefined)?.errors ?? []
  if (told?.message === message && (told.data || !data)) return
  return { status, response: { errors: [{ name: 'APIError', message, ...(data ? { data } : {}) }] } }
}
