/** Calls the control API; throws an Error with its message when refused. */
export async function call(method, path, body) {
  const response = await fetch(`/_control${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`)
  return answer
}
