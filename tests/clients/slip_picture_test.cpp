// The slip in six languages and two widths: nothing clipped, nothing missing, the code readable,
// nothing told.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "kiosk-client/qr_code.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "kiosk-client/wording.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::kiosk;

namespace {

bool ink_in(const bitmap& picture, const rectangle& area) {
  for (int y = std::max(0, area.y); y < std::min(picture.height, area.y + area.height); ++y)
    for (int x = std::max(0, area.x); x < std::min(picture.width, area.x + area.width); ++x)
      if (picture.black(x, y)) return true;
  return false;
}

bool overlap(const rectangle& a, const rectangle& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool inside(const rectangle& inner, const rectangle& outer) {
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

void check_slip(const slip_picture& slip) {
  const rectangle whole{0, 0, slip.picture.width, slip.picture.height};
  for (const auto& text : slip.texts) {
    CAPTURE(text.text);
    CHECK(text.missing_glyphs == 0);
    CHECK(inside(text.ink, whole));
    // Wider than its place by a side bearing at most: no character is cut off.
    CHECK(text.ink.x >= text.box.x - 2);
    CHECK(text.ink.x + text.ink.width <= text.box.x + text.box.width + 2);
    CHECK(ink_in(slip.picture, text.ink));
    CHECK(!overlap(text.ink, slip.qr));
    for (const auto& other : slip.texts)
      if (&other != &text) CHECK(!overlap(text.ink, other.ink));
  }
  CHECK(inside(slip.qr, whole));
}

}  // namespace

TEST_CASE(
    "a slip in every language, on both papers: whole, apart, and its code leads to the ticket") {
  for (const auto& language : known_languages()) {
    for (const auto width : {paper::mm80, paper::mm58}) {
      CAPTURE(language);
      const auto slip = tests::sample_slip(language);
      const auto drawn = draw_slip(slip, width);
      REQUIRE(drawn);
      CHECK(drawn->picture.width == static_cast<int>(width));
      check_slip(*drawn);
      CHECK(tests::scanned(drawn->picture) == slip.url);
      tests::keep(drawn->picture,
                  "slip-" + language + "-" + std::to_string(static_cast<int>(width)) + ".png");
    }
  }
}

TEST_CASE(
    "a large slip in every language, on both papers: every word larger, none cut, none lost") {
  for (const auto& language : known_languages()) {
    for (const auto width : {paper::mm80, paper::mm58}) {
      CAPTURE(language);
      CAPTURE(static_cast<int>(width));
      auto slip = tests::sample_slip(language);
      slip.ahead = 124;
      slip.wait = messages::wait_range{3600, 5400};
      const auto ordinary = draw_slip(slip, width);
      const auto large = draw_slip(slip, width, lettering::large);
      REQUIRE(ordinary);
      REQUIRE(large);
      check_slip(*large);
      CHECK(tests::scanned(large->picture) == slip.url);
      CHECK(large->qr.width > ordinary->qr.width);
      REQUIRE(large->texts.size() == ordinary->texts.size());
      for (std::size_t i = 0; i < large->texts.size(); ++i) {
        CAPTURE(large->texts[i].text);
        CHECK(large->texts[i].ink.height > ordinary->texts[i].ink.height);
      }
      tests::keep(large->picture, "slip-large-" + language + "-" +
                                      std::to_string(static_cast<int>(width)) + ".png");
    }
  }
}

TEST_CASE(
    "what stands on the slip is the ticket's own: number, hall, time, place in the line, wait") {
  const auto drawn = draw_slip(tests::sample_slip("en"), paper::mm80);
  REQUIRE(drawn);
  const auto has = [&](const std::string& words) {
    return std::any_of(drawn->texts.begin(), drawn->texts.end(),
                       [&](const auto& t) { return t.text == words; });
  };
  CHECK(has("A023"));
  CHECK(has("Sample Household Registration Office, Example City"));
  CHECK(has("範例戶政事務所"));
  CHECK(has("Main hall"));
  CHECK(has("2026-11-20 09:41"));
  CHECK(has("4 ahead of you"));
  CHECK(has("Expected wait 10–15 min"));
}

TEST_CASE("a wait that is not told is not on the slip, and nobody ahead is said in words") {
  auto slip = tests::sample_slip("en");
  slip.wait.reset();
  slip.ahead = 0;
  const auto drawn = draw_slip(slip, paper::mm80);
  REQUIRE(drawn);
  for (const auto& text : drawn->texts) CHECK(text.text.find("wait") == std::string::npos);
  CHECK(std::any_of(drawn->texts.begin(), drawn->texts.end(),
                    [](const auto& t) { return t.text == "You are next"; }));
}

TEST_CASE("the number is the largest thing, and a number of five places still fits on one line") {
  for (const auto* number : {"A023", "A1023", "W10234"}) {
    for (const auto width : {paper::mm80, paper::mm58}) {
      auto slip = tests::sample_slip("vi");
      slip.number = number;
      const auto drawn = draw_slip(slip, width);
      REQUIRE(drawn);
      check_slip(*drawn);
      for (const auto& text : drawn->texts)
        if (text.text == number) CHECK(text.ink.height > static_cast<int>(width) / 7);
    }
  }
}

TEST_CASE("an unknown language falls back to words that are there") {
  auto slip = tests::sample_slip("fr");
  slip.url = "http://192.0.2.20/t/x";
  const auto drawn = draw_slip(slip, paper::mm80);
  REQUIRE(drawn);
  check_slip(*drawn);
}

TEST_CASE("an address that no code on this paper can hold is an error, not a crash") {
  auto slip = tests::sample_slip("en");
  slip.url = std::string(4000, 'x');
  CHECK(!draw_slip(slip, paper::mm80));
  slip.url = std::string(1500, 'x');
  CHECK(!draw_slip(slip, paper::mm58));
  slip.url.clear();
  CHECK(!draw_slip(slip, paper::mm80));
}

TEST_CASE("a slip that would never end is an error") {
  auto slip = tests::sample_slip("en");
  for (int i = 0; i < 500; ++i) slip.office["en"] += "Household Registration ";
  CHECK(!draw_slip(slip, paper::mm58));
}

TEST_CASE("the test slip shows every script and both edges") {
  for (const auto width : {paper::mm80, paper::mm58}) {
    const auto drawn = draw_test_slip("https://hallcall.invalid/print-test", width);
    REQUIRE(drawn);
    check_slip(*drawn);
    CHECK(ink_in(drawn->picture, {0, 0, 2, drawn->picture.height}));
    CHECK(ink_in(drawn->picture, {drawn->picture.width - 2, 0, 2, drawn->picture.height}));
    CHECK(tests::scanned(drawn->picture) == "https://hallcall.invalid/print-test");
    tests::keep(drawn->picture, "slip-test-" + std::to_string(static_cast<int>(width)) + ".png");
  }
}

TEST_CASE("every word is there in every language") {
  for (int w = 0; w <= static_cast<int>(word::test_slip); ++w)
    for (const auto& language : known_languages())
      CHECK(!say(static_cast<word>(w), language).empty());
}

TEST_CASE(
    "the code on a terminal is the code on the slip, two modules a character, with its quiet "
    "zone") {
  const auto code = make_qr_code("http://192.0.2.20/t/x");
  REQUIRE(code);
  const auto text = half_blocks(*code, false);
  const int side = code->size + 2 * qr_code::quiet_zone;
  CHECK(std::count(text.begin(), text.end(), '\n') == (side + 1) / 2);
  // Drawn back from the characters, large enough for a reader.
  bitmap picture((side * 4 + 7) / 8 * 8, side * 4 + 4);
  int x = 0;
  int y = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto one = std::string_view(text).substr(i);
    const bool full = one.starts_with("█");
    const bool upper = full || one.starts_with("▀");
    const bool lower = full || one.starts_with("▄");
    for (int dot = 0; dot < 16; ++dot) {
      if (upper) picture.blacken(x * 4 + dot % 4, y * 8 + dot / 4);
      if (lower) picture.blacken(x * 4 + dot % 4, y * 8 + 4 + dot / 4);
    }
    if (one.front() == '\n') {
      x = 0;
      ++y;
    } else {
      ++x;
    }
    i += upper || lower ? 3 : 1;
  }
  CHECK(tests::scanned(picture) == "http://192.0.2.20/t/x");
}
