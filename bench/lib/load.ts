import type pg from 'pg'

/**
 * Keeps `connections` connections busy for `seconds`: each calls `work` again and again with a serial number no
 * other call gets.
 * @returns calls per second
 */
export async function saturate(
  pool: pg.Pool,
  { connections, seconds }: { connections: number; seconds: number },
  work: (client: pg.PoolClient, serial: number) => Promise<void>,
): Promise<number> {
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  let serial = 0
  let done = 0
  const started = performance.now()
  const end = started + seconds * 1_000
  try {
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < end) {
          await work(client, serial++)
          done += 1
        }
      }),
    )
  } finally {
    for (const client of clients) client.release()
  }
  return (done * 1_000) / (performance.now() - started)
}
