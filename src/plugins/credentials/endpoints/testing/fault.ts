import type { Pool, PoolClient } from 'pg'

/** Where a process dies: before a statement reaches the database, or after it did and before the answer arrives. */
export interface Death {
  at: number
  side: 'before' | 'after'
}

export class Died extends Error {
  constructor() {
    super('The process is gone')
    this.name = 'Died'
  }
}

/** What a process did with its database, until it died. */
export interface Mortal {
  pool: Pool
  /** Every statement so far, in order, `begin` and `commit` among them. */
  statements: string[]
}

/**
 * The pool of a process that is killed at one statement: its connections break, so that the server rolls back what
 * was not committed, and nothing it tries afterwards reaches the database.
 */
export function mortalPool(real: Pool, death: Death | null): Mortal {
  const statements: string[] = []
  const held = new Set<PoolClient>()
  let isDead = false
  const die = (): never => {
    isDead = true
    for (const client of held) client.release(new Died())
    held.clear()
    throw new Died()
  }
  const through = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
    if (isDead) throw new Died()
    statements.push(text.replaceAll(/\s+/g, ' ').trim())
    const isLast = statements.length === death?.at
    if (isLast && death.side === 'before') die()
    const result = await run()
    if (isLast) die()
    return result
  }
  const pool = {
    query: (text: string, values?: unknown[]) => through(text, () => real.query(text, values)),
    connect: async () => {
      if (isDead) throw new Died()
      const client = await real.connect()
      held.add(client)
      return {
        query: (text: string, values?: unknown[]) => through(text, () => client.query(text, values)),
        release: (error?: Error) => {
          if (held.delete(client)) client.release(error)
        },
      }
    },
  }
  return { pool: pool as unknown as Pool, statements }
}

/** Every moment a process can die at around these statements: dying after one is dying before the next. */
export const everyDeath = (statements: readonly string[]): Death[] => [
  ...statements.map((_, index): Death => ({ at: index + 1, side: 'before' })),
  { at: statements.length, side: 'after' },
]
