// The bytes of led-protocol.md, and the conversation with panels, with time and bytes given.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <fmt/format.h>

#include "display-client/led_driver.hpp"
#include "display-client/led_link.hpp"

using namespace hallcall::display;
using namespace std::chrono_literals;

namespace {

using instant = led_link::clock::time_point;

led_content text_of(const std::string& text, const std::string& call = "", bool fresh = true) {
  return {.text = text, .scroll = false, .call = call, .call_id = call, .fresh = fresh};
}

std::optional<led_answer> read_answer_of(std::string_view bytes) {
  const auto driver = make_led_driver();
  std::optional<led_answer> last;
  for (const char c : bytes)
    if (auto one = driver->feed(static_cast<std::uint8_t>(c))) last = one;
  return last;
}

// An answer's bytes, by way of an order's: both end in the same check.
std::string answer_to(const std::string& order, char state, std::uint16_t digest,
                      const std::string& word = "") {
  const auto driver = make_led_driver();
  const auto inner = fmt::format("{}A{}{:04X}{}\x03", order.substr(1, 3), state, digest, word);
  return fmt::format("\x02{}{:04X}\r", inner, driver->digest_of(inner));
}

std::string showing(const std::string& order, const std::string& text) {
  return answer_to(order, 'T', make_led_driver()->digest_of(text));
}

}  // namespace

TEST_CASE("the bytes of each order are those of the document") {
  const auto driver = make_led_driver();
  led_order show{led_order::what::show, 1, 1, led_effect::flash, "A023", 10};
  CHECK(driver->bytes_of(show) ==
        "\x02"
        "011SF010A023\x03"
        "E845\r");
  led_order blank{led_order::what::blank, 7, 2, led_effect::steady, "", 0};
  CHECK(driver->bytes_of(blank) ==
        "\x02"
        "072B\x03"
        "902E\r");
  led_order ask{led_order::what::ask, 99, 0, led_effect::steady, "", 0};
  CHECK(driver->bytes_of(ask) ==
        "\x02"
        "990Q\x03"
        "A248\r");
  CHECK(driver->digest_of("123456789") == 0x29B1);  // the check value of CRC-16/CCITT-FALSE
}

TEST_CASE("an answer counts only whole and with a right check") {
  const std::string order =
      "\x02"
      "011Q";
  const auto good = answer_to(order, 'T', 0x1234);
  const auto read = read_answer_of(good);
  REQUIRE(read);
  CHECK(read->address == 1);
  CHECK(read->turn == 1);
  CHECK(read->says == led_answer::state::showing);
  CHECK(read->digest == 0x1234);
  const auto refused = read_answer_of(
      "noise\x02"
      "01" +
      answer_to(order, 'X', 0, "NO FONT"));
  REQUIRE(refused);
  CHECK(refused->says == led_answer::state::refused);
  CHECK(refused->why == "NO FONT");
  for (std::size_t i = 0; i < good.size(); ++i) {
    CAPTURE(i);
    CHECK(!read_answer_of(good.substr(0, i)));
    for (const char wrong : {'\0', '0', 'Z', '\x03', '\xff'}) {
      if (good[i] == wrong) continue;
      auto bent = good;
      bent[i] = wrong;
      CHECK(!read_answer_of(bent));
    }
  }
}

TEST_CASE("a call flashes once, also when the order is repeated, and again when it is recalled") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A023", "c9/1"));
  const auto first = link.next(now);
  REQUIRE(first);
  CHECK(first->find("SF010A023") != std::string::npos);
  CHECK(!link.next(now));
  link.written(now);
  link.received(showing(*first, "A023"), now);
  CHECK(link.state(0).shown == "A023");
  CHECK(link.state(0).shown_call == "c9/1");
  CHECK(link.settled());
  // Older, the same: nothing but the beat.
  link.want(0, text_of("A023", "c9/1", false));
  CHECK(!link.next(now));
  now += led_link::beat_every;
  const auto beat = link.next(now);
  REQUIRE(beat);
  CHECK((*beat)[4] == 'Q');
  link.written(now);
  link.received(showing(*beat, "A023"), now);
  link.want(0, text_of("A023", "c9/2"));
  const auto recalled = link.next(now);
  REQUIRE(recalled);
  CHECK(recalled->find("SF010A023") != std::string::npos);
  link.written(now);
  // No answer: the very same bytes, so that the panel knows a repetition.
  now += 10s;
  CHECK(link.next(now) == recalled);
}

