import type { Cause, Explanation } from '../contract.ts'
import { text } from './text.ts'

/** Who answered (or did not): a marketplace's name, or a host where no name is known. */
type Telling = (who: string) => Explanation

const TELLINGS: Readonly<Record<Cause, Telling>> = {
  invalid_format: () => ({
    what: text('Isian belum benar.', 'A field is not filled in correctly.'),
    why: text('Bentuknya tidak sesuai dengan yang diharapkan.', 'Its form is not what is expected.'),
    remedy: text(
      'Periksa isian yang ditandai, lalu simpan lagi.',
      'Check the marked field, then save again.',
    ),
  }),
  dns_not_found: (who) => ({
    what: text(`Alamat ${who} tidak ditemukan.`, `The address of ${who} was not found.`),
    why: text(
      'DNS tidak mengenal alamat itu, atau server ini sedang tanpa internet.',
      'DNS does not know the address, or this server has no internet.',
    ),
    remedy: text(
      'Periksa alamat dan koneksi internet server, lalu uji lagi.',
      'Check the address and the internet connection of the server, then test again.',
    ),
  }),
  tcp_refused: (who) => ({
    what: text(`${who} menolak sambungan.`, `${who} refused the connection.`),
    why: text(
      'Tidak ada layanan yang menjawab di alamat dan port itu, atau sambungan diputus di tengah jalan.',
      'No service answers at that address and port, or the connection was cut half-way.',
    ),
    remedy: text(
      'Periksa alamat, port, dan firewall, lalu uji lagi.',
      'Check the address, the port and the firewall, then test again.',
    ),
  }),
  tcp_timeout: (who) => ({
    what: text(`${who} tidak menjawab tepat waktu.`, `${who} did not answer in time.`),
    why: text(
      'Jaringan lambat, layanan sibuk, atau firewall menahan sambungan.',
      'The network is slow, the service is busy, or a firewall holds the connection.',
    ),
    remedy: text('Tunggu sebentar, lalu uji lagi.', 'Wait a moment, then test again.'),
  }),
  tls_untrusted: (who) => ({
    what: text(`Sertifikat ${who} tidak dipercaya.`, `The certificate of ${who} is not trusted.`),
    why: text(
      'Sertifikat tidak diterbitkan oleh otoritas yang dikenal, atau sambungan dialihkan oleh perantara.',
      'It was not issued by a known authority, or something in between intercepts the connection.',
    ),
    remedy: text(
      'Pastikan alamatnya benar. Jika jaringan Anda memakai proxy, minta admin jaringan mengecualikan alamat ini.',
      'Make sure the address is right. If your network uses a proxy, ask its administrator to exempt this address.',
    ),
  }),
  tls_expired: (who) => ({
    what: text(`Sertifikat ${who} tidak berlaku hari ini.`, `The certificate of ${who} is not valid today.`),
    why: text(
      'Masa berlakunya sudah lewat atau belum mulai, atau jam server ini salah.',
      'It has expired or has not started, or the clock of this server is wrong.',
    ),
    remedy: text(
      'Periksa jam server. Jika benar, tunggu penyedia memperbarui sertifikatnya.',
      'Check the clock of the server. If it is right, wait for the provider to renew the certificate.',
    ),
  }),
  tls_hostname: (who) => ({
    what: text(`Sertifikat di ${who} milik nama lain.`, `The certificate at ${who} belongs to another name.`),
    why: text(
      'Nama pada sertifikat tidak sama dengan alamat yang dihubungi.',
      'The name in the certificate is not the address that was contacted.',
    ),
    remedy: text(
      'Periksa ejaan alamat, lalu uji lagi.',
      'Check the spelling of the address, then test again.',
    ),
  }),
  blocked_address: (who) => ({
    what: text(`Alamat ${who} tidak boleh dihubungi.`, `The address ${who} may not be contacted.`),
    why: text(
      'Kanal hanya menghubungi alamat internet umum lewat HTTPS, supaya jaringan internal Anda tetap aman.',
      'Kanal only contacts public internet addresses over HTTPS, so that your internal network stays safe.',
    ),
    remedy: text(
      'Pakai alamat resmi penyedia. Untuk simulasi di komputer sendiri, minta pengelola server mengizinkan alamatnya.',
      'Use the official address of the provider. For a simulation on your own machine, ask whoever runs the server to allow its address.',
    ),
  }),
  redirect_refused: (who) => ({
    what: text(`${who} mengalihkan ke alamat lain.`, `${who} redirects to another address.`),
    why: text(
      'Pengalihan tidak diikuti karena kredensial bisa terkirim ke pihak lain.',
      'Redirects are not followed, because credentials could be sent to someone else.',
    ),
    remedy: text(
      'Periksa alamat dan pilihan lingkungan, lalu uji lagi.',
      'Check the address and the chosen environment, then test again.',
    ),
  }),
  http_401_bad_credential: (who) => ({
    what: text(`${who} menolak kredensial.`, `${who} refused the credentials.`),
    why: text('Kredensial salah atau sudah diganti.', 'They are wrong or have been replaced.'),
    remedy: text('Salin ulang kredensial, lalu uji lagi.', 'Copy the credentials again, then test again.'),
  }),
  http_403_missing_scope: (who) => ({
    what: text(`${who} tidak mengizinkan tindakan ini.`, `${who} does not permit this action.`),
    why: text(
      'Aplikasi Anda belum diberi izin yang diperlukan.',
      'Your app has not been given the permission it needs.',
    ),
    remedy: text(
      'Tambahkan izin itu di konsol penyedia, lalu uji lagi.',
      'Add the permission in the console of the provider, then test again.',
    ),
  }),
  http_404_wrong_endpoint: (who) => ({
    what: text(`${who} tidak mengenal alamat API ini.`, `${who} does not know this API address.`),
    why: text(
      'Alamat dasar salah, atau API itu sudah dihentikan.',
      'The base address is wrong, or the API was retired.',
    ),
    remedy: text(
      'Periksa lingkungan yang dipilih. Jika benar, perbarui Kanal.',
      'Check the chosen environment. If it is right, update Kanal.',
    ),
  }),
  http_429_rate_limited: (who) => ({
    what: text(`${who} meminta kita melambat.`, `${who} asks us to slow down.`),
    why: text(
      'Terlalu banyak permintaan dalam waktu singkat.',
      'There were too many requests in a short time.',
    ),
    remedy: text(
      'Tidak perlu tindakan: Kanal mencoba lagi dengan sendirinya.',
      'Nothing to do: Kanal tries again by itself.',
    ),
  }),
  http_5xx_provider_down: (who) => ({
    what: text(`${who} sedang bermasalah.`, `${who} is having trouble.`),
    why: text(
      'Gangguan ada di pihak mereka, bukan pada kredensial Anda.',
      'The fault is on their side, not in your credentials.',
    ),
    remedy: text(
      'Tidak perlu mengganti apa pun. Uji lagi beberapa menit lagi.',
      'Nothing needs changing. Test again in a few minutes.',
    ),
  }),
  clock_skew: (who) => ({
    what: text(
      `Jam server ini berbeda dari jam ${who}.`,
      `The clock of this server differs from that of ${who}.`,
    ),
    why: text(
      'Permintaan yang jamnya meleset lebih dari 5 menit ditolak.',
      'Requests whose clock is off by more than 5 minutes are refused.',
    ),
    remedy: text(
      'Nyalakan sinkronisasi waktu (NTP) di server, lalu uji lagi.',
      'Turn on time synchronisation (NTP) on the server, then test again.',
    ),
  }),
  signature_mismatch: (who) => ({
    what: text(`${who} menolak tanda tangan.`, `${who} refused the signature.`),
    why: text('Kunci rahasia tidak cocok dengan aplikasi.', 'The secret key does not match the app.'),
    remedy: text('Salin ulang kunci rahasia, lalu uji lagi.', 'Copy the secret key again, then test again.'),
  }),
  wrong_environment: (who) => ({
    what: text(
      `${who} tidak mengenal aplikasi ini di lingkungan yang dipilih.`,
      `${who} does not know this app in the chosen environment.`,
    ),
    why: text(
      'Kredensial uji hanya berlaku di sandbox, kredensial live hanya di live.',
      'Test credentials only work in the sandbox, live credentials only live.',
    ),
    remedy: text(
      'Ganti lingkungan atau kredensialnya, lalu uji lagi.',
      'Change the environment or the credentials, then test again.',
    ),
  }),
  wrong_region: (who) => ({
    what: text(`Wilayah toko tidak cocok di ${who}.`, `The region of the shop does not match at ${who}.`),
    why: text(
      'Toko atau tokennya milik negara lain daripada alamat yang dihubungi.',
      'The shop or its token belongs to another country than the address that was contacted.',
    ),
    remedy: text(
      'Hubungkan ulang dengan akun toko dari negara yang benar. Jika negaranya sudah benar, minta pengelola server menyetel alamat wilayah itu.',
      'Connect again with a shop account of the right country. If the country is right, ask whoever runs the server to set the address of that region.',
    ),
  }),
  token_expired: (who) => ({
    what: text(`Token akses ${who} sudah lewat masa berlakunya.`, `The access token of ${who} has expired.`),
    why: text(
      'Token akses hanya berlaku singkat dan perlu diperbarui.',
      'Access tokens are short-lived and need renewing.',
    ),
    remedy: text(
      'Kanal memperbaruinya dengan sendirinya. Jika tetap gagal, hubungkan ulang toko.',
      'Kanal renews it by itself. If it keeps failing, connect the shop again.',
    ),
  }),
  token_revoked: (who) => ({
    what: text(
      `Izin toko di ${who} sudah tidak berlaku.`,
      `The consent of the shop at ${who} is no longer valid.`,
    ),
    why: text(
      'Izin dicabut, diganti, atau masa berlakunya habis.',
      'It was withdrawn, replaced, or has run out.',
    ),
    remedy: text('Hubungkan ulang toko ini.', 'Connect this shop again.'),
  }),
  ip_not_allowlisted: (who) => ({
    what: text(`${who} menolak alamat IP server ini.`, `${who} refused the IP address of this server.`),
    why: text(
      'Alamat itu belum ada di daftar IP yang diizinkan.',
      'The address is not on the list of allowed IPs.',
    ),
    remedy: text(
      'Tambahkan alamat IP server ini di konsol penyedia, lalu uji lagi.',
      'Add the IP address of this server in the console of the provider, then test again.',
    ),
  }),
  account_suspended: (who) => ({
    what: text(`${who} menangguhkan akun atau aplikasi.`, `${who} has suspended the account or the app.`),
    why: text(
      'Akun, toko, atau aplikasi diblokir oleh penyedia.',
      'The account, shop or app was blocked by the provider.',
    ),
    remedy: text('Hubungi layanan bantuan penyedia.', 'Contact the support of the provider.'),
  }),
  quota_exceeded: (who) => ({
    what: text(`Kuota ${who} sudah habis.`, `The quota of ${who} is used up.`),
    why: text(
      'Jatah permintaan untuk periode ini sudah terpakai.',
      'The requests allowed for this period have been used.',
    ),
    remedy: text('Tunggu sampai kuota diperbarui.', 'Wait until the quota is renewed.'),
  }),
  request_refused: (who) => ({
    what: text(`${who} menolak perubahan ini.`, `${who} refused this change.`),
    why: text(
      'Permintaannya dipahami, tetapi aturan mereka atau keadaan datanya sekarang tidak mengizinkannya.',
      'The request was understood, but their rules or the present state of the data do not allow it.',
    ),
    remedy: text(
      'Segarkan datanya dan periksa isiannya, lalu coba lagi.',
      'Refresh the data and check what you entered, then try again.',
    ),
  }),
  unexpected_response: (who) => ({
    what: text(`Jawaban ${who} tidak dapat dipahami.`, `The answer of ${who} could not be understood.`),
    why: text('Isinya tidak sesuai dengan dokumentasi mereka.', 'It is not what their documentation says.'),
    remedy: text(
      'Coba lagi nanti. Jika berulang, kirim kode permintaan ke dukungan Kanal.',
      'Try again later. If it repeats, send the request code to Kanal support.',
    ),
  }),
  internal: () => ({
    what: text('Ada kesalahan di Kanal.', 'Something went wrong in Kanal.'),
    why: text(
      'Kesalahan ini ada di perangkat lunak, bukan pada isian Anda.',
      'The fault is in the software, not in what you filled in.',
    ),
    remedy: text(
      'Coba lagi. Jika berulang, kirim log ke dukungan Kanal.',
      'Try again. If it repeats, send the log to Kanal support.',
    ),
  }),
}

/** The general explanation of a cause, about the named provider or host; adapters override it where they know more. */
export function explain(cause: Cause, who: string): Explanation {
  return TELLINGS[cause](who)
}
