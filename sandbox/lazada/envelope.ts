import { randomBytes } from 'node:crypto'
import { json, type HttpReply } from '../core/http.ts'
import type { Wire } from '../core/wire.ts'

export interface ErrorDetail {
  readonly field: string
  readonly message: string
  readonly seller_sku?: string
}

/** A refusal that travels in the envelope, at HTTP 200 like everything else. */
export class LazadaError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly extra: {
      readonly type?: 'ISV' | 'ISP' | 'SYSTEM'
      readonly detail?: readonly ErrorDetail[]
    } = {},
  ) {
    super(message)
  }
}

/** A parameter that has to be there. */
export function missing(name: string): LazadaError {
  return new LazadaError(
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied`,
    { type: 'ISV' },
  )
}

/** A fresh request id. */
export function newRequestId(): string {
  return randomBytes(16).toString('hex')
}

/** Success with the payload under `data`. */
export function success(data: Wire): HttpReply {
  return json({ data, code: '0', request_id: newRequestId() })
}

/** Success of the calls that wrap a second time. */
export function wrapped(result: Readonly<Record<string, Wire>>): HttpReply {
  return json({
    result: { ...result, success: true, error_code: '', error_msg: '' },
    code: '0',
    request_id: newRequestId(),
  })
}

/** A refusal in the second layer: the outer one is a success. */
export function innerFailure(code: string, message: string): HttpReply {
  return json({
    result: { success: false, error_code: code, error_msg: message },
    code: '0',
    request_id: newRequestId(),
  })
}

/** Success with the payload beside the envelope's own fields. */
export function flat(payload: Readonly<Record<string, Wire>>): HttpReply {
  return json({ ...payload, code: '0', request_id: newRequestId() })
}

/** An error as the platform sends it. */
export function failure(error: LazadaError): HttpReply {
  const { type = 'ISP', detail } = error.extra
  return json({
    type,
    code: error.code,
    message: error.message,
    ...(detail ? { detail: detail.map((row) => ({ ...row })) } : {}),
    request_id: newRequestId(),
  })
}
