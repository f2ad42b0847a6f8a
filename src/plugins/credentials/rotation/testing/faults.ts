import type { Pool, PoolClient } from 'pg'

export class Crash extends Error {}

/** Where a process dies: before its nth statement is sent, or after it was carried out but before anyone knew. */
export interface Fault {
  at: number
  when: 'before' | 'after'
}

export interface FaultyPool {
  pool: Pool
  /** The statements sent so far, in order. */
  statements: string[]
}

/**
 * A pool whose process dies at one statement: that one throws, and so does everything it sends afterwards. A connection
 * in a transaction goes back to the server as a dead process leaves it: rolled back.
 */
export function dyingAt(real: Pool, fault: Fault | null): FaultyPool {
  const statements: string[] = []
  let isDead = false
  const send = async (target: Pool | PoolClient, text: string, values?: unknown[]): Promise<unknown> => {
    if (isDead) throw new Crash('The process is dead')
    statements.push(text)
    const isFatal = fault?.at === statements.length
    if (isFatal && fault.when === 'before') {
      isDead = true
      throw new Crash(text)
    }
    const result = await (target as PoolClient).query(text, values)
    if (isFatal) {
      isDead = true
      throw new Crash(text)
    }
    return result
  }
  const clientOf = (client: PoolClient): PoolClient =>
    new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return (text: string, values?: unknown[]) => send(target, text, values)
        // A dead process gives nothing back: the server sees the connection close.
        if (name === 'release') return () => target.release(isDead)
        return Reflect.get(target, name) as unknown
      },
    })
  const pool = new Proxy(real, {
    get: (target, name) => {
      if (name === 'query') return (text: string, values?: unknown[]) => send(target, text, values)
      if (name === 'connect') return async () => clientOf(await target.connect())
      return Reflect.get(target, name) as unknown
    },
  })
  return { pool, statements }
}
