import { MANAGERS } from '../../../collections/access/roles.ts'
import { text } from '../../../i18n/text.ts'
import { kind } from './definition.ts'

/** What can be told of system services. */
export const servicesKinds = {
  'storage.move-done': kind({
    group: 'system',
    severity: 'info',
    lasting: false,
    roles: MANAGERS,
    params: ['files', 'target'],
    title: text('Pemindahan file selesai', 'All files have been moved'),
    what: text('{files} file sudah dipindahkan ke {target}.', '{files} files have been moved to {target}.'),
    remedy: text('Tidak ada yang perlu dilakukan.', 'There is nothing to do.'),
    link: '/integrations',
    action: text('Buka integrasi', 'Open integrations'),
  }),
  'system.mail-broken': kind({
    group: 'system',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['why'],
    title: text('E-mail tidak terkirim', 'E-mail cannot be sent'),
    what: text(
      '{why} Pemberitahuan untuk sementara hanya muncul di lonceng.',
      '{why} For now, notices appear in the bell only.',
    ),
    remedy: text(
      'Buka integrasi e-mail (SMTP), perbaiki, lalu uji koneksi. E-mail yang tertahan dikirim setelah pulih.',
      'Open the e-mail (SMTP) integration, fix it, then test the connection. Held e-mails go out after that.',
    ),
    recovered: text(
      'E-mail terkirim lagi. Yang tertahan sedang dikirim.',
      'E-mail goes out again. Held e-mails are being sent.',
    ),
    link: '/integrations',
    action: text('Perbaiki e-mail', 'Fix e-mail'),
    mailed: false,
  }),
} as const
