// The text board: whole pictures at two sizes, and what must hold at any size.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "display-client/block_digits.hpp"
#include "display-client/board_text.hpp"
#include "display-client/text_width.hpp"
#include "display-client/wording.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::display;
using namespace std::chrono_literals;

namespace {

std::string golden(const std::string& name, const std::string& now) {
  const std::string path = std::string(HALLCALL_CLIENT_TESTS) + "/golden/" + name;
  if (std::getenv("HALLCALL_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << now;
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string text_of(const messages::board_view& board, int columns, int rows, board_moment moment) {
  return draw_board(board, moment, columns, rows).picture.plain_text();
}

// No piece leaves its row, and none lies over another.
void check_geometry(const canvas& picture) {
  for (const auto& line : picture.lines()) {
    int end = 0;
    auto sorted = line;
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& a, const auto& b) { return a.column < b.column; });
    for (const auto& p : sorted) {
      CHECK(p.column >= end);
      CHECK(p.width == columns_of(p.text));
      end = p.column + p.width;
    }
    CHECK(end <= picture.columns());
  }
}

}  // namespace

TEST_CASE("the board at 80 columns") {
  const auto text = text_of(tests::sample_board(), 80, 24, {tests::sample_now(), std::nullopt});
  CHECK(text == golden("board_80.txt", text));
}

TEST_CASE("the board at 132 columns, in larger digits") {
  const auto text = text_of(tests::sample_board(), 132, 43, {tests::sample_now(), std::nullopt});
  CHECK(text == golden("board_132.txt", text));
}

TEST_CASE("a closed hall says when it opens again, and that nobody is called") {
  auto board = tests::sample_board();
  board.now.clear();
  board.level = "normal";
  board.hall.door = "closed";
  board.hall.opens_at = tests::sample_now() + 71h;
  const auto text = text_of(board, 80, 24, {tests::sample_now(), std::nullopt});
  CHECK(text.find("休息中 Closed") != std::string::npos);
  CHECK(text.find("11-23 08:41") != std::string::npos);
  CHECK(text.find("No call at the moment") != std::string::npos);
}

TEST_CASE("an old picture says how old it is, and a fresh one does not") {
  const auto old = text_of(tests::sample_board(), 80, 24, {tests::sample_now(), 12s});
  CHECK(old.find("Not updated for 12 s") != std::string::npos);
  const auto fresh = text_of(tests::sample_board(), 80, 24, {tests::sample_now(), std::nullopt});
  CHECK(fresh.find("Not updated") == std::string::npos);
}

TEST_CASE(
    "the picture is drawn within its edges at every size, and tells exactly the calls that are on "
    "it") {
  auto board = tests::sample_board();
  board.now.push_back(board.now.back());
  board.now.back().call = "c5";
  board.now.back().number = "B014";
  for (int columns = 20; columns <= 200; columns += 3) {
    for (int rows = 1; rows <= 60; rows += 1) {
      const auto drawing = draw_board(board, {tests::sample_now(), 7s}, columns, rows);
      check_geometry(drawing.picture);
      CHECK(drawing.picture.rows() == rows);
      const auto text = drawing.picture.plain_text();
      for (std::size_t i = 1; i < board.now.size(); ++i) {  // the first one is drawn in dots
        const bool told = std::any_of(drawing.shown.begin(), drawing.shown.end(),
                                      [&](const auto& c) { return c.call == board.now[i].call; });
        // Its row, not only its number: counters show numbers as well.
        const bool there = text.find(board.now[i].number + "  -> ") != std::string::npos;
        if (columns >= least_columns && rows >= least_rows)
          CHECK(told == there);
        else
          CHECK(!told);
      }
    }
  }
}

TEST_CASE("what the server sends cannot steer the terminal") {
  auto board = tests::sample_board();
  board.now[0].number = "A\x1b]0;x\x07";
  board.now[0].label["zh-TW"] = "\x1b[2J\xE2\x80\xAE";
  board.notices[0].text["en"] = "a\nb\rc\x9b";
  const auto text = text_of(board, 80, 24, {tests::sample_now(), std::nullopt});
  for (const char c : text) CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
  CHECK(call_line(board, board.now[0]).find('\x1b') == std::string::npos);
}

TEST_CASE("a call as one line, in the hall's own time") {
  const auto board = tests::sample_board();
  CHECK(call_line(board, board.now[0]) == "2026-11-20 09:40:47  A023 -> 5  綜合受理 All services");
}

TEST_CASE("a zone that the system does not know shows UTC and says so") {
  auto board = tests::sample_board();
  board.hall.time_zone = "Nowhere/Atlantis";
  CHECK(call_line(board, board.now[0]).starts_with("2026-11-20 01:40:47 UTC  A023"));
}

TEST_CASE("a new call flashes three times and then stands still") {
  auto board = tests::sample_board();
  const auto flashes = [&](std::chrono::seconds age) {
    const auto drawing = draw_board(board, {board.now[0].at + age, std::nullopt}, 80, 24);
    for (const auto& line : drawing.picture.lines())
      for (const auto& p : line)
        if (p.style == style::ink_flash) return true;
    return false;
  };
  int on = 0;
  for (auto age = 0s; age < 30s; age += 1s) on += flashes(age) ? 1 : 0;
  CHECK(on == 3);
  CHECK(flashes(0s));
  CHECK(!flashes(1s));
}

TEST_CASE("every word is there in every language, and only there where it belongs") {
  for (int w = 0; w <= static_cast<int>(word::connecting); ++w)
    for (const auto* language : {"zh-TW", "en", "vi", "id", "th", "ja"})
      CHECK(!pattern(static_cast<word>(w), language).empty());
  CHECK(pattern(word::counters, "fr") == pattern(word::counters, "en"));
  CHECK(say(word::minutes, {"zh-TW", "ja", "en"}) == "分 min");
  CHECK(say(word::counter, {"zh-TW", "ja", "en"}, "5") == "5 號櫃檯 5番窓口 Counter 5");
  CHECK(say(word::closed, {"en", "en"}) == "Closed");
}

TEST_CASE("every letter and digit of a number has a shape of its own") {
  std::vector<std::vector<std::pair<int, int>>> shapes;
  for (const char c : std::string("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ->")) {
    std::vector<std::pair<int, int>> dots;
    for (const auto& run : block_runs(std::string(1, c), {1, 1}))
      for (int i = 0; i < run.length; ++i) dots.emplace_back(run.row, run.column + i);
    CHECK(!dots.empty());
    CHECK(std::find(shapes.begin(), shapes.end(), dots) == shapes.end());
    shapes.push_back(dots);
  }
  CHECK(block_columns("A023", {2, 1}) == 46);
  CHECK(block_columns("", {2, 1}) == 0);
}
