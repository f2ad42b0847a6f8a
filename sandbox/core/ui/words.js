const WORDS = {
  id: {
    lead_shop: 'Berperanlah sebagai pembeli. Setiap pembelian mengurangi stok toko ini dan mengirim webhook ke aplikasi yang terhubung.',
    tab_shop: 'Belanja', tab_orders: 'Pesanan', tab_faults: 'Gangguan', tab_pushes: 'Webhook', tab_requests: 'Panggilan API', tab_apps: 'Aplikasi',
    shop: 'Toko', search: 'Cari produk atau SKU', paid: 'Langsung bayar', buy: 'Beli', quantity: 'Jumlah', variant: 'Varian',
    stock: 'Stok', sold_out: 'Habis', promo: 'Promosi', linked: 'Terhubung', not_linked: 'Belum terhubung', off_sale: 'Tidak dijual',
    bought: 'Pesanan {sn} dibuat', all_shops: 'Semua toko', no_orders: 'Belum ada pesanan', no_orders_hint: 'Buka tab Belanja, pilih produk, lalu tekan Beli.',
    no_products: 'Tidak ada produk yang cocok', buyer: 'Pembeli', tracking: 'Resi', carrier: 'Kurir', total: 'Total',
    step_pay: 'Bayar', step_arrange: 'Atur pengiriman', step_ship: 'Kurir menjemput', step_deliver: 'Sampai di pembeli', step_complete: 'Selesaikan',
    step_cancel: 'Batalkan', step_request_cancel: 'Pembeli minta batal', step_accept_cancel: 'Terima pembatalan', step_reject_cancel: 'Tolak pembatalan',
    step_pickup_failed: 'Jemput gagal', step_lost: 'Paket hilang', step_return: 'Ajukan pengembalian',
    s_UNPAID: 'Belum bayar', s_READY_TO_SHIP: 'Perlu dikirim', s_PROCESSED: 'Diatur pengirimannya', s_RETRY_SHIP: 'Jemput ulang', s_SHIPPED: 'Dalam pengiriman',
    s_TO_CONFIRM_RECEIVE: 'Terkirim', s_IN_CANCEL: 'Permintaan pembatalan', s_CANCELLED: 'Dibatalkan', s_TO_RETURN: 'Pengembalian', s_COMPLETED: 'Selesai',
    lead_faults: 'Nyalakan gangguan untuk melihat bagaimana aplikasi bertahan. Tanpa jumlah, gangguan berlaku sampai dimatikan.',
    fault: 'Gangguan', count: 'Berapa kali (kosong = terus)', probability: 'Peluang (%)', path: 'Hanya alamat yang memuat', only_shop: 'Hanya toko', any: 'Semua',
    switch_on: 'Nyalakan', switch_off: 'Matikan', all_off: 'Matikan semua', no_faults: 'Tidak ada gangguan', no_faults_hint: 'Sandbox menjawab dengan normal.',
    struck: 'Terjadi {n} kali', left: 'sisa {n}',
    f_http_429: 'Terlalu banyak permintaan (HTTP 429)', f_http_500: 'Server rusak (HTTP 500)', f_http_503: 'Layanan tidak tersedia (HTTP 503)',
    f_html_error: 'Halaman galat HTML (nginx 400)', f_slow: 'Jawaban lambat', f_hang: 'Tidak pernah menjawab', f_error_server: 'Galat server (error_server)',
    f_error_limit: 'Kuota harian habis', f_rate_limit: 'Batas panggilan per toko', f_expired_token: 'Token kedaluwarsa', f_revoked: 'Izin dicabut',
    f_secret_rotated: 'Partner Key diganti (tanda tangan ditolak)', f_partner_key_expired: 'Partner Key kedaluwarsa', f_ip_undeclared: 'Alamat IP tidak didaftarkan',
    f_clock_skew: 'Jam server bergeser', f_partial_failure: 'Sebagian pembaruan stok gagal', f_unknown_order_status: 'Status pesanan tak dikenal',
    f_push_duplicate: 'Webhook ganda', f_push_reorder: 'Webhook terlambat (urutan kacau)', f_push_lost: 'Webhook hilang',
    q_retryAfterSeconds: 'Retry-After (detik)', q_ms: 'Lama (milidetik)', q_callsPerSecond: 'Panggilan per detik', q_seconds: 'Bergeser (detik)', q_style: 'Bentuk jawaban', q_status: 'Status', q_delayMs: 'Tunda (milidetik)',
    style_mixed: 'Berhasil, dengan daftar gagal', style_error: 'Galat, dengan daftar gagal',
    lead_pushes: 'Webhook yang dikirim ke aplikasi. Diterima berarti dijawab 2xx dengan isi kosong dalam 3 detik.',
    no_pushes: 'Belum ada webhook', no_pushes_hint: 'Webhook dikirim saat izin diberikan dan saat pesanan berubah.', resend: 'Kirim ulang', flush: 'Coba ulang sekarang',
    flushed: '{n} webhook dicoba lagi', p_delivered: 'Diterima', p_waiting: 'Menunggu', p_retrying: 'Akan dicoba lagi', p_lost: 'Hilang', p_no_address: 'Tanpa alamat tujuan',
    lead_requests: 'Panggilan API terakhir dari aplikasi. Token dan tanda tangan disingkat.', no_requests: 'Belum ada panggilan', no_requests_hint: 'Hubungkan aplikasi ke alamat {url}.',
    ok: 'Berhasil',
    lead_apps: 'Aplikasi yang boleh memakai sandbox ini. Pakai Partner ID dan Partner Key ini di Kanal.',
    key: 'Partner Key', callback: 'Alamat webhook', none: 'Belum diatur', domain: 'Domain pengalihan', linked_shops: 'Toko terhubung', lost_pushes: 'Webhook hilang', save: 'Simpan', saved: 'Tersimpan',
    expire: 'Kedaluwarsakan token', revoke: 'Cabut izin', done: 'Selesai', new_app: 'Aplikasi baru', name: 'Nama', create: 'Buat',
    reset_title: 'Mulai dari awal', reset_text: 'Menghapus semua pesanan, izin, dan token. Aplikasi dan kuncinya tetap.', seed: 'Benih data', reset: 'Kosongkan dan isi ulang', reset_sure: 'Hapus semua pesanan dan izin di sandbox ini?',
    clock_title: 'Jam sandbox', clock_text: 'Geser jam untuk menguji masa berlaku token, izin, dan stempel waktu.', skew: 'Geser (detik)', set: 'Terapkan', skewed: 'bergeser {n} detik', not_checked: 'tidak diperiksa',
    offline: 'Sandbox tidak menjawab. Pastikan sandbox masih berjalan.',
  },
  en: {
    lead_shop: 'Play the buyer. Every purchase takes stock from this shop and sends webhooks to the connected app.',
    tab_shop: 'Buy', tab_orders: 'Orders', tab_faults: 'Faults', tab_pushes: 'Webhooks', tab_requests: 'API calls', tab_apps: 'Apps',
    shop: 'Shop', search: 'Find product or SKU', paid: 'Pay at once', buy: 'Buy', quantity: 'Quantity', variant: 'Variant',
    stock: 'Stock', sold_out: 'Sold out', promo: 'Promotion', linked: 'Connected', not_linked: 'Not connected', off_sale: 'Not on sale',
    bought: 'Order {sn} placed', all_shops: 'All shops', no_orders: 'No orders yet', no_orders_hint: 'Open the Buy tab, choose a product and press Buy.',
    no_products: 'No matching products', buyer: 'Buyer', tracking: 'Tracking no.', carrier: 'Courier', total: 'Total',
    step_pay: 'Pay', step_arrange: 'Arrange shipment', step_ship: 'Courier picks up', step_deliver: 'Deliver to buyer', step_complete: 'Complete',
    step_cancel: 'Cancel', step_request_cancel: 'Buyer asks to cancel', step_accept_cancel: 'Accept cancellation', step_reject_cancel: 'Reject cancellation',
    step_pickup_failed: 'Pickup fails', step_lost: 'Parcel lost', step_return: 'Ask for return',
    s_UNPAID: 'Unpaid', s_READY_TO_SHIP: 'To ship', s_PROCESSED: 'Arranged', s_RETRY_SHIP: 'Pickup again', s_SHIPPED: 'In transit',
    s_TO_CONFIRM_RECEIVE: 'Delivered', s_IN_CANCEL: 'Cancellation request', s_CANCELLED: 'Cancelled', s_TO_RETURN: 'Return', s_COMPLETED: 'Completed',
    lead_faults: 'Switch on a fault to see how the app copes. Without a count it stays until switched off.',
    fault: 'Fault', count: 'How many times (empty = always)', probability: 'Chance (%)', path: 'Only addresses containing', only_shop: 'Only shop', any: 'All',
    switch_on: 'Switch on', switch_off: 'Switch off', all_off: 'Switch all off', no_faults: 'No faults', no_faults_hint: 'The sandbox answers normally.',
    struck: 'Struck {n} times', left: '{n} left',
    f_http_429: 'Too many requests (HTTP 429)', f_http_500: 'Broken server (HTTP 500)', f_http_503: 'Service unavailable (HTTP 503)',
    f_html_error: 'HTML error page (nginx 400)', f_slow: 'Slow answer', f_hang: 'Never answers', f_error_server: 'Server error (error_server)',
    f_error_limit: 'Daily quota used up', f_rate_limit: 'Call limit per shop', f_expired_token: 'Expired token', f_revoked: 'Consent revoked',
    f_secret_rotated: 'Partner key rotated (signature refused)', f_partner_key_expired: 'Partner key expired', f_ip_undeclared: 'IP address not declared',
    f_clock_skew: 'Server clock off', f_partial_failure: 'Part of a stock update fails', f_unknown_order_status: 'Unknown order status',
    f_push_duplicate: 'Duplicate webhook', f_push_reorder: 'Late webhook (out of order)', f_push_lost: 'Lost webhook',
    q_retryAfterSeconds: 'Retry-After (seconds)', q_ms: 'Duration (ms)', q_callsPerSecond: 'Calls per second', q_seconds: 'Shift (seconds)', q_style: 'Form of answer', q_status: 'Status', q_delayMs: 'Delay (ms)',
    style_mixed: 'Success with a failure list', style_error: 'Error with a failure list',
    lead_pushes: 'Webhooks sent to apps. Accepted means answered 2xx with an empty body within 3 seconds.',
    no_pushes: 'No webhooks yet', no_pushes_hint: 'Webhooks go out when consent is given and when orders change.', resend: 'Send again', flush: 'Retry now',
    flushed: '{n} webhooks retried', p_delivered: 'Accepted', p_waiting: 'Waiting', p_retrying: 'Will retry', p_lost: 'Lost', p_no_address: 'No address',
    lead_requests: 'The latest API calls of apps. Tokens and signatures are shortened.', no_requests: 'No calls yet', no_requests_hint: 'Point your app to {url}.',
    ok: 'Success',
    lead_apps: 'Apps that may use this sandbox. Use this Partner ID and Partner Key in Kanal.',
    key: 'Partner Key', callback: 'Webhook address', none: 'Not set', domain: 'Redirect domain', linked_shops: 'Connected shops', lost_pushes: 'Lost webhooks', save: 'Save', saved: 'Saved',
    expire: 'Expire tokens', revoke: 'Revoke consent', done: 'Done', new_app: 'New app', name: 'Name', create: 'Create',
    reset_title: 'Start over', reset_text: 'Removes all orders, consents and tokens. Apps and their keys stay.', seed: 'Seed', reset: 'Clear and refill', reset_sure: 'Remove all orders and consents of this sandbox?',
    clock_title: 'Sandbox clock', clock_text: 'Shift the clock to test token life, consent and timestamps.', skew: 'Shift (seconds)', set: 'Apply', skewed: 'shifted by {n} seconds', not_checked: 'not checked',
    offline: 'The sandbox does not answer. Check that it is still running.',
  },
}

let language = localStorage.getItem('sandbox-language') === 'en' ? 'en' : 'id'

export function currentLanguage() {
  return language
}

export function setLanguage(next) {
  language = next
  localStorage.setItem('sandbox-language', next)
}

/** The word for a key, with {placeholders} filled in; the key itself when there is none. */
export function t(key, values = {}) {
  const text = WORDS[language][key] ?? key
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
}
