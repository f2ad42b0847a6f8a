import { randomBytes } from 'node:crypto'
import { json, type HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'

/** A refusal that travels in the envelope, at HTTP 200 unless said otherwise. */
export class ShopeeError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly extra: {
      readonly status?: number
      readonly headers?: Record<string, string>
      readonly response?: Wire
    } = {},
  ) {
    super(message)
  }
}

/** A fresh request id: 32 hex characters. */
export function newRequestId(): string {
  return randomBytes(16).toString('hex')
}

/** Success with the payload under `response`. */
export function wrapped(response: Wire, extra: Readonly<Record<string, Wire>> = {}): HttpReply {
  return json({ error: '', message: '', ...extra, response, request_id: newRequestId() })
}

/** Success with a list directly under `response`. */
export function list(response: readonly Wire[]): HttpReply {
  return json({ error: '', message: '', response, request_id: newRequestId() })
}

/** Success with the payload beside the envelope's own fields. */
export function flat(payload: Readonly<Record<string, Wire>>): HttpReply {
  return json({ ...payload, error: '', message: '', request_id: newRequestId() })
}

/** Success without payload. */
export function bare(): HttpReply {
  return json({ error: '', message: '', request_id: newRequestId() })
}

/** An error as the platform sends it. */
export function failure(error: ShopeeError): HttpReply {
  const { status = 200, headers = {}, response } = error.extra
  return json(
    {
      error: error.code,
      message: error.message,
      ...(response === undefined ? {} : { response }),
      request_id: newRequestId(),
    },
    status,
    headers,
  )
}

/** `error_param`: the caller sent something wrong. */
export function badParam(message: string): ShopeeError {
  return new ShopeeError('error_param', message)
}
