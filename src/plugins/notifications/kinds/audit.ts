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
  'audit.set_back': kind({
    group: 'security',
    severity: 'critical',
    lasting: true,
    roles: OWNERS,
    params: ['number', 'place'],
    title: text('Basis data lebih lama dari salinannya', 'The database is older than its copies'),
    what: text(
      'Di {place} tersimpan bukti jejak audit nomor {number} yang tidak dikenal basis data ini. Basis data ini dipulihkan dari cadangan, atau jejaknya ditukar.',
      'In {place} there is proof number {number} of the audit trail that this database does not know. The database was restored from a backup, or its trail was exchanged.',
    ),
    remedy: text(
      'Jika Anda baru memulihkan cadangan, ikuti docs/operations.md. Jika tidak, jangan hapus apa pun dan minta pengelola server menjalankan pemeriksaan audit.',
      'If you have just restored a backup, follow docs/operations.md. If not, delete nothing and ask whoever runs the server to verify the audit.',
    ),
    recovered: text(
      'Basis data dan salinan bukti jejak audit cocok lagi.',
      'The database and the copies of the audit trail agree again.',
    ),
    link: '/audit',
    action: text('Buka jejak audit', 'Open the audit trail'),
  }),
  'audit.copy_late': kind({
    group: 'system',
    severity: 'warning',
    lasting: true,
    roles: OWNERS,
    params: ['hours', 'place'],
    title: text('Bukti jejak audit belum disalin ke luar', 'Proof of the audit trail is not copied outside'),
    what: text(
      'Lebih dari {hours} jam tidak ada salinan baru di {place}. Selama itu, jejak audit yang ditukar tidak ketahuan dari luar.',
      'For more than {hours} hours there was no new copy in {place}. Meanwhile an exchanged audit trail would not be noticed from outside.',
    ),
    remedy: text(
      'Buka integrasi File (S3) dan uji koneksi. Salinan yang tertinggal menyusul sendiri.',
      'Open the integration File (S3) and test the connection. Missing copies then follow by themselves.',
    ),
    recovered: text(
      'Bukti jejak audit disalin ke luar lagi.',
      'Proof of the audit trail is copied outside again.',
    ),
    link: '/integrations',
    action: text('Buka integrasi', 'Open integrations'),
  }),
  'audit.stream_stuck': kind({
    group: 'system',
    severity: 'warning',
    lasting: true,
    roles: OWNERS,
    params: ['why'],
    title: text('Aliran jejak audit tersendat', 'The stream of the audit trail is held up'),
    what: text(
      '{why} Sudah lebih dari satu jam baris jejak audit tidak diterima sistem tujuan. Tidak ada yang hilang: barisnya menunggu.',
      '{why} For more than an hour the receiving system took no rows of the audit trail. Nothing is lost: the rows wait.',
    ),
    remedy: text(
      'Buka integrasi Audit (webhook, syslog), perbaiki, lalu uji koneksi.',
      'Open the integration Audit (webhook, syslog), fix it, then test the connection.',
    ),
    recovered: text('Aliran jejak audit berjalan lagi.', 'The stream of the audit trail runs again.'),
    link: '/integrations',
    action: text('Buka integrasi', 'Open integrations'),
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
