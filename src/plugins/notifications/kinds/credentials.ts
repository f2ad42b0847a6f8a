import { MANAGERS, OWNERS } from '../../../collections/access/roles.ts'
import { text } from '../../../i18n/text.ts'
import { kind } from './definition.ts'

/** What can be told of credentials and of settings that leave. */
export const credentialsKinds = {
  'credential.rejected': kind({
    group: 'credential',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['integration'],
    title: text('Kredensial {integration} ditolak', 'The credentials of {integration} are rejected'),
    what: text(
      '{integration} menolak kredensial yang tersimpan, tiga kali berturut-turut. Semua yang memakainya berhenti.',
      '{integration} rejected the stored credentials three times in a row. Everything that uses them has stopped.',
    ),
    remedy: text(
      'Buka integrasi ini, isi ulang kredensialnya, lalu uji koneksi.',
      'Open this integration, enter its credentials again, then test the connection.',
    ),
    recovered: text(
      '{integration} menerima kredensial lagi.',
      '{integration} accepts the credentials again.',
    ),
    link: '/integrations',
    action: text('Perbaiki kredensial', 'Fix the credentials'),
  }),
  'credential.expiring': kind({
    group: 'credential',
    severity: 'warning',
    lasting: true,
    roles: MANAGERS,
    params: ['integration', 'days'],
    title: text(
      'Kredensial {integration} segera berakhir',
      'The credentials of {integration} are about to end',
    ),
    what: text(
      'Kredensial {integration} berlaku {days} hari lagi. Setelah itu {integration} menolaknya.',
      'The credentials of {integration} are valid for {days} more days. {integration} rejects them after that.',
    ),
    remedy: text(
      'Buat kredensial baru di {integration}, lalu simpan di sini sebelum tanggal itu.',
      'Make new credentials at {integration}, then save them here before that date.',
    ),
    recovered: text(
      'Kredensial {integration} sudah diganti yang baru.',
      'The credentials of {integration} have been replaced.',
    ),
    link: '/integrations',
    action: text('Perbarui kredensial', 'Renew the credentials'),
  }),
  'credential.expired': kind({
    group: 'credential',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['integration'],
    title: text('Kredensial {integration} sudah berakhir', 'The credentials of {integration} have ended'),
    what: text(
      'Tanggal berlaku kredensial {integration} sudah lewat. {integration} bisa menolaknya kapan saja.',
      'The last day of the credentials of {integration} has passed. {integration} may reject them any time.',
    ),
    remedy: text(
      'Buat kredensial baru di {integration}, lalu simpan di sini.',
      'Make new credentials at {integration}, then save them here.',
    ),
    recovered: text(
      'Kredensial {integration} sudah diganti yang baru.',
      'The credentials of {integration} have been replaced.',
    ),
    link: '/integrations',
    action: text('Perbarui kredensial', 'Renew the credentials'),
  }),
  'key.rotation-failed': kind({
    group: 'credential',
    severity: 'critical',
    lasting: true,
    roles: OWNERS,
    params: ['why'],
    title: text('Penggantian kunci enkripsi belum tuntas', 'Changing the encryption key did not finish'),
    what: text(
      '{why} Yang sudah beralih tetap aman, dan kunci lama belum dimusnahkan.',
      '{why} What has moved is safe, and the old key is not destroyed yet.',
    ),
    remedy: text(
      'Buka Kunci enkripsi untuk melihat sejauh mana. Isi ulang kredensial yang terkunci, lalu ganti kunci sekali lagi.',
      'Open Encryption keys to see how far it is. Enter locked credentials again, then change the key once more.',
    ),
    recovered: text('Penggantian kunci enkripsi sudah tuntas.', 'Changing the encryption key has finished.'),
    link: '/encryption-keys',
    action: text('Buka kunci enkripsi', 'Open encryption keys'),
  }),
  'organisation.shredded': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: MANAGERS,
    params: ['person', 'integrations', 'shops'],
    title: text('Semua rahasia organisasi dimusnahkan', 'All secrets of the organisation were destroyed'),
    what: text(
      '{person} memusnahkan semua kredensial dan kuncinya: {integrations} integrasi dan {shops} toko diputuskan. Pesanan, produk, dan riwayat tetap ada.',
      '{person} destroyed all credentials and their keys: {integrations} integrations and {shops} shops are disconnected. Orders, products and history stay.',
    ),
    remedy: text(
      'Jika ini bukan kehendak Anda, segera cabut kunci di marketplace dan periksa jejak audit.',
      'If this was not intended, withdraw the keys at the marketplaces at once and check the audit trail.',
    ),
    link: '/audit',
    action: text('Buka jejak audit', 'Open the audit trail'),
  }),
  'credential.reverted': kind({
    group: 'credential',
    severity: 'warning',
    lasting: false,
    roles: MANAGERS,
    params: ['integration'],
    title: text('Kredensial {integration} dikembalikan', 'The credentials of {integration} were rolled back'),
    what: text(
      'Kredensial baru {integration} membuat panggilan gagal, jadi Kanal kembali ke versi sebelumnya. Koneksi berjalan dengan versi lama.',
      'The new credentials of {integration} made calls fail, so Kanal went back to the version before. The connection runs on the old version.',
    ),
    remedy: text(
      'Periksa kredensial baru di {integration}, lalu simpan lagi.',
      'Check the new credentials at {integration}, then save them again.',
    ),
    link: '/integrations',
    action: text('Buka integrasi', 'Open the integration'),
  }),
  'credential.revealed': kind({
    group: 'credential',
    severity: 'warning',
    lasting: false,
    roles: OWNERS,
    params: ['person', 'integration'],
    title: text(
      '{person} menampilkan kredensial {integration}',
      '{person} revealed a credential of {integration}',
    ),
    what: text(
      '{person} melihat isi kredensial {integration} setelah konfirmasi identitas. Alasannya tercatat di jejak audit.',
      '{person} saw a credential of {integration} after confirming who they are. The reason is in the audit trail.',
    ),
    remedy: text(
      'Jika Anda tidak mengenal kejadian ini, ganti kredensialnya dan keluarkan {person} dari semua sesi.',
      'If you do not recognise this, replace the credential and sign {person} out everywhere.',
    ),
    link: '/audit',
    action: text('Lihat jejak audit', 'See the audit trail'),
  }),
  'credential.reveal_limit': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: OWNERS,
    params: ['person', 'integration'],
    title: text(
      '{person} mencoba menampilkan terlalu banyak kredensial',
      '{person} tried to reveal too many credentials',
    ),
    what: text(
      '{person} meminta melihat lebih dari lima kredensial dalam satu jam, terakhir milik {integration}. Permintaan itu ditolak.',
      '{person} asked to see more than five credentials within an hour, the last of {integration}. That was refused.',
    ),
    remedy: text(
      'Tanyakan kepada {person}. Jika tidak dikenal, keluarkan {person} dari semua sesi dan ganti kredensial yang sempat dilihat.',
      'Ask {person}. If nobody knows of it, sign {person} out everywhere and replace the credentials already seen.',
    ),
    link: '/audit',
    action: text('Lihat jejak audit', 'See the audit trail'),
  }),
  'export.made': kind({
    group: 'system',
    severity: 'warning',
    lasting: false,
    roles: OWNERS,
    params: ['person', 'content'],
    title: text('{person} membuat ekspor', '{person} made an export'),
    what: text('{person} mengekspor {content}.', '{person} exported {content}.'),
    remedy: text(
      'Jika Anda tidak memintanya, periksa jejak audit.',
      'If you did not ask for it, look at the audit trail.',
    ),
    link: '/audit',
    action: text('Lihat jejak audit', 'See the audit trail'),
  }),
} as const
