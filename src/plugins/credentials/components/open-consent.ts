import type { Explanation } from '../../../adapters/contract.ts'
import { send } from './stream.ts'

/** Leaves for the marketplace's consent page. @returns why it could not, or null when the page is being left. */
export async function openConsent(integrationId: string): Promise<Explanation | null> {
  const answer = await send<{ url: string }>('POST', `/api/integrations/${integrationId}/consent`)
  if (!('ok' in answer)) return answer.problem
  if (/^https?:\/\//.test(answer.data.url)) window.location.assign(answer.data.url)
  return null
}
