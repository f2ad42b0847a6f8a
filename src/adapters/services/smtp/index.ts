import { CONTRACT_VERSION, OWN_PLACE, type ServiceAdapter } from '../../contract.ts'
import { text } from '../../kit/text.ts'
import { converse, sendMessage, signIn } from './client.ts'
import { smtpCredentials } from './credentials.ts'

/** Mail over any SMTP server. */
export const smtp = (): ServiceAdapter => ({
  contractVersion: CONTRACT_VERSION,
  kind: 'service',
  id: 'smtp',
  name: 'Email (SMTP)',
  badge: { text: '@', color: '#2563eb' },
  purpose: text(
    'Mengirim tautan lupa kata sandi dan pemberitahuan lewat email.',
    'Sends password links and notifications by mail.',
  ),
  docsUrl: 'https://support.google.com/a/answer/176600',
  environments: OWN_PLACE,
  credentials: smtpCredentials,
  destination: ['host', 'port', 'security'],
  setup: [
    text(
      'Siapkan akun email yang boleh mengirim lewat aplikasi.',
      'Have a mail account that apps may send from.',
    ),
    text(
      'Buat kata sandi aplikasi untuk Kanal bila penyedia memintanya.',
      'Create an app password for Kanal if the provider asks for one.',
    ),
    text('Isi server, port, dan alamat pengirim, lalu uji.', 'Fill in server, port and sender, then test.'),
  ],
  checks: [
    {
      id: 'connect',
      label: text('Server menjawab dengan aman', 'Server answers, securely'),
      run: (session) =>
        converse(session, (_, { host, port, security }) =>
          Promise.resolve(
            text(
              `${host}:${port} · ${security.toUpperCase()}`,
              `${host}:${port} · ${security.toUpperCase()}`,
            ),
          ),
        ),
    },
    {
      id: 'login',
      label: text('Login diterima', 'Login accepted'),
      run: (session) =>
        converse(session, async (connection, settings) => {
          await signIn(connection, settings)
          return settings.user === undefined ? text('Tanpa login', 'No login set') : undefined
        }),
    },
  ],
  mail: { send: sendMessage },
})
