import type { PayloadRequest } from 'payload'
import { malformed, type Refusal } from '../../security/endpoint/refusal.ts'
import { changedMeanwhile, versionRequired } from './problem.ts'

/** The version a person saw before changing it, and how to refuse when it is not in force any more. */
export interface Expected {
  version: number
  conflict: () => Refusal
}

export const etagOf = (version: number): string => `"${version}"`

/**
 * Which version the caller means to change: from `If-Match` (an entity tag such as `"7"`), else from the body.
 * @throws Refusal 400 for a tag that is none of ours, 428 when neither names a version.
 */
export function expectedOf(req: PayloadRequest, fromBody: number | undefined): Expected {
  const header = req.headers.get('if-match')
  if (header === null) {
    if (fromBody === undefined) throw versionRequired()
    return { version: fromBody, conflict: () => changedMeanwhile(409) }
  }
  const version = /^"(\d{1,9})"$/.exec(header.trim())?.[1]
  if (version === undefined) throw malformed(['if-match'])
  return { version: Number(version), conflict: () => changedMeanwhile(412) }
}
