import { describe, expect, it } from 'vitest'
import { EnvironmentError, readEnv } from './env.ts'

const complete = {
  DATABASE_URL: 'postgres://kanal:x@localhost/kanal',
  PAYLOAD_SECRET: 'x'.repeat(32),
}

describe('readEnv', () => {
  it('fills in what a local installation may leave out', () => {
    expect(readEnv({ ...complete, PORT: '4000' })).toMatchObject({
      isProduction: false,
      publicUrl: 'http://localhost:4000',
      port: 4000,
      databasePoolMax: 12,
    })
  })

  it('names every variable that is missing or wrong in one sentence', () => {
    expect(() => readEnv({ PORT: 'abc', PAYLOAD_SECRET: 'short' })).toThrow(EnvironmentError)
    expect(() => readEnv({ PORT: 'abc', PAYLOAD_SECRET: 'short' })).toThrow(
      /DATABASE_URL is not set; .*PAYLOAD_SECRET must have at least 32 characters.*PORT/,
    )
  })

  it('treats an empty value as unset', () => {
    expect(() => readEnv({ ...complete, DATABASE_URL: '' })).toThrow('DATABASE_URL is not set')
  })

  it('wants a public address in production and allows no sandbox there', () => {
    expect(() => readEnv({ ...complete, NODE_ENV: 'production' })).toThrow('KANAL_URL is not set')
    const env = readEnv({
      ...complete,
      NODE_ENV: 'production',
      KANAL_URL: 'https://kanal.example/',
      KANAL_SANDBOXES: 'market=http://localhost:1',
    })
    expect(env).toMatchObject({ isProduction: true, publicUrl: 'https://kanal.example', sandboxes: {} })
  })

  it('keeps a built local installation local', () => {
    const env = readEnv({
      ...complete,
      NODE_ENV: 'production',
      KANAL_MODE: 'local',
      KANAL_SANDBOXES: 'market=http://localhost:1,other=http://localhost:2',
    })
    expect(env).toMatchObject({
      isProduction: false,
      sandboxes: { market: 'http://localhost:1', other: 'http://localhost:2' },
    })
  })

  it('never repeats a wrong secret', () => {
    expect(() => readEnv({ ...complete, PAYLOAD_SECRET: 'hunter22' })).toThrow(/^((?!hunter22).)*$/)
  })
})
