import type { Explanation } from '../../adapters/contract.ts'
import { transaction, type Tx } from '../../database/tx.ts'
import { text } from '../../i18n/text.ts'
import { defineTask, type TaskDefinition } from '../../queue/define.ts'
import { enqueue } from '../../queue/enqueue.ts'
import type { Kanal } from '../context.ts'
import { type Delivery, lockDelivery, mailOf, settle } from './deliveries.ts'
import { sendJob, SETTLE_MS } from './jobs.ts'
import type { Mailer, MailOutcome, OutgoingMail } from './mailer.ts'
import { notify } from './notify.ts'

/** A server that does not answer may only be restarting; after so many tries of one e-mail it is broken. */
const TRIES_BEFORE_BROKEN = 3
const LEASE = '2 minutes'
/** What all incidents about an organisation's mail server share. */
export const MAIL_BROKEN_KEY = 'mail'

const causes = {
  left: {
    what: text('E-mail tidak dikirim.', 'The e-mail was not sent.'),
    why: text('Orang ini sudah keluar dari organisasi.', 'This person has left the organisation.'),
    remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
  },
  over: {
    what: text('E-mail tidak dikirim.', 'The e-mail was not sent.'),
    why: text(
      'Masalahnya sudah pulih sebelum e-mail dikirim.',
      'It had recovered before the e-mail went out.',
    ),
    remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
  },
  notConfigured: {
    what: text('E-mail tidak dikirim.', 'The e-mail was not sent.'),
    why: text('Server e-mail (SMTP) belum diatur.', 'No mail server (SMTP) has been set up.'),
    remedy: text(
      'Atur e-mail di Pengaturan › Integrasi agar pemberitahuan berikutnya terkirim.',
      'Set up e-mail under Settings › Integrations, so that the next notices are sent.',
    ),
  },
} satisfies Record<string, Explanation>

const isMailBroken = async (tx: Tx, organisationId: string): Promise<boolean> => {
  const rows = await tx.query(
    `select from notice_incidents
     where organisation_id = $1 and kind = 'system.mail-broken' and dedupe_key = $2 and recovered_at is null`,
    [organisationId, MAIL_BROKEN_KEY],
  )
  return rows.length > 0
}

const putOff = async (tx: Tx, delivery: Delivery, dueAt: Date): Promise<void> => {
  await tx.query('update notice_deliveries set due_at = $2 where id = $1', [delivery.id, dueAt])
  await enqueue(tx, sendJob, { deliveryId: delivery.id }, { jobKey: `mail:${delivery.id}`, runAt: dueAt })
}

/** Whether the incident of a first e-mail is over: then that e-mail waits for certainty, or is not sent at all. */
async function settledAlready(tx: Tx, delivery: Delivery, now: Date): Promise<boolean> {
  const { incident, moment, recoveryToldAt } = delivery
  if (moment !== 'opened' || !incident?.recoveredAt) return false
  if (recoveryToldAt) await settle(tx, delivery.id, { state: 'skipped', code: 'over', cause: causes.over })
  else
    await putOff(tx, delivery, new Date(Math.max(now.getTime(), incident.recoveredAt.getTime()) + SETTLE_MS))
  return true
}

interface Claim {
  mail: OutgoingMail
  delivery: Delivery
}

/** Takes the delivery for one try, unless it has none to make. `probe` takes a held one. */
export const claim = (kanal: Kanal, id: string, { probe }: { probe: boolean }): Promise<Claim | null> =>
  transaction(kanal.pool, async (tx) => {
    const delivery = await lockDelivery(tx, id)
    if (!delivery || delivery.state !== (probe ? 'held' : 'queued')) return null
    // Another worker has it, or had it when it died: the lease says how long to leave it alone.
    if (delivery.isLeased) throw new Error('The e-mail is being sent already')
    if (!delivery.isMember) {
      await settle(tx, id, { state: 'skipped', code: 'left', cause: causes.left })
      return null
    }
    const now = kanal.now()
    if (!probe) {
      if (delivery.dueAt > now) return null
      if (await settledAlready(tx, delivery, now)) return null
      if (await isMailBroken(tx, delivery.organisationId)) {
        await settle(tx, id, { state: 'held' })
        return null
      }
    }
    const mail = await mailOf(kanal, tx, delivery)
    if (!mail) {
      await settle(tx, id, { state: 'skipped', code: 'over', cause: causes.over })
      return null
    }
    await tx.query(
      `update notice_deliveries set attempts = attempts + 1, leased_until = now() + interval '${LEASE}' where id = $1`,
      [id],
    )
    return { mail, delivery: { ...delivery, attempts: delivery.attempts + 1 } }
  })

/** Writes down the outcome of a try. Returns true when another try should follow. */
export const conclude = (
  kanal: Kanal,
  delivery: Delivery,
  outcome: MailOutcome,
  { isLast }: { isLast: boolean },
): Promise<boolean> =>
  transaction(kanal.pool, async (tx) => {
    const { id, organisationId, attempts } = delivery
    if (outcome.state === 'sent') {
      await settle(tx, id, { state: 'sent', providerId: outcome.providerId })
      return false
    }
    if (outcome.state === 'not-configured') {
      await settle(tx, id, { state: 'skipped', code: 'not_configured', cause: causes.notConfigured })
      return false
    }
    const { state, code, cause } = outcome
    if (state === 'refused' || (state === 'later' && isLast)) {
      await settle(tx, id, { state: 'failed', code, cause })
      return false
    }
    if (state === 'broken' && (!outcome.passing || isLast || attempts >= TRIES_BEFORE_BROKEN)) {
      await settle(tx, id, { state: 'held', code, cause })
      await notify(tx, {
        organisationId,
        kind: 'system.mail-broken',
        dedupeKey: MAIL_BROKEN_KEY,
        params: { why: cause.why },
      })
      return false
    }
    await settle(tx, id, { state: 'queued', code, cause })
    return true
  })

/** Sends one planned e-mail, with the queue's growing pauses between tries. */
export const sendTask = (mailer: Mailer): TaskDefinition<{ deliveryId: string }> =>
  defineTask({
    ...sendJob,
    run: async ({ deliveryId }, { kanal, attempt, maxAttempts }) => {
      const claimed = await claim(kanal, deliveryId, { probe: false })
      if (!claimed) return
      const outcome = await mailer(kanal, claimed.mail)
      const again = await conclude(kanal, claimed.delivery, outcome, { isLast: attempt >= maxAttempts })
      if (again)
        throw new Error(`The e-mail was not accepted: ${'code' in outcome ? outcome.code : outcome.state}`)
    },
  })
