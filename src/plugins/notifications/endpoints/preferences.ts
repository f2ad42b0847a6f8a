import type { Endpoint } from 'payload'
import { z } from 'zod'
import { EVERYONE, MANAGERS } from '../../../collections/access/roles.ts'
import { transaction } from '../../../database/tx.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { requireRole, tell } from '../../security/endpoint/caller.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { repeatDelivery } from '../log.ts'
import { settingsSchema } from '../preferences.ts'
import { saveLanguage, saveSettings } from '../settings.ts'

const urgentStaysOn = (): Refusal =>
  new Refusal(422, {
    code: 'urgent_stays_on',
    what: text('Pilihan ini tidak disimpan.', 'This choice was not saved.'),
    why: text(
      'Pemilik selalu diberi tahu tentang hal yang mendesak.',
      'Owners are always told of what is urgent.',
    ),
    remedy: text(
      'Pilih e-mail, ringkasan, atau lonceng untuk yang mendesak.',
      'Choose e-mail, summary or bell for what is urgent.',
    ),
    fields: ['rules.critical'],
  })

const ownSchema = z.strictObject({
  organisation: z.uuid(),
  settings: settingsSchema,
  language: z.enum(['id', 'en']).optional(),
})

const own = endpoint({
  method: 'post',
  path: '/notices/preferences',
  audit: notAudited('A person chooses how they want to be told.'),
  stepUp: 'none',
  run: async (caller, req) => {
    const { organisation, settings, language } = await readInput(req, ownSchema)
    await requireRole(caller, {
      organisation,
      roles: EVERYONE,
      target: { type: 'notification-settings', id: organisation },
    })
    if (settings.rules?.critical === 'off' && caller.roles.get(organisation) === 'owner')
      throw urgentStaysOn()
    await transaction(caller.kanal.pool, async (tx) => {
      await saveSettings(tx, { organisation, user: caller.userId, settings })
      if (language) await saveLanguage(tx, caller.userId, language)
    })
    return answer({ saved: true })
  },
})

const organisationSchema = z.strictObject({ organisation: z.uuid(), settings: settingsSchema })

const shared = endpoint({
  method: 'post',
  path: '/notices/preferences/organisation',
  audit: ['notification.settings'],
  stepUp: 'none',
  run: async (caller, req) => {
    const { organisation, settings } = await readInput(req, organisationSchema)
    const target = { type: 'notification-settings', id: organisation }
    await requireRole(caller, { organisation, roles: MANAGERS, target, action: 'notification.settings' })
    if (settings.rules?.critical === 'off') throw urgentStaysOn()
    await transaction(caller.kanal.pool, async (tx) => {
      const changed = await saveSettings(tx, { organisation, user: null, settings })
      if (changed.length === 0) return
      await tell(tx, caller, {
        organisationId: organisation,
        action: 'notification.settings',
        target,
        outcome: 'ok',
        fields: changed,
      })
    })
    return answer({ saved: true })
  },
})

const retrySchema = z.strictObject({ organisation: z.uuid(), delivery: z.uuid() })

const notRepeatable = (): Refusal =>
  new Refusal(409, {
    code: 'not_repeatable',
    what: text('E-mail ini tidak dikirim ulang.', 'This e-mail was not sent again.'),
    why: text('E-mail ini tidak gagal, atau sudah tidak ada.', 'It did not fail, or is gone.'),
    remedy: text('Muat ulang halaman untuk melihat keadaannya.', 'Reload the page to see how it stands.'),
  })

const retry = endpoint({
  method: 'post',
  path: '/notices/deliveries/retry',
  audit: notAudited('Sends an e-mail again that was due to go out anyway.'),
  stepUp: 'none',
  run: async (caller, req) => {
    const { organisation, delivery } = await readInput(req, retrySchema)
    await requireRole(caller, {
      organisation,
      roles: MANAGERS,
      target: { type: 'notification-delivery', id: delivery },
    })
    const again = await transaction(caller.kanal.pool, (tx) =>
      repeatDelivery(tx, { organisation, delivery, now: caller.kanal.now() }),
    )
    if (!again) throw notRepeatable()
    return answer({ queued: true })
  },
})

export const preferenceEndpoints: Endpoint[] = [own, shared, retry]
