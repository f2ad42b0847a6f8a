import { z } from 'zod'
import { credentialField, type CredentialFieldMeta, type IntegrationAdapter } from '../contract.ts'

/** What cannot work in what an adapter declares about its fields, one sentence each; empty when all can. */
export function fieldProblems({ credentials }: Pick<IntegrationAdapter, 'credentials'>): string[] {
  const shape = credentials.shape
  return Object.entries(shape).flatMap(([key, field]) => {
    const inner = field instanceof z.ZodOptional ? (field.unwrap() as typeof field) : field
    const meta = credentialField.get(field) ?? credentialField.get(inner)
    return meta ? metaProblems(meta, shape).map((problem) => `field "${key}": ${problem}`) : []
  })
}

function metaProblems({ usual = [], within = [], where }: CredentialFieldMeta, shape: object): string[] {
  const conditions = usual.flatMap(({ when }) => when ?? [])
  return [
    ...conditions.flatMap(({ field }) =>
      Object.hasOwn(shape, field) ? [] : [`its usual form depends on "${field}", which is no field`],
    ),
    ...[...conditions.map(({ matches }) => matches), ...within].flatMap((source) =>
      groupsOf(source) === null ? [`/${source}/ is no regular expression`] : [],
    ),
    ...within.flatMap((source) =>
      groupsOf(source) === 0 ? [`/${source}/ has no group that is the value`] : [],
    ),
    ...usual.flatMap(({ checksum, alphabet }) =>
      checksum && !alphabet ? ['a check letter needs its alphabet'] : [],
    ),
    ...(where?.sketch && !where.sketch.lines[where.sketch.line]
      ? [`its sketch has no line ${where.sketch.line}`]
      : []),
  ]
}

/** How many groups a regular expression has; null when it is none. */
function groupsOf(source: string): number | null {
  try {
    return (new RegExp(`${source}|`).exec('')?.length ?? 1) - 1
  } catch {
    return null
  }
}
