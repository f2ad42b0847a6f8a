import type { Endpoint } from 'payload'
import { z } from 'zod'
import { autocommit } from '../../../database/tx.ts'
import { languageOf } from '../../../i18n/pick.ts'
import { text } from '../../../i18n/text.ts'
import { answer } from '../../security/endpoint/answer.ts'
import { endpoint, notAudited } from '../../security/endpoint/endpoint.ts'
import { readInput } from '../../security/endpoint/input.ts'
import { Refusal } from '../../security/endpoint/refusal.ts'
import { markRead, noticesOf, unreadOf } from '../inbox.ts'
import { hubOf, streamFor } from '../live/stream.ts'

/** Tabs of one person that are told at once, per process; the rest look every minute. */
const MOST_STREAMS = 12

const tooManyStreams = (): Refusal =>
  new Refusal(429, {
    code: 'too_many_tabs',
    what: text('Tab ini tidak diperbarui seketika.', 'This tab is not updated at once.'),
    why: text('Anda membuka Kanal di terlalu banyak tab.', 'You have Kanal open in too many tabs.'),
    remedy: text('Tutup tab yang tidak dipakai.', 'Close tabs you do not use.'),
  })

const list = endpoint({
  method: 'get',
  path: '/notices',
  audit: notAudited('A person reads what was meant for them.'),
  stepUp: 'none',
  run: async ({ kanal, userId }, req) => {
    const tx = autocommit(kanal.pool)
    const notices = await noticesOf(tx, userId, languageOf(req.i18n?.language))
    return answer({ notices, unread: await unreadOf(tx, userId) })
  },
})

const stream = endpoint({
  method: 'get',
  path: '/notices/stream',
  audit: notAudited('Tells a tab how many notices are unread.'),
  stepUp: 'none',
  run: async (caller) => {
    if (hubOf(caller.kanal).countOf(caller.userId) >= MOST_STREAMS) throw tooManyStreams()
    return streamFor(caller)
  },
})

const readSchema = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(200) }),
  z.strictObject({ all: z.literal(true) }),
])

const read = endpoint({
  method: 'post',
  path: '/notices/read',
  audit: notAudited('A person marks their own notices as read.'),
  stepUp: 'none',
  run: async ({ kanal, userId }, req) => {
    const input = await readInput(req, readSchema)
    const tx = autocommit(kanal.pool)
    await markRead(tx, userId, 'all' in input ? 'all' : input.ids)
    return answer({ unread: await unreadOf(tx, userId) })
  },
})

export const inboxEndpoints: Endpoint[] = [list, stream, read]
