import type { Problem } from '../../security/endpoint/refusal.ts'
import { stepUpFetch } from '../../../ui/step-up/fetch.ts'
import type { ImportLine } from '../events.ts'
import { words } from './words.ts'

export type Outcome<T> = { ok: true; data: T } | { ok: false; problem: Problem }

const UNREACHED: Problem = {
  code: 'unreached',
  what: words.failed,
  why: words.failedWhy,
  remedy: words.failedRemedy,
}
const BROKEN_OFF: Problem = {
  code: 'broken_off',
  what: words.brokenOffWhat,
  why: words.brokenOffWhy,
  remedy: words.brokenOffRemedy,
}

const post = (path: string, body: unknown): Promise<Response> =>
  stepUpFetch(`/api/bundles/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

async function refusal(response: Response): Promise<{ ok: false; problem: Problem }> {
  const body = (await response.json().catch(() => null)) as { problem?: Problem } | null
  return { ok: false, problem: body?.problem ?? UNREACHED }
}

async function attempt<T>(
  path: string,
  body: unknown,
  read: (response: Response) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const response = await post(path, body)
    return response.ok ? { ok: true, data: await read(response) } : await refusal(response)
  } catch {
    return { ok: false, problem: UNREACHED }
  }
}

/** Asks one of the endpoints. Never throws. */
export const ask = <T>(path: 'check' | 'import-key', body: unknown): Promise<Outcome<T>> =>
  attempt(path, body, (response) => response.json() as Promise<T>)

/** Has a bundle made and hands it to the browser as a download. Never throws. */
export const download = (body: unknown): Promise<Outcome<string>> =>
  attempt('export', body, async (response) => {
    const [, name = 'pengaturan.kanal'] =
      /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? []
    const address = URL.createObjectURL(await response.blob())
    const link = Object.assign(document.createElement('a'), { href: address, download: name })
    link.click()
    URL.revokeObjectURL(address)
    return name
  })

/** Takes a bundle in and tells `onLine` as it goes on. Never throws. */
export const takeIn = (
  body: unknown,
  onLine: (line: ImportLine) => void,
): Promise<Outcome<{ accepted: number; total: number }>> =>
  attempt('import', body, async (response) => {
    let ending: ImportLine | null = null
    try {
      for await (const line of linesOf(response)) {
        onLine(line)
        ending = line
      }
    } catch {
      ending = null
    }
    return ending
  }).then((outcome) => {
    if (!outcome.ok) return outcome
    if (outcome.data?.type === 'refused') return { ok: false, problem: outcome.data.problem }
    return outcome.data?.type === 'done'
      ? { ok: true, data: outcome.data }
      : { ok: false, problem: BROKEN_OFF }
  })

async function* linesOf({ body }: Response): AsyncGenerator<ImportLine> {
  if (!body) return
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines.filter(Boolean)) yield JSON.parse(line) as ImportLine
  }
}
