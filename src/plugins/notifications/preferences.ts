import { z } from 'zod'
import type { Role } from '../../collections/access/roles.ts'
import { CHANNELS, DEFAULTS, TOPICS, type Channel, type Effective, type Topic } from './choices.ts'
import type { NoticeKindDefinition } from './kinds.ts'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** What was chosen; anything left out follows the organisation, and there the defaults. */
export const settingsSchema = z.strictObject({
  rules: z.partialRecord(z.enum(TOPICS), z.enum(CHANNELS)).optional(),
  /** null: no quiet hours. */
  quiet: z.strictObject({ from: clock, to: clock }).nullable().optional(),
  digestAt: clock.optional(),
})
export type Settings = z.infer<typeof settingsSchema>

/** Settings as stored; what cannot be read counts as not chosen. */
export const readSettings = (stored: unknown): Settings => settingsSchema.safeParse(stored ?? {}).data ?? {}

/** What holds for a person: their own choice, else the organisation's, else the default. */
export function effectiveOf(own: Settings, organisation: Settings): Effective {
  const quiet = own.quiet !== undefined ? own.quiet : organisation.quiet
  return {
    rules: { ...DEFAULTS.rules, ...organisation.rules, ...own.rules },
    quiet: quiet === undefined ? DEFAULTS.quiet : quiet,
    digestAt: own.digestAt ?? organisation.digestAt ?? DEFAULTS.digestAt,
  }
}

export const topicOf = ({ severity, group }: Pick<NoticeKindDefinition, 'severity' | 'group'>): Topic =>
  severity === 'critical' ? 'critical' : group

/** How a person with that role hears of a kind. An owner always sees what is urgent, whatever was stored. */
export function channelFor(
  { rules }: Effective,
  kind: Pick<NoticeKindDefinition, 'severity' | 'group' | 'mailed'>,
  role: Role,
): Channel {
  const topic = topicOf(kind)
  const chosen = rules[topic]
  if (chosen === 'off') return topic === 'critical' && role === 'owner' ? 'bell' : 'off'
  return kind.mailed === false ? 'bell' : chosen
}
