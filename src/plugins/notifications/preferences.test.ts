import { describe, expect, it } from 'vitest'
import { DEFAULTS } from './choices.ts'
import { channelFor, effectiveOf, readSettings, settingsSchema } from './preferences.ts'

const urgent = { severity: 'critical', group: 'system' } as const
const plain = { severity: 'warning', group: 'connection' } as const

describe('effectiveOf', () => {
  it('takes the own choice before the organisation’s before the default, one by one', () => {
    const effective = effectiveOf(
      { rules: { connection: 'off' }, quiet: null },
      {
        rules: { connection: 'digest', security: 'bell' },
        quiet: { from: '20:00', to: '05:00' },
        digestAt: '07:30',
      },
    )
    expect(effective.rules).toEqual({ ...DEFAULTS.rules, connection: 'off', security: 'bell' })
    expect(effective.quiet).toBeNull()
    expect(effective.digestAt).toBe('07:30')
    expect(effectiveOf({}, {})).toEqual(DEFAULTS)
  })

  it('lets the organisation turn quiet hours off', () => {
    expect(effectiveOf({}, { quiet: null }).quiet).toBeNull()
  })
})

describe('channelFor', () => {
  const silent = effectiveOf({ rules: { critical: 'off', connection: 'off', system: 'off' } }, {})

  it('never hides what is urgent from an owner', () => {
    expect(channelFor(silent, urgent, 'owner')).toBe('bell')
    expect(channelFor(silent, urgent, 'admin')).toBe('off')
    expect(channelFor(silent, plain, 'owner')).toBe('off')
  })

  it('keeps what is about e-mail out of e-mail', () => {
    expect(channelFor(DEFAULTS, { ...urgent, mailed: false }, 'owner')).toBe('bell')
    expect(channelFor(silent, { ...urgent, mailed: false }, 'admin')).toBe('off')
  })
})

describe('settings', () => {
  it('refuses unknown topics, channels and times', () => {
    for (const wrong of [
      { rules: { gossip: 'mail' } },
      { rules: { critical: 'sms' } },
      { quiet: { from: '25:00', to: '06:00' } },
      { digestAt: '8:00' },
      { more: 1 },
    ])
      expect(settingsSchema.safeParse(wrong).success).toBe(false)
  })

  it('reads damaged storage as nothing chosen', () => {
    expect(readSettings({ rules: 7 })).toEqual({})
    expect(readSettings(null)).toEqual({})
  })
})
