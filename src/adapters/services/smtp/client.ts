import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isNearbyAddress } from '../../http/guard.ts'
import type { MailMessage, ServiceSession } from '../../contract.ts'
import { serviceFailure } from '../../kit/serviceFailure.ts'
import { smtpSettings, type SmtpSettings } from './credentials.ts'
import { ENCRYPT_FIRST, smtpFailure } from './errors.ts'

const TIMEOUTS = {
  connectionTimeout: 5_000,
  greetingTimeout: 4_000,
  socketTimeout: 8_000,
  socketCloseTimeout: 500,
}

/**
 * Opens a conversation with the mail server up to its capabilities, encrypted as set, hands it to `fn` and closes it.
 * The socket comes from the guarded `connect`; nothing here resolves a name.
 * @throws AdapterError
 */
export async function converse<T>(
  session: ServiceSession,
  fn: (connection: SMTPConnection, settings: SmtpSettings) => Promise<T>,
): Promise<T> {
  const settings = smtpSettings(session.credentials)
  const { host, port, security } = settings
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  let connection: SMTPConnection | undefined
  const leave = (): void => connection?.close()
  try {
    const socket = await session.connect({ host, port, tls: security === 'tls', ...signalOf(session) })
    if (security === 'none' && !isNearbyAddress(socket.remoteAddress ?? '')) {
      socket.destroy()
      throw serviceFailure('blocked_address', {
        who: host,
        message: `${host}: plain text is for local servers only`,
        fields: ['security'],
        explanation: ENCRYPT_FIRST,
      })
    }
    const opened = new Connection({
      ...TIMEOUTS,
      host,
      port,
      name: 'kanal',
      connection: socket,
      secure: security === 'tls',
      secured: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(session.connect.ca === undefined ? {} : { tls: { ca: session.connect.ca } }),
    })
    connection = opened
    session.signal?.addEventListener('abort', leave, { once: true })
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.connect((error) => (error ? reject(error) : resolve()))
    })
    return await fn(opened, settings)
  } catch (error) {
    session.signal?.throwIfAborted()
    throw smtpFailure(error, settings)
  } finally {
    session.signal?.removeEventListener('abort', leave)
    connection?.on('error', () => undefined)
    connection?.quit()
  }
}

/** Signs in, when there is anybody to sign in as. */
export async function signIn(connection: SMTPConnection, { user, password }: SmtpSettings): Promise<void> {
  if (user === undefined) return
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject)
    connection.login({ user, pass: password ?? '' }, (error) => (error ? reject(error) : resolve()))
  })
}

/** Hands in one message and returns what the server called it. @throws AdapterError */
export const sendMessage = (session: ServiceSession, message: MailMessage): Promise<{ receipt: string }> =>
  converse(session, async (connection, settings) => {
    await signIn(connection, settings)
    const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
    const { subject, text, html, messageId } = message
    const to = typeof message.to === 'string' ? { name: '', address: message.to } : message.to
    const { from } = settings
    const raw = await new MailComposer({
      from,
      to,
      subject,
      text,
      ...(html === undefined ? {} : { html }),
      ...(messageId === undefined ? {} : { messageId }),
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build()
    const { response } = await new Promise<{ response: string }>((resolve, reject) => {
      connection.once('error', reject)
      connection.send({ from: from.address, to: [to.address] }, raw, (error, info) =>
        error || !info ? reject(error ?? new Error('no answer')) : resolve({ response: info.response }),
      )
    })
    return { receipt: response.slice(0, 200) }
  })

const signalOf = ({ signal }: ServiceSession) => (signal ? { signal } : {})
