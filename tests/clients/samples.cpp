#include "tests/clients/samples.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <cairo.h>
#include <doctest/doctest.h>
#include <unistd.h>

#include "proto/messages/codec.hpp"

namespace hallcall::tests {
namespace {

using namespace std::chrono_literals;

messages::board_call call(const std::string& id, const std::string& number, int counter,
                          messages::localized label, std::chrono::seconds ago) {
  messages::board_call c;
  c.call = id;
  c.number = number;
  c.counter = counter;
  c.label = std::move(label);
  c.at = sample_now() - ago;
  return c;
}

const messages::localized full{{"zh-TW", "綜合受理"}, {"en", "All services"}};
const messages::localized express{{"zh-TW", "快捷櫃檯"}, {"en", "Express"}};

void write_png(const kiosk::bitmap& picture, const std::string& file) {
  auto* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
  auto* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride)[x] =
          picture.black(x, y) ? 0 : 0xFFFFFF;
  cairo_surface_mark_dirty(surface);
  CHECK(cairo_surface_write_to_png(surface, file.c_str()) == CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy(surface);
}

}  // namespace

messages::time_point sample_now() {
  return std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + 1h + 41min + 7s;
}

messages::board_view sample_board() {
  messages::board_view b;
  b.hall.id = "main";
  b.hall.office = {{"zh-TW", "範例戶政事務所"}, {"en", "Sample Household Registration Office"}};
  b.hall.name = {{"zh-TW", "一樓大廳"}, {"en", "Main hall"}};
  b.hall.door = "open";
  b.hall.last_ticket_at = sample_now() + 7h;
  b.hall.time_zone = "Asia/Taipei";
  b.languages = {"zh-TW", "en"};
  b.level = "busy";
  b.now = {call("c9", "A023", 5, full, 20s), call("c8", "E007", 12, express, 40s)};
  b.recent = {call("c7", "A022", 3, full, 90s), call("c6", "A1021", 10, full, 150s)};
  b.lanes = {
      {"general", {{"zh-TW", "一般"}, {"en", "General"}}, 12, messages::wait_range{600, 900}},
      {"express", {{"zh-TW", "快捷"}, {"en", "Express"}}, 3, messages::wait_range{300, 300}},
      {"priority", {{"zh-TW", "愛心"}, {"en", "Priority"}}, 0, std::nullopt}};
  for (int n = 1; n <= 19; ++n) {
    messages::board_counter c;
    c.n = n;
    c.sign.function = full;
    c.state = n == 4 ? "paused" : n > 14 ? "closed" : "open";
    if (n == 5) c.number = "A023";
    if (n == 12) c.number = "E007";
    b.counters.push_back(c);
  }
  b.notices = {
      {"n1", {{"zh-TW", "請攜帶身分證件與印章。"}, {"en", "Please bring your ID card and seal."}}}};
  return b;
}

messages::slip sample_slip(const std::string& language) {
  messages::slip s;
  s.language = language;
  s.office = {{"zh-TW", "範例戶政事務所"},
              {"en", "Sample Household Registration Office, Example City"},
              {"vi", "Văn phòng Đăng ký Hộ khẩu mẫu, thành phố Ví dụ"},
              {"id", "Kantor Pendaftaran Rumah Tangga Contoh, Kota Contoh"},
              {"th", "สำนักงานทะเบียนราษฎรตัวอย่าง เมืองตัวอย่าง"},
              {"ja", "サンプル市戸政事務所"}};
  s.hall = {{"zh-TW", "一樓大廳"}, {"en", "Main hall"}, {"vi", "Sảnh chính"},
            {"id", "Aula utama"},  {"th", "โถงหลัก"},    {"ja", "1階ホール"}};
  s.number = "A023";
  s.issued_at = sample_now();
  s.issued_local = "2026-11-20 09:41";
  s.ahead = 4;
  s.wait = messages::wait_range{600, 900};
  s.url = "http://192.0.2.20:8080/t/sample-" + language + "-Jx3kP9vQm2LrT7aZ";
  return s;
}

messages::ticket_issued sample_ticket(const std::string& language) {
  messages::ticket_issued t;
  t.id = "t-1";
  t.number = "A023";
  t.token = "sample-token";
  t.hall = "main";
  t.services = {"transcript"};
  t.issued_at = sample_now();
  t.ahead = 4;
  t.slip = sample_slip(language);
  t.url = t.slip.url;
  return t;
}

std::string view_frame(const messages::board_view& board, messages::time_point at) {
  return R"({"type":"view","view":"board","seq":7,"at":)" + messages::encode(at) +
         ",\"data\":" + messages::encode(board) + "}";
}

std::string scanned(const kiosk::bitmap& picture) {
  std::string name = (std::filesystem::temp_directory_path() / "hallcall-slip-XXXXXX").string();
  const int fd = mkstemp(name.data());
  REQUIRE(fd >= 0);
  close(fd);
  write_png(picture, name);
  auto* pipe =
      popen(("zbarimg --nodbus --quiet --raw -Sdisable -Sqrcode.enable PNG:" + name).c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 512> chunk{};
  while (const auto n = fread(chunk.data(), 1, chunk.size(), pipe)) text.append(chunk.data(), n);
  pclose(pipe);
  std::filesystem::remove(name);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void keep(const kiosk::bitmap& picture, const std::string& name) {
  const char* where = std::getenv("HALLCALL_TEST_ARTEFACTS");
  if (where == nullptr || *where == '\0') return;
  std::filesystem::create_directories(where);
  write_png(picture, (std::filesystem::path(where) / name).string());
}

}  // namespace hallcall::tests
