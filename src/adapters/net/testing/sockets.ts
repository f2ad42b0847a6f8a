import diagnostics from 'node:diagnostics_channel'

/** How many sockets this process began to open towards others while `fn` ran. */
export async function socketsOpened(fn: () => Promise<unknown>): Promise<number> {
  let opened = 0
  const count = (): void => {
    opened += 1
  }
  diagnostics.subscribe('net.client.socket', count)
  try {
    await fn()
  } finally {
    diagnostics.unsubscribe('net.client.socket', count)
  }
  return opened
}
