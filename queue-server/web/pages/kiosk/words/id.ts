// The kiosk's words in Indonesian.
import type { Words } from '../../../shared/i18n';

export const id: Words = {
  start: 'Ambil nomor',
  door: {
    open: 'Buka', openUntil: 'Ambil nomor sampai pukul {{time}}', openAlways: 'Selamat datang',
    lastCalled: 'Pengambilan nomor hari ini sudah ditutup', lastCalledMore: 'Semua yang sudah punya nomor tetap dilayani.',
    closed: 'Sekarang di luar jam layanan', opens: 'Buka lagi: {{day}}, pukul {{time}}', opensToday: 'Ambil nomor mulai pukul {{time}} hari ini',
  },
  waiting: '{{count}} orang menunggu', waitingNone: 'Tidak ada yang menunggu',
  wait: {
    range: 'Sekitar {{low}}–{{high}} menit', within: 'Kurang dari {{high}} menit', none: 'Tidak perlu menunggu',
    unknown: 'Lama tunggu belum dapat diperkirakan', label: 'Lama tunggu',
  },
  needs: {
    title: 'Apakah ada yang perlu bantuan?', hint: 'Boleh pilih beberapa', none: 'Tidak perlu',
    senior: '65 tahun ke atas', pregnant: 'Ibu hamil', wheelchair: 'Kursi roda', 'small-child': 'Membawa anak kecil',
    'hard-of-hearing': 'Sulit mendengar', 'hard-of-seeing': 'Sulit melihat', interpreter: 'Perlu juru bahasa',
  },
  services: {
    title: 'Hari ini mau mengurus apa?', another: 'Apa lagi?', search: 'Cari', searchHint: 'Ketik satu kata, misalnya: lahir',
    searchClose: 'Tutup pencarian', clear: 'Hapus semua', erase: 'Hapus satu huruf', found: '{{count}} ditemukan',
    nothing: 'Tidak ditemukan. Coba kata lain atau tanya meja layanan.',
    groups: 'Pilih menurut keperluan', chosen: 'Dipilih', full: 'Paling banyak lima per nomor',
  },
  turning: {
    button: '疼您 Turning (loket pribadi)', title: 'Turning: loket pribadi',
    lead: 'Urusan ini dilayani di loket yang lebih tertutup. Nomor Anda tampak sama seperti nomor lain.',
  },
  confirm: {
    title: 'Sudah benar?', matters: 'Keperluan Anda', several: 'Semua {{count}} urusan di satu loket',
    documents: 'Yang perlu disiapkan', noDocuments: 'Tidak perlu dokumen lain.',
    lacking: 'Ada dokumen yang kurang? Anda bisa mengambilnya dulu agar tidak menunggu percuma.',
    add: 'Tambah urusan', remove: 'Hapus', take: 'Ambil nomor', taking: 'Sebentar…', notNow: 'Nanti saja', needs: 'Bantuan',
    quiet: 'Panggilan senyap', quietHint: 'Tanpa suara dan tanpa layar. Lihat halaman nomor di ponsel Anda, atau petugas akan menjemput.',
    slow: 'Lebih lama dari biasanya. Mohon tunggu, tidak perlu menekan lagi.',
  },
  number: {
    yours: 'Nomor Anda', ahead: '{{count}} orang di depan Anda', aheadNone: 'Anda berikutnya',
    scan: 'Pindai untuk memantau nomor di ponsel', noSlip: 'Mesin ini tidak mencetak. Mohon ingat nomornya atau pindai kodenya.',
    confirm: 'Saya sudah ingat', countdown: 'Jika tidak disentuh, nomor dibatalkan dalam {{seconds}} detik', confirming: 'Sebentar…',
    qr: 'Kode QR halaman nomor Anda',
    quiet: 'Anda dipanggil tanpa suara dan tanpa layar. Pindai kode dan lihat halaman di ponsel.',
  },
  done: { title: 'Terima kasih', body: 'Silakan duduk. Perhatikan layar dan panggilan nomor.', close: 'Selesai' },
  voided: { title: 'Nomor dibatalkan', body: 'Nomor {{number}} tidak dikonfirmasi sehingga dibatalkan. Jika perlu, silakan ambil nomor baru.' },
  unconfirmed: { title: 'Belum terkonfirmasi', body: 'Silakan tekan lagi atau minta bantuan petugas.' },
  timeout: { title: 'Perlu waktu lagi?', body: 'Kembali ke halaman depan dalam {{seconds}} detik. Pilihan Anda akan dihapus.', more: 'Saya perlu waktu', leave: 'Halaman depan' },
  trouble: { title: 'Anda belum mendapat nomor', again: 'Coba lagi', home: 'Halaman depan' },
  stale: 'Sambungan terputus. Informasi di layar mungkin sudah lama. Menyambung kembali…',
  onItsOwn: 'Sambungan sedang terputus. Anda tetap dapat mengambil nomor seperti biasa.',
  staleIdle: 'Sementara tidak dapat mengambil nomor', staleIdleMore: 'Sambungan terputus dan akan pulih sendiri. Silakan tanya meja layanan.',
  enrol: {
    needed: 'Mesin antrean ini belum didaftarkan', neededMore: 'Administrator perlu menambahkan perangkat ini dan membuka tautan sekali pakai di sini.',
    done: 'Mesin antrean sudah terdaftar dan siap dipakai.', failed: 'Tautan pendaftaran tidak berlaku atau sudah dipakai. Mohon buat yang baru.',
  },
  code: {
    button: 'Saya punya janji, nomor, atau tanda kembali', title: 'Masukkan kode janji', hint: 'Kodenya 12 huruf dan angka. Bisa juga menunjukkan kode QR janji temu, nomor yang terlewat, atau tanda kembali.', submit: 'Lapor', checking: 'Sebentar…',
    early: 'Janji Anda {{day}}, {{slot}}. Lapor mulai {{from}}.', late: 'Waktu janji sudah lewat dan tidak disimpan lagi. Anda bisa mengambil nomor biasa untuk urusan yang sama.',
    walkIn: 'Ambil nomor biasa', unknown: 'Kode ini tidak ditemukan. Periksa lagi atau tanya meja layanan.', arrived: 'Janji ini sudah dilaporkan, nomornya {{number}}.',
  },
  camera: {
    button: 'Pindai dengan kamera', title: 'Tunjukkan kode QR ke kamera', type: 'Ketik kodenya saja',
    hint: 'Di ponsel, kertas nomor, atau tanda kembali, kira-kira sejengkal dari layar. Gambar tidak disimpan.',
    starting: 'Kamera sedang disiapkan…', looking: 'Mencari kode…', read: 'Terbaca. Sebentar…',
    foreign: 'Ini bukan kode kami. Tunjukkan kode nomor, janji temu, atau tanda kembali Anda.',
    none: 'Saat ini tidak ada kamera di sini. Ketik kode janji temu atau tanya meja layanan.',
    refused: 'Kamera tidak boleh dipakai di sini. Ketik kode janji temu atau tanya meja layanan.',
    busy: 'Kamera tidak menjawab. Ketik kode janji temu atau tanya meja layanan.',
  },
  scan: {
    title: 'Selamat datang kembali', done: 'Nomor {{number}} sudah lapor ulang. Anda akan segera dipanggil.', notNeeded: 'Nomor {{number}} tidak perlu lapor. Mohon perhatikan layar.',
    failed: 'Lapor ulang gagal',
  },
  audio: {
    on: 'Suara', to: 'sampai', selected: 'dipilih', previous: 'Sebelum', next: 'Lanjut', choose: 'Pilih', back: 'Kembali',
    welcome: 'Mode suara. Tekan lanjut atau sebelum untuk mendengar pilihan, pilih untuk memilih, kembali untuk mundur.',
    noVoice: 'Mesin ini tidak punya suara', noVoiceMore: 'Mode suara tidak dapat berbicara di sini. Silakan tanya di meja layanan.',
    noVoiceFor: 'Tidak ada suara untuk {{language}}', noVoiceHere: 'Tidak ada suara untuk bahasa ini. Tekan kembali untuk memilih bahasa lain, atau tanya di meja layanan.',
  },
  bar: { home: 'Ulang dari awal', back: 'Kembali', large: 'Huruf besar', low: 'Layar rendah', sample: 'Ruang contoh', tools: 'Tampilan' },
  scroll: { down: 'Lihat berikutnya', up: 'Ke atas' },
};
