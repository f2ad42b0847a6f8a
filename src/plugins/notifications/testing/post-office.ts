import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { CredentialValues } from '../../../adapters/contract.ts'
import { createConnector } from '../../../adapters/net/connect.ts'
import { AUTHORITY, VALID } from '../../../adapters/net/testing/certificates.ts'
import { smtp } from '../../../adapters/services/smtp/index.ts'
import { mailerOver } from '../mail/outcome.ts'
import type { Mailer } from '../mailer.ts'

const PASSWORD = 'rahasia-surat-4711'

export interface ReceivedMail {
  to: string
  subject: string
  raw: string
}

/** A real SMTP server on this machine, a mailer that speaks to it, and what tests want it to do. */
export interface PostOffice {
  mailer: Mailer
  received: ReceivedMail[]
  /** How the server answers from now on. `absent`: no server is set up. */
  mood: 'kind' | 'wrong-password' | 'closed' | 'busy' | 'absent'
  /** Addresses it does not know. */
  unknown: Set<string>
  close(): Promise<void>
}

const refusal = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode })

const headerOf = (raw: string, name: string): string => {
  const unfolded = raw.replace(/\r\n[ \t]+/g, ' ')
  const value = new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? ''
  return value.replace(/=\?utf-8\?([qb])\?([^?]*)\?=\s*/gi, (_, kind: string, text: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64').toString()
      : decodeURIComponent(text.replace(/_/g, ' ').replace(/=/g, '%')),
  )
}

export async function openPostOffice(): Promise<PostOffice> {
  const office: Pick<PostOffice, 'received' | 'mood' | 'unknown'> = {
    received: [],
    mood: 'kind',
    unknown: new Set(),
  }
  const server = new SMTPServer({
    ...VALID,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth: ({ username, password }, _, done) =>
      password === PASSWORD && office.mood !== 'wrong-password'
        ? done(null, { user: username })
        : done(refusal(535, '5.7.8 Authentication failed')),
    onRcptTo: ({ address }, _, done) => {
      if (office.mood === 'busy') return done(refusal(451, '4.3.2 Try again later'))
      return office.unknown.has(address) ? done(refusal(550, '5.1.1 No such user')) : done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString()
        const [to] = session.envelope.rcptTo
        office.received.push({ to: to?.address ?? '', subject: headerOf(raw, 'subject'), raw })
        done(null, `2.0.0 queued as ${office.received.length}`)
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo

  const credentialsFor = (to: number): CredentialValues => ({
    host: 'localhost',
    port: String(to),
    security: 'starttls',
    user: 'toko@kanal.test',
    password: PASSWORD,
    fromAddress: 'toko@kanal.test',
    fromName: 'Kanal',
  })
  const adapter = smtp()
  const mailer = mailerOver(async (_, { to, subject, html, text }) => {
    if (office.mood === 'absent') return null
    const closedPort = 9
    const target = office.mood === 'closed' ? closedPort : port
    const session = {
      credentials: credentialsFor(target),
      send: () => Promise.reject(new Error('Mail uses no HTTP')),
      connect: createConnector({
        allowedLocal: [`localhost:${target}`],
        ca: AUTHORITY,
        resolve: (__, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      }),
      now: () => new Date(),
    }
    if (!adapter.mail) throw new Error('The SMTP service sends no mail')
    return adapter.mail.send(session, { to, subject, html, text })
  })
  return Object.assign(office, {
    mailer,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  })
}
