import { z } from 'zod'

/** The names and payloads of the background work, apart from what it does, so that `notify()` stays light. */
export const announceJob = {
  name: 'notifications.announce',
  schema: z.object({ incidentId: z.uuid(), moment: z.enum(['opened', 'recovered']) }),
}

export const sendJob = {
  name: 'notifications.send',
  schema: z.object({ deliveryId: z.uuid() }),
  maxAttempts: 8,
}

/** Tries the mail server of an organisation whose e-mails are held. Worth adding after its settings changed. */
export const releaseJob = {
  name: 'notifications.release',
  schema: z.object({ organisationId: z.uuid() }),
  maxAttempts: 3,
}

/** How long a recovery must hold before it is told by e-mail: a relapse within it is the same incident. */
export const SETTLE_MS = 10 * 60_000
