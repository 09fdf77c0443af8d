// One row per word, one column per language.
#include "kiosk-client/wording.hpp"

#include <array>
#include <cstddef>

namespace hallcall::kiosk {
namespace {

using row = std::array<std::string_view, 6>;
constexpr std::size_t english = 1;

// In the order of `word`; the columns as in known_languages().
constexpr std::array<row, 13> words{{
    {"您的號碼", "Your number", "Số của quý khách", "Nomor Anda", "หมายเลขของท่าน", "お客様の番号"},
    {"取號時間", "Issued", "Giờ lấy số", "Diambil", "เวลารับบัตร", "発券時刻"},
    {"前面還有 {} 位", "{} ahead of you", "Còn {} người phía trước", "{} orang di depan Anda",
     "มีผู้รอก่อนท่าน {} คน", "お待ちの方 {} 人"},
    {"下一位就是您", "You are next", "Sắp đến lượt quý khách", "Giliran Anda berikutnya",
     "ท่านเป็นคิวถัดไป", "次にお呼びします"},
    {"預估等候 {} 分鐘", "Expected wait {} min", "Chờ khoảng {} phút", "Perkiraan tunggu {} menit",
     "รอประมาณ {} นาที", "待ち時間の目安 {} 分"},
    {"請看螢幕、聽叫號，再到指定櫃檯。",
     "Watch the screens and listen for your number, then go to the counter shown.",
     "Vui lòng theo dõi màn hình và nghe gọi số, sau đó đến quầy được chỉ định.",
     "Perhatikan layar dan dengarkan nomor Anda, lalu menuju loket yang ditunjukkan.",
     "โปรดดูหน้าจอและฟังเสียงเรียกหมายเลข แล้วไปที่ช่องบริการที่แจ้ง",
     "画面と音声で番号をご確認のうえ、案内された窓口へお越しください。"},
    {"掃描 QR 碼，用手機看進度", "Scan to follow your turn on your phone",
     "Quét mã để theo dõi trên điện thoại", "Pindai untuk memantau giliran di ponsel",
     "สแกนเพื่อดูคิวทางโทรศัพท์", "読み取ると、スマホで順番を確認できます"},
    {"過號了？請到服務檯或用手機報到，不必重新抽號。",
     "Missed your call? Check in at the desk or on your phone; no new number needed.",
     "Lỡ lượt gọi? Báo lại tại quầy hướng dẫn hoặc trên điện thoại, không cần lấy số mới.",
     "Terlewat? Lapor di meja layanan atau lewat ponsel, tanpa nomor baru.",
     "พลาดการเรียก? แจ้งที่โต๊ะบริการหรือทางโทรศัพท์ ไม่ต้องรับบัตรใหม่",
     "呼び出しに間に合わなかったときは、案内窓口かスマホで再受付を。番号の取り直しは不要です。"},
    {"號碼單無法列印。請記下號碼，或用手機掃描 QR 碼。",
     "The slip could not be printed. Please note your number, or scan the code with your phone.",
     "Không in được phiếu. Vui lòng ghi lại số hoặc quét mã bằng điện thoại.",
     "Karcis tidak dapat dicetak. Catat nomor Anda atau pindai kode dengan ponsel.",
     "พิมพ์บัตรคิวไม่ได้ โปรดจดหมายเลขหรือสแกนรหัสด้วยโทรศัพท์",
     "番号札を印刷できませんでした。番号を控えるか、コードを読み取ってください。"},
    {"我已記下號碼 [Enter]", "I have my number [Enter]", "Tôi đã có số [Enter]",
     "Saya sudah punya nomor [Enter]", "ฉันได้หมายเลขแล้ว [Enter]", "番号を控えました [Enter]"},
    {"號碼保留。", "Your number is kept.", "Số của quý khách được giữ.", "Nomor Anda disimpan.",
     "เก็บหมายเลขของท่านไว้แล้ว", "番号は有効です。"},
    {"未確認，此號碼作廢。", "Not confirmed: this number is void.", "Chưa xác nhận: số này bị hủy.",
     "Tidak dikonfirmasi: nomor ini batal.", "ไม่ได้ยืนยัน หมายเลขนี้ถูกยกเลิก",
     "確認がないため、この番号は無効です。"},
    {"測試列印，不是號碼單", "Test print, not a ticket", "In thử, không phải phiếu số",
     "Cetak uji, bukan karcis", "ทดสอบการพิมพ์ ไม่ใช่บัตรคิว", "テスト印刷（番号札ではありません）"},
}};
static_assert(words.size() == static_cast<std::size_t>(word::test_slip) + 1);

}  // namespace

const std::vector<std::string>& known_languages() {
  static const std::vector<std::string> all{"zh-TW", "en", "vi", "id", "th", "ja"};
  return all;
}

std::string say(word w, std::string_view language, std::string_view value) {
  std::size_t column = english;
  for (std::size_t i = 0; i < known_languages().size(); ++i)
    if (known_languages()[i] == language) column = i;
  std::string text(words[static_cast<std::size_t>(w)][column]);
  if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, value);
  return text;
}

}  // namespace hallcall::kiosk
