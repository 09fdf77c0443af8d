// One row per word, one column per language.
#include "display-client/wording.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace hallcall::display {
namespace {

constexpr std::array<std::string_view, 6> languages{"zh-TW", "en", "vi", "id", "th", "ja"};
constexpr std::size_t english = 1;

using row = std::array<std::string_view, languages.size()>;

// In the order of `word`.
constexpr std::array<row, 19> words{{
    {"請到櫃檯", "Now calling", "Mời đến quầy", "Silakan ke loket", "เชิญที่ช่องบริการ", "お呼び出し中"},
    {"最近叫號", "Recent calls", "Vừa gọi", "Baru dipanggil", "เรียกล่าสุด", "直近の呼出"},
    {"等候人數", "Waiting", "Đang chờ", "Menunggu", "รอคิว", "お待ちの方"},
    {"櫃檯", "Counters", "Các quầy", "Loket", "ช่องบริการ", "窓口"},
    {"{} 號櫃檯", "Counter {}", "Quầy {}", "Loket {}", "ช่อง {}", "{}番窓口"},
    {"分", "min", "phút", "mnt", "นาที", "分"},
    {"目前沒有叫號", "No call at the moment", "Chưa gọi số nào", "Belum ada panggilan",
     "ยังไม่มีการเรียก", "お呼び出しはありません"},
    {"取號至 {}", "Tickets until {}", "Lấy số đến {}", "Nomor sampai {}", "รับบัตรคิวถึง {}",
     "発券は{}まで"},
    {"已停止取號", "No more tickets today", "Hết giờ lấy số", "Nomor antrean ditutup",
     "ปิดรับบัตรคิวแล้ว", "本日の発券は終了しました"},
    {"休息中", "Closed", "Đóng cửa", "Tutup", "ปิดทำการ", "閉庁中"},
    {"{} 開放", "Opens {}", "Mở cửa {}", "Buka {}", "เปิด {}", "{} 開庁"},
    {"人潮較多", "Busy", "Đông", "Ramai", "คนมาก", "混雑気味"},
    {"人潮擁擠", "Very busy", "Rất đông", "Sangat ramai", "คนหนาแน่น", "大変混雑"},
    {"{} 秒未更新", "Not updated for {} s", "Chưa cập nhật {} giây", "Belum diperbarui {} dtk",
     "ไม่ได้อัปเดต {} วินาที", "{}秒間更新なし"},
    {"連線中", "Connecting", "Đang kết nối", "Menghubungkan", "กำลังเชื่อมต่อ", "接続中"},
    {"暫停", "Paused", "Tạm dừng", "Jeda", "หยุดพัก", "休止"},
    {"未開", "Closed", "Đóng", "Tutup", "ปิด", "閉鎖"},
    {"代理 {}", "deputy {}", "thay mặt {}", "pengganti {}", "ผู้แทน {}", "代理 {}"},
    {"資料未更新", "Not up to date", "Chưa cập nhật", "Belum diperbarui", "ยังไม่ได้อัปเดต",
     "更新待ち"},
}};
static_assert(words.size() == static_cast<std::size_t>(word::outdated) + 1);

}  // namespace

std::string_view pattern(word w, std::string_view language) {
  std::size_t column = english;
  for (std::size_t i = 0; i < languages.size(); ++i)
    if (languages[i] == language) column = i;
  return words[static_cast<std::size_t>(w)][column];
}

std::string say(word w, const std::vector<std::string>& in, std::string_view value) {
  std::vector<std::string_view> said;
  std::string all;
  for (const auto& language : in) {
    const auto wording = pattern(w, language);
    if (std::find(said.begin(), said.end(), wording) != said.end()) continue;
    said.push_back(wording);
    std::string text(wording);
    if (const auto at = text.find("{}"); at != std::string::npos) text.replace(at, 2, value);
    if (!all.empty()) all += ' ';
    all += text;
  }
  return all;
}

std::string both(const messages::localized& words, const std::vector<std::string>& languages) {
  std::string all;
  std::string_view before;
  for (const auto& language : languages) {
    const auto found = words.find(language);
    if (found == words.end() || found->second.empty() || found->second == before) continue;
    if (!all.empty()) all += ' ';
    all += found->second;
    before = found->second;
  }
  return all.empty() && !words.empty() ? words.begin()->second : all;
}

}  // namespace hallcall::display
