// See pairing_terminal.hpp.
#include "proto/relay/pairing_terminal.hpp"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "proto/relay/token_file.hpp"

namespace hallcall::relay {
namespace {

constexpr std::chrono::seconds first_answer{15};  // without any the server counts as away
constexpr std::chrono::minutes last_answer{12};   // a code lives ten
constexpr std::size_t glyph_rows = 5;

struct glyph {
  char letter;
  std::array<std::string_view, glyph_rows> rows;
};
constexpr std::array<glyph, 21> glyphs{{
    {'B', {"####.", "#...#", "####.", "#...#", "####."}},
    {'C', {".####", "#....", "#....", "#....", ".####"}},
    {'D', {"####.", "#...#", "#...#", "#...#", "####."}},
    {'F', {"#####", "#....", "####.", "#....", "#...."}},
    {'G', {".####", "#....", "#..##", "#...#", ".####"}},
    {'H', {"#...#", "#...#", "#####", "#...#", "#...#"}},
    {'J', {"....#", "....#", "....#", "#...#", ".###."}},
    {'K', {"#...#", "#..#.", "###..", "#..#.", "#...#"}},
    {'L', {"#....", "#....", "#....", "#....", "#####"}},
    {'M', {"#...#", "##.##", "#.#.#", "#...#", "#...#"}},
    {'N', {"#...#", "##..#", "#.#.#", "#..##", "#...#"}},
    {'P', {"####.", "#...#", "####.", "#....", "#...."}},
    {'Q', {".###.", "#...#", "#.#.#", "#..#.", ".##.#"}},
    {'R', {"####.", "#...#", "####.", "#..#.", "#...#"}},
    {'S', {".####", "#....", ".###.", "....#", "####."}},
    {'T', {"#####", "..#..", "..#..", "..#..", "..#.."}},
    {'V', {"#...#", "#...#", "#...#", ".#.#.", "..#.."}},
    {'W', {"#...#", "#...#", "#.#.#", "##.##", "#...#"}},
    {'X', {"#...#", ".#.#.", "..#..", ".#.#.", "#...#"}},
    {'Z', {"#####", "...#.", "..#..", ".#...", "#####"}},
    {'-', {"...", "...", "###", "...", "..."}},
}};

class terminal_pairing {
 public:
  explicit terminal_pairing(pair_request asked)
      : asked_(std::move(asked)),
        pairing_(reactor_, once(asked_.pair),
                 {[this] { changed(); },
                  [this](const std::string& token, const std::string& name) {
                    return took(token, name);
                  }}) {}

  pair_end run() {
    patience_ = reactor_.after(first_answer, [this] { reactor_.stop(); });
    pairing_.start();
    reactor_.run();
    if (end_ == pair_end::no_answer)
      complain(trouble_.empty() ? "nobody confirmed the code" : trouble_);
    return end_;
  }

 private:
  static pairing::options once(pairing::options o) {
    o.persist = false;
    return o;
  }
  void complain(const std::string& words) const {
    fmt::print(stderr, "{}: {}\n", asked_.program, words);
  }
  void stop(pair_end why) {
    end_ = why;
    reactor_.stop();
  }

  void changed() {
    const auto& now = pairing_.now();
    using enum pairing::phase;
    if (now.phase == waiting && now.code != shown_) show(now.code);
    if (now.trouble != trouble_ && !now.trouble.empty() && now.phase != refused)
      complain(now.trouble + "; trying again");
    trouble_ = now.trouble;
    if (now.phase == denied) {
      complain("an administrator denied this box");
      stop(pair_end::denied);
    } else if (now.phase == expired) {
      stop(pair_end::no_answer);
    } else if (now.phase == refused && end_ != pair_end::bad_place) {
      complain(now.trouble);
      stop(pair_end::no_server);
    }
  }

  void show(const std::string& code) {
    shown_ = code;
    patience_ = reactor_.after(last_answer, [this] { reactor_.stop(); });
    fmt::print("\n{}\n  {}\n\n", large_code(code), code);
    fmt::print(
        "請管理員站在這臺設備前，在 {0}/manager 的「設備」核對並確認這個代碼（十分鐘內）。\n"
        "An administrator who stands before this box confirms the code at {0}/manager, Devices,\n"
        "within ten minutes.\n",
        asked_.server_text);
    std::fflush(stdout);
  }

  bool took(const std::string& token, const std::string& name) {
    if (const auto kept = write_token_file(asked_.token_file, token, asked_.replace); !kept) {
      complain(fmt::format("{}. Revoke the device {}, it has no token.", kept.error(), name));
      stop(pair_end::bad_place);
      return false;
    }
    fmt::print("\nEnrolled as {}. Its token is in {}.\n", name, asked_.token_file);
    std::fflush(stdout);
    stop(pair_end::enrolled);
    return true;
  }

  pair_request asked_;
  net::reactor reactor_;
  std::string shown_, trouble_;
  pair_end end_ = pair_end::no_answer;
  net::timer patience_;
  pairing pairing_;
};

}  // namespace

std::string large_code(const std::string& code) {
  std::string out;
  for (std::size_t row = 0; row < glyph_rows; ++row) {
    out += "  ";
    for (const char letter : code)
      for (const auto& g : glyphs)
        if (g.letter == letter) {
          for (const char dot : g.rows[row]) out += dot == '#' ? "█" : " ";
          out += ' ';
        }
    while (out.ends_with(' ')) out.pop_back();
    out += '\n';
  }
  return out;
}

pair_end pair_on_terminal(pair_request asked) {
  if (const auto good = token_place_is_good(asked.token_file, asked.replace); !good) {
    fmt::print(stderr, "{}: {}\n", asked.program, good.error());
    return pair_end::bad_place;
  }
  return terminal_pairing(std::move(asked)).run();
}

}  // namespace hallcall::relay
