import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { askForProofWith, stepUpFetch } from './fetch.ts'

const refusal = () =>
  Response.json({ problem: { code: 'step_up_required', methods: ['totp'] } }, { status: 401 })
const answers: (() => Response)[] = []
const sent: string[] = []
beforeEach(() => {
  answers.length = 0
  sent.length = 0
  vi.stubGlobal('fetch', async (url: string) => {
    sent.push(url)
    return (answers.shift() ?? (() => Response.json({ fine: true })))()
  })
})
afterEach(() => {
  askForProofWith(null)
  vi.unstubAllGlobals()
})

describe('stepUpFetch', () => {
  it('asks once and repeats the request', async () => {
    answers.push(refusal)
    const ask = vi.fn(async () => true)
    askForProofWith(ask)
    expect(await (await stepUpFetch('/api/a')).json()).toEqual({ fine: true })
    expect(ask).toHaveBeenCalledExactlyOnceWith(['totp'])
    expect(sent).toEqual(['/api/a', '/api/a'])
  })

  it('knows the same refusal in the shape of Payload', async () => {
    answers.push(() =>
      Response.json(
        { errors: [{ message: 'x', data: { code: 'step_up_required', methods: ['password'] } }] },
        { status: 401 },
      ),
    )
    const ask = vi.fn(async () => true)
    askForProofWith(ask)
    expect((await stepUpFetch('/api/users/1')).status).toBe(200)
    expect(ask).toHaveBeenCalledExactlyOnceWith(['password'])
  })

  it('lets requests of the same moment share one question', async () => {
    answers.push(refusal, refusal)
    const ask = vi.fn(async () => true)
    askForProofWith(ask)
    await Promise.all([stepUpFetch('/api/a'), stepUpFetch('/api/b')])
    expect(ask).toHaveBeenCalledOnce()
    expect(sent.toSorted()).toEqual(['/api/a', '/api/a', '/api/b', '/api/b'])
  })

  it('gives the readable refusal back when the person gives up, or nobody can ask', async () => {
    answers.push(refusal)
    askForProofWith(async () => false)
    const given = await stepUpFetch('/api/a')
    expect(given.status).toBe(401)
    expect(await given.json()).toMatchObject({ problem: { code: 'step_up_required' } })
    askForProofWith(null)
    answers.push(refusal)
    expect((await stepUpFetch('/api/a')).status).toBe(401)
    expect(sent).toHaveLength(2)
  })

  it('asks nothing for other refusals, and repeats nothing that was broken off', async () => {
    const ask = vi.fn(async () => true)
    askForProofWith(ask)
    answers.push(() => Response.json({ problem: { code: 'signed_out' } }, { status: 401 }))
    expect((await stepUpFetch('/api/a')).status).toBe(401)
    expect(ask).not.toHaveBeenCalled()
    answers.push(refusal)
    expect((await stepUpFetch('/api/a', { signal: AbortSignal.abort() })).status).toBe(401)
    expect(sent).toHaveLength(2)
  })
})
