import type { LocalizedText } from '../../../adapters/contract.ts'
import type { Role } from '../../../collections/access/roles.ts'

export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What a notice is about, as a person chooses how to hear of it. */
export const NOTICE_GROUPS = ['connection', 'credential', 'security', 'system'] as const
export type NoticeGroup = (typeof NOTICE_GROUPS)[number]

interface KindBase<P extends string> {
  group: NoticeGroup
  severity: Severity
  /** Who hears of it, unless the event names somebody; empty when every event does. */
  roles: readonly Role[]
  /** Names that must be given with the event, and that the texts may use as `{name}`. */
  params: readonly P[]
  title: LocalizedText
  /** What happened and why, in whole sentences. */
  what: LocalizedText
  /** What to do now. */
  remedy: LocalizedText
  /** Admin path the notice leads to, unless the event names another, and the verb on its button. */
  link: string
  action: LocalizedText
  /** False for what is about e-mail itself: it is told in the bell only. */
  mailed?: false
}

/** A state that lasts until `recover()` is called, or something that happened once. */
export type NoticeKindDefinition<P extends string = string> = KindBase<P> &
  ({ lasting: true; recovered: LocalizedText } | { lasting: false; recovered?: never })

/** Says a kind, keeping the names of its parameters as types. */
export const kind = <const P extends string>(definition: NoticeKindDefinition<P>): NoticeKindDefinition<P> =>
  definition

/** Roles of a kind whose every event names the person it is for. */
export const NOBODY: readonly never[] = []
