import type { HttpSend } from '../contract.ts'

/**
 * A way to the marketplace over which one id looks like another: answers say `big` where the stand-in says
 * `small`, requests the other way round. Only for marketplaces that do not sign what carries the id.
 */
export function rewritingSend(send: HttpSend, { small, big }: { small: string; big: string }): HttpSend {
  const replace = (text: string, from: string, to: string): string =>
    text.replaceAll(new RegExp(`(?<!\\d)${from}(?!\\d)`, 'g'), to)
  return async (request) => {
    const { body } = request
    const response = await send({
      ...request,
      url: replace(request.url, big, small),
      ...(typeof body === 'string' ? { body: replace(body, big, small) } : {}),
    })
    const text = replace(new TextDecoder().decode(response.body), small, big)
    return { ...response, body: new TextEncoder().encode(text) }
  }
}
