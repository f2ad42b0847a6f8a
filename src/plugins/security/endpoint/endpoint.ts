import { randomUUID } from 'node:crypto'
import type { Endpoint, PayloadRequest } from 'payload'
import type { AuditAction } from '../../audit/actions.ts'
import { answer, refusalOf } from './answer.ts'
import { requireStepUp } from '../step-up/required.ts'
import { callerOf, type Caller } from './caller.ts'

/** A decision not to write an audit row, with its reason: reading what the person sees anyway, for example. */
export interface NotAudited {
  notAudited: string
}
export const notAudited = (why: string): NotAudited => ({ notAudited: why })

/** What has to be decided before an endpoint can exist. Kept on the endpoint, where tests enumerate it. */
export interface Decisions {
  /** The actions this endpoint writes down, or why it writes none. */
  audit: readonly [AuditAction, ...AuditAction[]] | NotAudited
  /** Whether the person must have proven who they are within the last minutes. */
  stepUp: 'required' | 'none'
}

export interface EndpointInput extends Decisions {
  method: Endpoint['method']
  path: string
  run: (caller: Caller, req: PayloadRequest) => Promise<Response>
}

/**
 * One of Kanal's own endpoints. It knows its caller, lets nobody do what needs a step-up without one, and answers
 * whatever is thrown as a problem.
 */
export const endpoint = ({ method, path, run, audit, stepUp }: EndpointInput): Endpoint => ({
  method,
  path,
  custom: { kanal: { audit, stepUp } satisfies Decisions },
  handler: async (req) => {
    const requestId = randomUUID()
    try {
      const caller = callerOf(req, requestId)
      if (stepUp === 'required') await requireStepUp(caller)
      return await run(caller, req)
    } catch (error) {
      const { problem, status, headers } = refusalOf(error, requestId)
      return answer({ problem, requestId }, status, headers)
    }
  },
})
