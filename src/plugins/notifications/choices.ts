import type { QuietHours } from './clock.ts'
import { NOTICE_GROUPS } from './kinds.ts'

/** How to hear of something: at once by e-mail, in the daily summary, in the bell alone, or not at all. */
export const CHANNELS = ['mail', 'digest', 'bell', 'off'] as const
export type Channel = (typeof CHANNELS)[number]

/** What a person chooses for: everything urgent, and each group of what is not. */
export const TOPICS = ['critical', ...NOTICE_GROUPS] as const
export type Topic = (typeof TOPICS)[number]

export interface Effective {
  rules: Readonly<Record<Topic, Channel>>
  quiet: QuietHours | null
  /** Local time of the daily summary. */
  digestAt: string
}

export const DEFAULTS: Effective = {
  rules: { critical: 'mail', connection: 'mail', credential: 'mail', security: 'mail', system: 'digest' },
  quiet: { from: '22:00', to: '06:00' },
  digestAt: '08:00',
}
