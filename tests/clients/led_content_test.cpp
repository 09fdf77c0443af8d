// What stands on an LED panel: words that fit, whole, and nothing outdated; and the command line's
// words for panels.
#include <doctest/doctest.h>

#include <string>

#include "display-client/led_ascii.hpp"
#include "display-client/led_content.hpp"
#include "display-client/led_panel.hpp"
#include "display-client/text_width.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::display;
using namespace std::chrono_literals;

namespace {

led_panel panel_of(const std::string& text) {
  const auto read = parse_led_panel(text);
  REQUIRE(read);
  return *read;
}

led_content led_of(const messages::board_view& board, const std::string& panel,
                   std::chrono::seconds later = 0s) {
  return draw_led(board, {tests::sample_now() + later, false}, panel_of(panel));
}

}  // namespace

TEST_CASE("a panel is named by what it shows and where it hangs") {
  const auto serial = panel_of("marquee:dev:/dev/ttyUSB0,speed=19200,address=7,columns=16");
  CHECK(serial.kind == led_kind::marquee);
  CHECK(serial.at.path == "/dev/ttyUSB0");
  CHECK(serial.at.speed == 19200);
  CHECK(serial.address == 7);
  CHECK(serial.columns == 16);
  CHECK(serial.name == "marquee on dev:/dev/ttyUSB0");
  const auto counter = panel_of("counter=5:tcp:[2001:db8::7]:4001,text=ascii");
  CHECK(counter.counter == 5);
  CHECK(counter.at.host == "2001:db8::7");
  CHECK(counter.at.port == 4001);
  CHECK(counter.at.speed == 9600);
  CHECK(counter.ascii);
  CHECK(counter.columns == 5);
  CHECK(panel_of("zone=b:tcp:led.example:1").zone == "b");
  CHECK(panel_of("sign=3:dev:/dev/ttyS0").kind == led_kind::sign);
  for (const auto* wrong : {"",
                            "marquee",
                            "marquee:",
                            "marquee:/dev/ttyS0",
                            "marquee:dev:",
                            "counter:dev:/dev/ttyS0",
                            "counter=x:dev:/a",
                            "counter=0:dev:/a",
                            "zone=:dev:/a",
                            "board:dev:/a",
                            "marquee:tcp:a",
                            "marquee:tcp::1",
                            "marquee:tcp:a:0",
                            "marquee:tcp:a:65536",
                            "marquee:tcp:2001:db8::7:1",
                            "marquee:dev:/a,speed=9601",
                            "marquee:dev:/a,address=0",
                            "marquee:dev:/a,address=100",
                            "marquee:dev:/a,text=big5",
                            "marquee:dev:/a,colour=red"}) {
    CAPTURE(wrong);
    CHECK(!parse_led_panel(wrong));
  }
}

TEST_CASE("panels share a line when their addresses differ and its speed does not") {
  CHECK(parse_led_panels({"counter=1:dev:/a,address=1", "counter=2:dev:/a,address=2"}));
  CHECK(parse_led_panels({"counter=1:dev:/a", "counter=2:dev:/b"}));
  CHECK(!parse_led_panels({"counter=1:dev:/a", "counter=2:dev:/a"}));
  CHECK(!parse_led_panels({"counter=1:dev:/a", "counter=2:dev:/a,address=2,speed=19200"}));
}

TEST_CASE("a marquee tells the newest call while it is young, then the notices and the time") {
  auto board = tests::sample_board();
  board.now[0].at = tests::sample_now() - 2s;
  board.now[1].at = tests::sample_now() - 40s;
  const auto call = led_of(board, "marquee:dev:/a");
  CHECK(call.text == "A023  5 號櫃檯 Counter 5");
  CHECK(!call.scroll);
  CHECK(call.call == "c9/1");
  CHECK(call.call_id == "c9");
  CHECK(call.fresh);
  CHECK(led_of(board, "marquee:dev:/a,columns=16").text == "A023  5 號櫃檯");
  CHECK(led_of(board, "marquee:dev:/a,columns=8").text == "A023>5");
  CHECK(led_of(board, "marquee:dev:/a,text=ascii").text == "A023 Counter 5");
  CHECK(!led_of(board, "marquee:dev:/a", 13s).fresh);
  CHECK(led_of(board, "marquee:dev:/a", 27s).text == call.text);
  const auto idle = led_of(board, "marquee:dev:/a", 28s);
  CHECK(idle.text == "請攜帶身分證件與印章。 Please bring your ID card and seal.   09:41");
  CHECK(idle.scroll);
  CHECK(idle.call.empty());
  CHECK(led_of(board, "marquee:dev:/a,text=ascii", 28s).text ==
        "Please bring your ID card and seal. 09:41");
  board.notices.clear();
  CHECK(led_of(board, "marquee:dev:/a", 28s).text == "09:41");
  board.hall.door = "closed";
  CHECK(led_of(board, "marquee:dev:/a", 28s).text == "休息中 Closed   09:41");
}

