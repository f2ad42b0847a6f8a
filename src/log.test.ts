import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLogger, safeError } from './log.ts'

type Log = ReturnType<typeof createLogger>

const logged = (write: (log: Log) => void): string => {
  let text = ''
  const log = createLogger('test', { write: (line: string) => (text += line) })
  write(log)
  return text
}

afterEach(() => vi.unstubAllEnvs())

describe('createLogger', () => {
  it.each([
    ['at the top', { password: 'hunter22' }],
    ['with underscores', { access_token: 'hunter22' }],
    ['in camel case', { refreshToken: 'hunter22' }],
    ['as a header', { req: { headers: { authorization: 'hunter22' } } }],
    ['deep down', { a: { b: { c: [{ partner_key: 'hunter22' }] } } }],
  ])('cuts secrets %s', (_, entry) => {
    expect(logged((log) => log.warn(entry, 'hello'))).not.toContain('hunter22')
  })

  it('keeps what is no secret', () => {
    const entry = JSON.parse(logged((log) => log.warn({ shop: { id: '42' }, at: new Date(0) }, 'hello')))
    expect(entry).toMatchObject({
      shop: { id: '42' },
      at: '1970-01-01T00:00:00.000Z',
      msg: 'hello',
      name: 'test',
    })
  })

  it.each([
    ['with a message', (log: Log, err: Error) => log.error({ err }, 'no')],
    ['without a message', (log: Log, err: Error) => log.error({ err })],
    ['by itself', (log: Log, err: Error) => log.error(err)],
    ['under another name', (log: Log, err: Error) => log.error({ reason: err, msg: 'no' })],
  ])('cuts statement parameters and details out of an error logged %s', (_, write) => {
    const driver = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(ani@x.id) exists.',
    })
    const error = new Error('Failed query: insert … params: ani@x.id,Jalan Melati 5', { cause: driver })
    const text = logged((log) => write(log, error))
    expect(text).toContain('23505')
    expect(text).not.toMatch(/ani@x\.id|Melati/)
  })

  it('cuts the process’s own secrets out of any text', () => {
    vi.stubEnv('PAYLOAD_SECRET', 'a-very-long-payload-secret')
    vi.stubEnv('DATABASE_URL', 'postgres://kanal:p%40ssword-9@db/kanal')
    const text = logged((log) => log.warn('cannot reach p%40ssword-9 p@ssword-9 a-very-long-payload-secret'))
    expect(text).not.toMatch(/ssword-9|very-long/)
  })

  it('survives an error that is its own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(logged((log) => log.error({ err: error }, 'no'))).toContain('round')
  })
})

describe('safeError', () => {
  it('describes what is not an error', () => {
    expect(safeError('plain params: 1')).toEqual({ type: 'string', message: 'plain params: [cut]' })
  })
})
