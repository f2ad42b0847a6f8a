/** What asks the person to prove who they are: resolves once they did, false when they gave up. */
export type AskForProof = (methods: readonly string[]) => Promise<boolean>

const CODE = 'step_up_required'

let ask: AskForProof | null = null
let asking: Promise<boolean> | null = null

/** Says who asks. There is one dialog on a page; it calls this when it appears and, with null, when it goes. */
export const askForProofWith = (next: AskForProof | null): void => {
  ask = next
}

interface Refused {
  problem?: { code?: string; methods?: readonly string[] }
  errors?: { data?: { code?: string; methods?: readonly string[] } }[]
}

/** The ways to prove oneself that an answer asks for, or null when it asks for nothing. Ours and Payload's alike. */
async function methodsAskedFor(response: Response): Promise<readonly string[] | null> {
  if (response.status !== 401) return null
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as Refused | null
  const asked = body?.problem ?? body?.errors?.[0]?.data
  return asked?.code === CODE ? (asked.methods ?? []) : null
}

/**
 * `fetch`, except that when the server wants to know who is asking, the person is asked and the request repeated
 * once. Requests that come meanwhile wait for the same answer. Gives the refusal back when the person gave up.
 */
export async function stepUpFetch(
  url: string,
  init: RequestInit = {},
  send: typeof fetch = (input, options) => fetch(input, options),
): Promise<Response> {
  const response = await send(url, init)
  const methods = await methodsAskedFor(response)
  if (methods === null || ask === null) return response
  asking ??= ask(methods).finally(() => {
    asking = null
  })
  return (await asking) && !init.signal?.aborted ? send(url, init) : response
}
