import { auditKinds } from './kinds/audit.ts'
import { credentialsKinds } from './kinds/credentials.ts'
import type { NoticeKindDefinition } from './kinds/definition.ts'
import { marketplacesKinds } from './kinds/marketplaces.ts'
import { securityKinds } from './kinds/security.ts'
import { servicesKinds } from './kinds/services.ts'

export { NOTICE_GROUPS, SEVERITIES } from './kinds/definition.ts'
export type { NoticeGroup, NoticeKindDefinition, Severity } from './kinds/definition.ts'

/** Everything a seller can be told. Closed, so that a preference, a translation and a test can list it. */
export const NOTICE_KINDS = {
  ...auditKinds,
  ...marketplacesKinds,
  ...credentialsKinds,
  ...securityKinds,
  ...servicesKinds,
} as const

export type NoticeKind = keyof typeof NOTICE_KINDS
export const NOTICE_KIND_IDS = Object.keys(NOTICE_KINDS) as NoticeKind[]

/** The names an event of that kind must give. */
export type ParamOf<K extends NoticeKind> = (typeof NOTICE_KINDS)[K]['params'][number]

/** What is known about a kind; null for one that this version no longer knows. */
export const kindOf = (id: string): NoticeKindDefinition | null =>
  Object.hasOwn(NOTICE_KINDS, id) ? NOTICE_KINDS[id as NoticeKind] : null
