import { z } from 'zod'
import type { LostMessages } from '../../contract.ts'
import { callAsApp } from './client.ts'
import { flag, id, list, read } from './wire.ts'

const lostPushes = z.object({
  push_message_list: list(z.object({ data: z.string() })),
  has_next_page: flag,
  last_message_id: id,
})

/**
 * Pushes Shopee could not deliver in the last three days, for all shops of the app. Each message is the body it
 * was first sent with; confirming drops everything up to the last one pulled.
 */
export const shopeeLostMessages: LostMessages = {
  async pull(session) {
    const { response, requestId } = await callAsApp(session, {
      method: 'GET',
      path: '/api/v2/push/get_lost_push_message',
      dashIsSuccess: true,
    })
    const page = read(lostPushes, response, 'get_lost_push_message', requestId)
    return {
      messages: page.push_message_list.map((message) => new TextEncoder().encode(message.data)),
      confirm: page.push_message_list.length > 0 && page.last_message_id !== '' ? page.last_message_id : null,
      more: page.has_next_page,
    }
  },

  async confirm(session, token) {
    await callAsApp(session, {
      method: 'POST',
      path: '/api/v2/push/confirm_consumed_lost_push_message',
      body: { last_message_id: BigInt(token) },
      idempotent: true,
      dashIsSuccess: true,
    })
  },
}
