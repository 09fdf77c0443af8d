// Known answers for columns, and what cutting and cleaning keep.
#include <doctest/doctest.h>

#include <random>
#include <string>

#include "display-client/text_width.hpp"

using namespace hallcall::display;

TEST_CASE("Han, kana, Hangul and full-width forms take two columns, half-width kana one") {
  CHECK(columns_of(U'A') == 1);
  CHECK(columns_of(U'號') == 2);
  CHECK(columns_of(U'あ') == 2);
  CHECK(columns_of(U'한') == 2);
  CHECK(columns_of(U'Ａ') == 2);
  CHECK(columns_of(U'　') == 2);
  CHECK(columns_of(U'ｱ') == 1);
  CHECK(columns_of(U'\U0001F600') == 2);
  CHECK(columns_of("臺中市南屯區戶政事務所") == 22);
}

TEST_CASE("ambiguous characters count as one column") {
  for (const char32_t c : {U'…', U'→', U'·', U'①', U'–', U'█'}) CHECK(columns_of(c) == 1);
}

TEST_CASE("Vietnamese and Thai marks take no column of their own") {
  CHECK(columns_of("Tiếng Việt") == 10);
  CHECK(columns_of("Tie\u0302\u0301ng Vie\u0323\u0302t") == 10);  // decomposed
  CHECK(columns_of(U'\u0E31') == 0);
  CHECK(columns_of(U'\u0E49') == 0);
  CHECK(columns_of(U'\u0E33') == 1);  // SARA AM stands beside its consonant
  CHECK(columns_of("ช่องบริการ") == 8);
  CHECK(columns_of(U'\u200D') == 0);
}

TEST_CASE("control characters have no width, and are not passed on") {
  CHECK(columns_of(U'\x1b') == -1);
  CHECK(columns_of(U'\0') == -1);
  CHECK(printable("A\x1b[2JB\r\n\tC\x7f") == "A [2JB   C ");
  CHECK(printable("\xC2\x9B"
                  "31m") == " 31m");  // the one-character CSI
  CHECK(printable("1\xE2\x80\xAE"
                  "32") == "1 32");  // right-to-left override
  CHECK(printable(std::string_view("a\0b", 3)) == "a b");
}

TEST_CASE("broken UTF-8 becomes replacement characters and is counted as such") {
  CHECK(printable("\xFF") == "\uFFFD");
  CHECK(printable("\xE8\x99") == "\uFFFD\uFFFD");            // cut off
  CHECK(printable("\xC0\xAF") == "\uFFFD\uFFFD");            // overlong
  CHECK(printable("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a surrogate
  CHECK(columns_of("\xFFx") == 2);
}

TEST_CASE("a cut text fits, says that it was cut, and keeps marks with their characters") {
  CHECK(fit("綜合受理", 8) == "綜合受理");
  CHECK(fit("綜合受理", 7) == "綜合受…");
  CHECK(fit("綜合受理", 6) == "綜合…");  // half of a wide character is not shown
  CHECK(fit("e\u0323\u0302e\u0323\u0302e", 2) == "e\u0323\u0302…");
  CHECK(fit("abc", 1) == "…");
  CHECK(fit("abc", 0).empty());
}

TEST_CASE("random bytes: what is printable never steers a terminal, and what is fitted fits") {
  std::mt19937 random{20261120};
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes(random() % 40, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    const auto clean = printable(bytes);
    for (const char c : clean) {
      CHECK(static_cast<unsigned char>(c) >= 0x20);
      CHECK(c != '\x7f');
    }
    CHECK(clean.find("\xC2\x9B") == std::string::npos);
    CHECK(printable(clean) == clean);
    const int width = static_cast<int>(random() % 30);
    CHECK(columns_of(fit(clean, width)) <= width);
  }
}
