import { connect, createServer } from 'node:net'
import { StartError } from './report.mjs'

const canListen = (port, host) =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })

const answers = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    const done = (result) => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', () => done(true))
    socket.once('error', () => done(false))
    socket.setTimeout(500, () => done(false))
  })

/** Whether nothing listens on this port. */
export const isFree = async (port, host = '127.0.0.1') =>
  !(await answers(port)) && (await canListen(port, host))

/** A port that nothing uses at the moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/**
 * @param {{ port: number, host: string, variable: string, what: { id: string, en: string } }} wanted
 * @throws StartError when another program listens there.
 */
export async function requireFreePort({ port, host, variable, what }) {
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new StartError({
      id: `${variable} harus berupa nomor port antara 1 dan 65535.`,
      en: `${variable} must be a port number between 1 and 65535.`,
    })
  if (await isFree(port, host)) return
  throw new StartError({
    id: `Port ${port} untuk ${what.id} sedang dipakai program lain. Tutup program itu, atau pilih port lain: ${variable}=${port + 1} npm start`,
    en: `Port ${port} for ${what.en} is used by another program. Close that program, or choose another port: ${variable}=${port + 1} npm start`,
  })
}
