import { OWNERS } from '../../../collections/access/roles.ts'
import { text } from '../../../i18n/text.ts'
import { kind } from './definition.ts'

/** What can be told of the audit trail. */
export const auditKinds = {
  'audit.tampered': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: OWNERS,
    params: ['seq'],
    title: text('Jejak audit tidak utuh', 'The audit trail does not hold'),
    what: text(
      'Jejak audit Anda tidak lagi sama dengan yang dulu ditulis, mulai dari baris {seq}. Seseorang mengubahnya langsung di basis data.',
      'Your audit trail is no longer what was written, from row {seq} on. Somebody changed it in the database itself.',
    ),
    remedy: text(
      'Jangan hapus apa pun. Minta pengelola server menjalankan pemeriksaan audit, lalu ganti kunci yang mungkin bocor.',
      'Delete nothing. Ask whoever runs the server to verify the audit, then replace keys that may have leaked.',
    ),
    link: '/audit',
    action: text('Buka jejak audit', 'Open the audit trail'),
  }),
  'audit.alert': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: OWNERS,
    params: ['pattern'],
    title: text('Kejadian tidak biasa di jejak audit', 'Something unusual in the audit trail'),
    what: text('Jejak audit menunjukkan: {pattern}.', 'The audit trail shows: {pattern}.'),
    remedy: text(
      'Buka jejak audit dan tanyakan kepada orangnya. Jika tidak dikenal, akhiri sesinya.',
      'Open the audit trail and ask the person. If nobody recognises it, end their sessions.',
    ),
    link: '/audit',
    action: text('Lihat jejak audit', 'See the audit trail'),
  }),
} as const
