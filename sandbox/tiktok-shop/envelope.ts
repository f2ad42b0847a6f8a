import { randomBytes } from 'node:crypto'
import { json, type HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'

/** A refusal that travels in the envelope, at HTTP 200 unless said otherwise. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 200,
  ) {
    super(message)
  }
}

/** 34 characters: the time's digits, then hex. */
function newRequestId(): string {
  const digits = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  return `${digits}${randomBytes(10).toString('hex').toUpperCase()}`
}

export const success = (data: Wire): HttpReply =>
  json({ code: 0, message: 'Success', request_id: newRequestId(), data })

export const failure = (error: ApiError): HttpReply =>
  json({ code: error.code, message: error.message, request_id: newRequestId(), data: null }, error.status)

/** 36009004: one code for whatever the gateway dislikes about parameters. */
export const badParam = (message: string): ApiError => new ApiError(36009004, message, 400)

/** One refused thing of a batch. */
export interface BatchFailure {
  readonly code: number
  readonly message: string
  readonly detail: Readonly<Record<string, Wire>>
}
