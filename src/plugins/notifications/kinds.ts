import type { LocalizedText } from '../../adapters/contract.ts'
import { MANAGERS, OWNERS, type Role, WAREHOUSE } from '../../collections/access/roles.ts'
import { text } from '../../i18n/text.ts'

export const SEVERITIES = ['info', 'warning', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** What a notice is about, as a person chooses how to hear of it. */
export const NOTICE_GROUPS = ['connection', 'credential', 'security', 'system'] as const
export type NoticeGroup = (typeof NOTICE_GROUPS)[number]

interface KindBase<P extends string> {
  group: NoticeGroup
  severity: Severity
  /** Who hears of it, unless the event names somebody; empty when every event does. */
  roles: readonly Role[]
  /** Names that must be given with the event, and that the texts may use as `{name}`. */
  params: readonly P[]
  title: LocalizedText
  /** What happened and why, in whole sentences. */
  what: LocalizedText
  /** What to do now. */
  remedy: LocalizedText
  /** Admin path the notice leads to, unless the event names another, and the verb on its button. */
  link: string
  action: LocalizedText
  /** False for what is about e-mail itself: it is told in the bell only. */
  mailed?: false
}

/** A state that lasts until `recover()` is called, or something that happened once. */
export type NoticeKindDefinition<P extends string = string> = KindBase<P> &
  ({ lasting: true; recovered: LocalizedText } | { lasting: false; recovered?: never })

const kind = <const P extends string>(definition: NoticeKindDefinition<P>): NoticeKindDefinition<P> =>
  definition

const nothing: readonly never[] = []

/** Everything a seller can be told. Closed, so that a preference, a translation and a test can list it. */
export const NOTICE_KINDS = {
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
  'shop.reconnect': kind({
    group: 'connection',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text('Toko {shop} terputus', 'Shop {shop} is disconnected'),
    what: text(
      '{marketplace} tidak lagi memberi akses ke toko {shop}. Pesanan dan stoknya berhenti disinkronkan.',
      '{marketplace} no longer gives access to {shop}. Its orders and stock have stopped synchronising.',
    ),
    remedy: text(
      'Sambungkan lagi toko ini. Pesanan yang tertinggal diambil sendiri.',
      'Reconnect this shop. Missed orders are then fetched by themselves.',
    ),
    recovered: text(
      'Toko {shop} tersambung lagi. Pesanan yang tertinggal sedang diambil.',
      'Shop {shop} is connected again. Missed orders are being fetched.',
    ),
    link: '/shops-overview',
    action: text('Sambungkan lagi', 'Reconnect'),
  }),
  'consent.expiring': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace', 'days'],
    title: text('Izin toko {shop} segera berakhir', 'The consent of shop {shop} is about to end'),
    what: text(
      'Izin yang Anda berikan di {marketplace} untuk toko {shop} berakhir dalam {days} hari. Setelah itu pesanan dan stok tidak disinkronkan.',
      'The consent you gave on {marketplace} for shop {shop} ends in {days} days. Orders and stock then stop synchronising.',
    ),
    remedy: text('Perbarui izin sekarang. Toko tetap berjalan.', 'Renew it now. The shop keeps running.'),
    recovered: text('Izin toko {shop} sudah diperbarui.', 'The consent of shop {shop} has been renewed.'),
    link: '/shops-overview',
    action: text('Perbarui izin', 'Renew consent'),
  }),
  'consent.expired': kind({
    group: 'connection',
    severity: 'critical',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text('Izin toko {shop} sudah berakhir', 'The consent of shop {shop} has ended'),
    what: text(
      'Masa izin di {marketplace} untuk toko {shop} habis. Pesanan dan stoknya berhenti disinkronkan.',
      'The consent on {marketplace} for shop {shop} ran out. Its orders and stock have stopped synchronising.',
    ),
    remedy: text(
      'Sambungkan lagi toko ini dengan akun penjualnya.',
      'Reconnect this shop with its seller account.',
    ),
    recovered: text('Toko {shop} diizinkan lagi.', 'Shop {shop} has given its consent again.'),
    link: '/shops-overview',
    action: text('Sambungkan lagi', 'Reconnect'),
  }),
  'sync.behind': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: WAREHOUSE,
    params: ['shop', 'minutes'],
    title: text('Sinkronisasi toko {shop} tertinggal', 'Shop {shop} is behind'),
    what: text(
      'Pesanan toko {shop} belum diambil selama {minutes} menit. Angka stok dan pesanan bisa belum terbaru.',
      'Orders of shop {shop} have not been fetched for {minutes} minutes. Stock and orders may be old.',
    ),
    remedy: text(
      'Periksa log sinkronisasi. Jika penyebabnya di marketplace, Kanal mengejar sendiri.',
      'Look at the sync log. If the cause is at the marketplace, Kanal catches up by itself.',
    ),
    recovered: text('Sinkronisasi toko {shop} sudah mengejar.', 'Shop {shop} has caught up.'),
    link: '/collections/sync-log',
    action: text('Lihat log sinkronisasi', 'See the sync log'),
  }),
  'pushes.missing': kind({
    group: 'connection',
    severity: 'warning',
    lasting: true,
    roles: MANAGERS,
    params: ['shop', 'marketplace'],
    title: text(
      '{marketplace} tidak mengirim kabar pesanan {shop}',
      '{marketplace} sends no order news of {shop}',
    ),
    what: text(
      'Hampir semua pesanan toko {shop} selama 30 menit terakhir ditemukan Kanal sendiri, karena push dari {marketplace} tidak sampai. Pesanan tetap masuk, tetapi stok di toko lain turun satu sampai dua menit lebih lambat.',
      'Kanal found almost all orders of {shop} of the last 30 minutes by looking, because pushes of {marketplace} do not arrive. Orders still come in, but stock in other shops goes down a minute or two later.',
    ),
    remedy: text(
      'Buka pengaturan push di konsol pengembang {marketplace}: pastikan alamat webhook sama dengan yang ada di Integrasi, lalu simpan lagi. Itu juga menyalakan push yang dijeda.',
      'Open the push settings in the developer console of {marketplace}: make sure the webhook address is the one shown in Integrations, then save it again. That also restarts pushes that were paused.',
    ),
    recovered: text(
      '{marketplace} mengirim kabar pesanan toko {shop} lagi.',
      '{marketplace} sends news of the orders of {shop} again.',
    ),
    link: '/integrations',
    action: text('Buka integrasi', 'Open integrations'),
  }),
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
  'security.new-sign-in': kind({
    group: 'security',
    severity: 'warning',
    lasting: false,
    roles: nothing,
    params: ['device', 'address'],
    title: text('Akun Anda masuk dari perangkat baru', 'Your account signed in from a new device'),
    what: text(
      'Akun Anda masuk dari {device}, alamat {address}, yang belum pernah dipakai.',
      'Your account signed in from {device}, address {address}, not seen before.',
    ),
    remedy: text(
      'Jika ini bukan Anda, akhiri sesi itu lalu ganti kata sandi.',
      'If this was not you, end that session, then change your password.',
    ),
    link: '/account',
    action: text('Periksa sesi', 'Check your sessions'),
  }),
  'security.factor-changed': kind({
    group: 'security',
    severity: 'warning',
    lasting: false,
    roles: nothing,
    params: ['change'],
    title: text('Cara masuk akun Anda berubah', 'How you sign in has changed'),
    what: text('Pada akun Anda: {change}.', 'On your account: {change}.'),
    remedy: text(
      'Jika ini bukan Anda, hubungi pemilik organisasi dan ganti kata sandi sekarang.',
      'If this was not you, tell an owner of the organisation and change your password now.',
    ),
    link: '/account',
    action: text('Buka akun', 'Open your account'),
  }),
  'security.recovery-used': kind({
    group: 'security',
    severity: 'critical',
    lasting: false,
    roles: nothing,
    params: ['left'],
    title: text('Kode pemulihan dipakai', 'A recovery code was used'),
    what: text(
      'Akun Anda masuk dengan kode pemulihan. Sisa kode: {left}.',
      'Your account signed in with a recovery code. Codes left: {left}.',
    ),
    remedy: text(
      'Jika ini bukan Anda, ganti kata sandi dan faktor kedua sekarang. Jika ini Anda, buat kode baru.',
      'If this was not you, replace your password and second factor now. If it was, make new codes.',
    ),
    link: '/account',
    action: text('Buka akun', 'Open your account'),
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

export type NoticeKind = keyof typeof NOTICE_KINDS
export const NOTICE_KIND_IDS = Object.keys(NOTICE_KINDS) as NoticeKind[]

/** The names an event of that kind must give. */
export type ParamOf<K extends NoticeKind> = (typeof NOTICE_KINDS)[K]['params'][number]

/** What is known about a kind; null for one that this version no longer knows. */
export const kindOf = (id: string): NoticeKindDefinition | null =>
  Object.hasOwn(NOTICE_KINDS, id) ? NOTICE_KINDS[id as NoticeKind] : null