TEST_CASE("after a new connection everything is told again, and what was sent does not flash") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A023", "c9/1"));
  REQUIRE(link.next(now));
  link.opened(now + 1s);
  CHECK(link.next(now + 1s)->find("SN010A023") != std::string::npos);
  // One that came meanwhile was never sent: it flashes while it is young.
  link.want(0, text_of("A024", "c10/1"));
  link.opened(now + 2s);
  CHECK(link.next(now + 2s)->find("SF010A024") != std::string::npos);
  link.want(0, text_of("A025", "c11/1", false));
  link.opened(now + 3s);
  CHECK(link.next(now + 3s)->find("SN010A025") != std::string::npos);
}

TEST_CASE("only the newest is told, however many came while an order was under way") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A001"));
  const auto first = link.next(now);
  link.written(now);
  for (int i = 2; i < 50; ++i) link.want(0, text_of(fmt::format("A{:03}", i)));
  CHECK(!link.next(now));
  link.received(showing(*first, "A001"), now);
  CHECK(link.state(0).shown.empty());  // it shows what it no longer should
  const auto next = link.next(now);
  REQUIRE(next);
  CHECK(next->find("A049") != std::string::npos);
  link.written(now);
  link.received(showing(*next, "A049"), now);
  CHECK(!link.next(now));
}

TEST_CASE("a panel that shows something else than it was told is told again") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A023", "c9/1"));
  auto order = link.next(now);
  link.written(now);
  link.received(showing(*order, "A023"), now);
  now += 2s;
  order = link.next(now);
  link.written(now);
  SUBCASE("switched off and on") { link.received(answer_to(*order, 'O', 0), now); }
  SUBCASE("another text") { link.received(showing(*order, "A022"), now); }
  SUBCASE("blank") { link.received(answer_to(*order, 'B', 0), now); }
  CHECK(link.state(0).shown.empty());
  CHECK(!link.state(0).fault.empty());
  order = link.next(now);
  REQUIRE(order);
  CHECK(order->find("SN010A023") != std::string::npos);
}

TEST_CASE("a refusal is a fault in words, and asked again only with the next beat") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A023"));
  const auto order = link.next(now);
  link.written(now);
  link.received(answer_to(*order, 'X', 0, "NO FONT"), now);
  CHECK(link.state(0).fault == "it refuses what it is told: NO FONT");
  CHECK(!link.state(0).well);
  CHECK(!link.next(now));
  CHECK(link.next(now + led_link::beat_every));
}

TEST_CASE("a panel that is not there does not keep the others on the line from their news") {
  led_link link(make_led_driver(), {1, 2}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A001"));
  link.want(1, text_of("A002"));
  int answered = 0;
  for (int i = 0; i < 200; ++i) {
    if (const auto order = link.next(now)) {
      link.written(now);
      if (order->substr(1, 2) == "02") {
        link.received(showing(*order, "A002"), now);
        ++answered;
      }
    }
    now += 100ms;
  }
  CHECK(answered >= 8);  // 20 s, a beat each 2 s
  CHECK(!link.state(0).answering);
  CHECK(link.state(0).fault == "it does not answer");
  CHECK(link.state(1).answering);
  CHECK(!link.silent(now));
}

TEST_CASE("a line on which nobody answers is silent after ten seconds, garbage or not") {
  led_link link(make_led_driver(), {1}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A001"));
  for (int i = 0; i < 99; ++i) {
    CHECK(!link.silent(now));
    if (link.next(now)) link.written(now);
    link.received(std::string(4096, '\x02') + "A\r", now);
    now += 100ms;
  }
  CHECK(link.silent(now + 100ms));
}

TEST_CASE("an answer to another order or of another panel is none") {
  led_link link(make_led_driver(), {1, 2}, 9600);
  instant now{};
  link.opened(now);
  link.want(0, text_of("A001"));
  const auto order = link.next(now);
  REQUIRE(order);
  link.written(now);
  const auto address = order->substr(1, 2);
  const auto turn = order->substr(3, 1);
  for (const auto& other : {"99" + turn, "01" + turn, "02" + turn, address + "9"})
    if (other != address + turn) link.received(answer_to("\x02" + other, 'B', 0), now);
  CHECK(!link.answered());
  link.received(answer_to(*order, 'B', 0), now);
  CHECK(link.answered());
}