TEST_CASE("several young calls stand beside each other, the newest first, in words that fit") {
  auto board = tests::sample_board();
  for (auto& call : board.now) call.at = tests::sample_now() - 3s;
  CHECK(led_of(board, "marquee:dev:/a,columns=60").text ==
        "A023  5 號櫃檯 Counter 5  E007  12 號櫃檯 Counter 12");
  CHECK(led_of(board, "marquee:dev:/a").text == "A023  5 號櫃檯  E007  12 號櫃檯");
  CHECK(led_of(board, "marquee:dev:/a,columns=16").text == "A023>5  E007>12");
  CHECK(led_of(board, "marquee:dev:/a,columns=14").text == "A023  5 號櫃檯");
  const auto narrow = led_of(board, "marquee:dev:/a,columns=4");
  CHECK(narrow.text == "A023>5");
  CHECK(narrow.scroll);
}

TEST_CASE("a zone's panel tells its own counters' calls") {
  auto board = tests::sample_board();
  for (auto& call : board.now) call.at = tests::sample_now() - 3s;
  for (auto& counter : board.counters) counter.zone = counter.n > 10 ? "b" : "a";
  CHECK(led_of(board, "zone=b:dev:/a").text == "E007  12 號櫃檯 Counter 12");
  CHECK(led_of(board, "zone=c:dev:/a").text.ends_with("09:41"));
}

TEST_CASE("a counter's display: its number, idle, paused, closed, and a number is never cut") {
  auto board = tests::sample_board();
  CHECK(led_of(board, "counter=5:dev:/a").text == "A023");
  CHECK(led_of(board, "counter=5:dev:/a").call == "c9/1");
  CHECK(led_of(board, "counter=1:dev:/a").text == "--");
  CHECK(led_of(board, "counter=4:dev:/a").text == "暫停");
  CHECK(led_of(board, "counter=4:dev:/a,text=ascii").text == "||");
  CHECK(led_of(board, "counter=4:dev:/a,text=ascii,columns=6").text == "Paused");
  CHECK(led_of(board, "counter=15:dev:/a").text == "未開");
  CHECK(led_of(board, "counter=15:dev:/a,columns=20").text == "未開 Closed");
  CHECK(led_of(board, "counter=99:dev:/a").text.empty());
  board.counters[4].number = "W10234";
  const auto large = led_of(board, "counter=5:dev:/a");
  CHECK(large.text == "W10234");
  CHECK(large.scroll);
}

TEST_CASE("a counter's sign names its function, clerk and deputy in both languages") {
  auto board = tests::sample_board();
  board.counters[4].sign.clerk = "範例承辦甲 Sample clerk A";
  CHECK(led_of(board, "sign=5:dev:/a").text == "綜合受理 All services   範例承辦甲 Sample clerk A");
  CHECK(led_of(board, "sign=5:dev:/a,text=ascii").text == "All services Sample clerk A");
  board.counters[4].sign.deputy = "範例代理人甲";
  CHECK(led_of(board, "sign=5:dev:/a").text.ends_with("代理 範例代理人甲 deputy 範例代理人甲"));
  CHECK(led_of(board, "sign=4:dev:/a").text == "綜合受理 All services   暫停 Paused");
}

TEST_CASE(
    "nothing outdated: no number, no call, before the first board and when nothing is heard") {
  auto board = tests::sample_board();
  board.now[0].at = tests::sample_now();
  for (const auto* panel : {"counter=5:dev:/a", "sign=5:dev:/a"}) {
    CHECK(draw_led(board, {tests::sample_now(), true}, panel_of(panel)).text == "--");
    CHECK(draw_led(std::nullopt, {tests::sample_now(), false}, panel_of(panel)).text == "--");
  }
  const auto old = draw_led(board, {tests::sample_now(), true}, panel_of("marquee:dev:/a"));
  CHECK(old.text == "資料未更新 Not up to date");
  CHECK(old.call.empty());
  CHECK(draw_led(board, {tests::sample_now(), true}, panel_of("marquee:dev:/a,columns=10")).text ==
        "資料未更新");
}

TEST_CASE("control characters and endless words reach no panel") {
  auto board = tests::sample_board();
  board.now.clear();
  board.notices = {{"n1",
                    {{"en",
                      "a\x02"
                      "b\r\n\x1b[2Jc\x7f\xc2\x85 d\xff"}}}};
  const auto text = led_of(board, "marquee:dev:/a").text;
  for (const char c : text) CHECK(static_cast<unsigned char>(c) >= 0x20);
  CHECK(text.find('\x7f') == std::string::npos);
  CHECK(text.starts_with("a b"));
  std::string endless;
  for (int i = 0; i < 400; ++i) endless += "戶";
  board.notices = {{"n1", {{"zh-TW", endless}}}, {"n2", {{"zh-TW", "第二則"}}}};
  bool second = false;
  for (const auto minute : {0min, 1min}) {
    const auto long_one = led_of(board, "marquee:dev:/a", minute);
    CHECK(long_one.text.size() <= led_longest_text);
    CHECK(long_one.text.find("09:4") != std::string::npos);
    CHECK(long_one.text.find("\xEF\xBF\xBD") == std::string::npos);
    second = second || long_one.text.find("第二則") != std::string::npos;
  }
  CHECK(second);  // each has its turn
}

TEST_CASE("panels without Chinese get plain letters") {
  CHECK(to_ascii("Vui lòng đến quầy số 5, Ưu tiên") == "Vui long den quay so 5, Uu tien");
  CHECK(to_ascii("１２：３０　“café” – naïve…") == "12:30 \"cafe\" - naive...");
  CHECK(to_ascii("戶政 A001 事務所 open") == "A001 open");
  CHECK(to_ascii("Phường Nguyễn Ỷ ỹ Ĩ") == "Phuong Nguyen Y y I");
}
