import type { LocalizedText } from '../../adapters/contract.ts'
import { text } from '../../i18n/text.ts'
import type { AuditAction, AuditOutcome } from '../../plugins/audit/actions.ts'

/** What somebody did, as a seller would say it. */
export const auditActionText: Readonly<Record<AuditAction, LocalizedText>> = {
  'credential.create': text('Menyimpan kredensial', 'Saved a credential'),
  'credential.update': text('Mengubah kredensial', 'Changed a credential'),
  'credential.delete': text('Menghapus kredensial', 'Deleted a credential'),
  'credential.test': text('Menguji koneksi', 'Tested a connection'),
  'credential.denied': text('Ditolak membuka kredensial', 'Was refused a credential'),
  'credential.rollback': text(
    'Mengembalikan versi lama kredensial',
    'Went back to an older version of a credential',
  ),
  'credential.auto_rollback': text(
    'Kanal mengembalikan versi lama kredensial',
    'Kanal went back to an older version of a credential',
  ),
  'credential.overlap_end': text('Mengakhiri masa tumpang tindih kunci', 'Ended the overlap of a key'),
  'credential.reveal_on': text(
    'Mengizinkan nilai kredensial ditampilkan',
    'Allowed credential values to be shown',
  ),
  'credential.reveal_off': text(
    'Melarang nilai kredensial ditampilkan',
    'Forbade credential values to be shown',
  ),
  'credential.reveal_grant': text('Meminta menampilkan kredensial', 'Asked to be shown a credential'),
  'credential.reveal': text('Menampilkan kredensial', 'Was shown a credential'),
  'credential.viewed': text('Membuka integrasi', 'Looked at an integration'),
  'credential.expiry': text('Mengubah tanggal berakhir kredensial', 'Changed when a credential ends'),
  'credential.scope': text(
    'Mengubah toko yang boleh memakai kredensial',
    'Changed which shops may use a credential',
  ),
  'integration.create': text('Menambah integrasi', 'Added an integration'),
  'integration.update': text('Mengubah integrasi', 'Changed an integration'),
  'integration.disconnect': text('Memutuskan integrasi', 'Disconnected an integration'),
  'integration.delete': text('Menghapus integrasi', 'Deleted an integration'),
  'shop.connect': text('Menghubungkan toko', 'Connected a shop'),
  'shop.reconnect': text('Menyambungkan lagi toko', 'Reconnected a shop'),
  'shop.disconnect': text('Memutuskan toko', 'Disconnected a shop'),
  'shop.import': text('Mengimpor katalog', 'Imported a catalogue'),
  'shop.warehouse': text('Mengganti gudang toko', 'Changed the warehouse of a shop'),
  'listing.show': text('Menampilkan listing', 'Showed a listing'),
  'listing.hide': text('Menyembunyikan listing', 'Hid a listing'),
  'user.create': text('Menambah anggota tim', 'Added a team member'),
  'user.update': text('Mengubah anggota tim', 'Changed a team member'),
  'user.delete': text('Menghapus anggota tim', 'Removed a team member'),
  'user.login': text('Masuk', 'Signed in'),
  'user.login_failed': text('Gagal masuk', 'Failed to sign in'),
  'user.logout': text('Keluar', 'Signed out'),
  'user.role_change': text('Mengubah peran', 'Changed a role'),
  'user.password_reset': text('Mengatur ulang kata sandi', 'Reset a password'),
  'organisation.create': text('Membuat organisasi', 'Created an organisation'),
  'organisation.update': text('Mengubah organisasi', 'Changed an organisation'),
  'notification.settings': text('Mengubah pengaturan notifikasi', 'Changed notification settings'),
  'service.test_mail': text('Mengirim email uji', 'Sent a test mail'),
  'service.move_files': text('Memindahkan berkas', 'Moved the files'),
  'access.denied': text('Ditolak aksesnya', 'Was refused access'),
  'security.step_up': text('Mengonfirmasi identitas', 'Confirmed their identity'),
  'security.factor_add': text('Memasang faktor kedua', 'Set up a second factor'),
  'security.factor_remove': text('Melepas faktor kedua', 'Removed a second factor'),
  'security.recovery_renew': text('Membuat kode pemulihan baru', 'Made new recovery codes'),
  'security.recovery_used': text('Memakai kode pemulihan', 'Used a recovery code'),
  'security.session_end': text('Mengakhiri sesi', 'Ended a session'),
  'security.policy': text('Mengubah aturan faktor kedua', 'Changed the second-factor rule'),
  'security.allow_list': text(
    'Mengubah daftar alamat yang diizinkan',
    'Changed the list of allowed addresses',
  ),
  'security.vault_permissions': text(
    'Mengubah izin admin atas kunci',
    'Changed what admins may do with keys',
  ),
  'key.rotate': text('Mengganti kunci enkripsi', 'Changed an encryption key'),
  'key.destroy': text('Memusnahkan kunci enkripsi lama', 'Destroyed an old encryption key'),
  'organisation.shred': text(
    'Memusnahkan semua rahasia organisasi',
    'Destroyed every secret of the organisation',
  ),
  'audit.read': text('Membaca jejak audit', 'Read the audit trail'),
  'audit.export': text('Mengunduh jejak audit', 'Downloaded the audit trail'),
  'settings.export': text('Mengekspor pengaturan', 'Exported settings'),
  'settings.import': text('Mengimpor pengaturan', 'Imported settings'),
  'settings.import_key': text('Membuat kunci penerima', 'Made a receiving key'),
}

export const auditOutcomeText: Readonly<Record<AuditOutcome, LocalizedText>> = {
  ok: text('Berhasil', 'Succeeded'),
  denied: text('Ditolak', 'Refused'),
  failed: text('Gagal', 'Failed'),
}
