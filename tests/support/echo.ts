import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net'

const listen = async (server: Server): Promise<{ port: number; close(): Promise<void> }> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** What arrived, all of it: the worst a provider could say back. */
export type Said = (heard: string, request: IncomingMessage, response: ServerResponse) => void

/** A provider that hands everything it was sent to `say`, to be said back. */
export function echoHttp(say: Said) {
  return listen(
    createHttpServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const heard = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${Buffer.concat(chunks).toString()}`
        say(heard, request, response)
      })
    }),
  )
}

/** The same for services that are no HTTP: greets, then answers each line with it. */
export function echoTcp(greeting: string, answer: (heard: string) => string) {
  return listen(
    createTcpServer((socket) => {
      socket.on('error', () => undefined)
      if (greeting) socket.write(greeting)
      socket.on('data', (chunk) => socket.write(answer(chunk.toString())))
    }),
  )
}
