// The placeholder: what espeak-ng is given it reads right, and `make` writes over nobody's work.
#include "voice/placeholder.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/voice/sample_pack.hpp"
#include "voice/check.hpp"
#include "voice/languages.hpp"
#include "voice/placeholder_words.hpp"

using namespace hallcall;
using hallcall::tests::scratch_folder;

namespace {

// espeak-ng's phonemes for a clip's words, without stress marks.
std::string phonemes(const std::string& tag, const std::string& name) {
  std::string text, voice;
  for (const auto& one : voice::words_of(tag))
    if (one.clip == voice::clip_id(tag, name)) text = one.text;
  for (const auto& who : voice::readers())
    if (who.tag == tag) voice = who.voice;
  REQUIRE(!text.empty());
  const auto command = fmt::format("espeak-ng -q --ipa -v {} -- \"{}\"", voice, text);
  std::string read;
  const auto close = [](FILE* pipe) { ::pclose(pipe); };
  const std::unique_ptr<FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get()))
    if (c != '\n') read.push_back(static_cast<char>(c));
  for (const char* mark : {"\u02C8", "\u02CC"})
    for (auto at = read.find(mark); at != std::string::npos; at = read.find(mark))
      read.erase(at, 2);
  return read;
}

std::string digits(const std::string& tag) {
  std::string read;
  for (char d = '0'; d <= '9'; ++d)
    read += (d == '0' ? "" : " ") + phonemes(tag, voice::digit_clip(d));
  return read;
}

}  // namespace

TEST_CASE("every language with a reader has words for exactly its clips") {
  for (const auto& who : voice::readers()) {
    CAPTURE(who.tag);
    std::multiset<std::string> has, needs;
    for (const auto& one : voice::words_of(who.tag)) has.insert(one.clip);
    for (const auto& name : voice::clip_names(*voice::find_language(who.tag)))
      needs.insert(voice::clip_id(who.tag, name));
    CHECK(has == needs);
  }
  CHECK(voice::words_of("th").empty());
  CHECK(voice::words_of("fr").empty());
}

// The number after a vowel is espeak-ng's tone.
TEST_CASE("espeak-ng reads the digits as they are") {
  CHECK(digits("zh-TW") == "liɜŋ ji5 ər5 sa5n si̪5 wu2 liou5 tɕhi5 pɑ5 tɕiou2");
  CHECK(digits("en") == "ziəɹəʊ wɒn tuː θɹiː fɔː faɪv sɪks sɛvən eɪt naɪn");
  CHECK(digits("vi") == "xo1ŋ mo6t̪ haː7j baː7 boɜn na7m saɜw ba4j t̪aːɜm tʃiɜn");
  CHECK(digits("id") == "nol satu dua tiɡa əmpat lima ənam tudʒuh dəlapan səmbilan");
  CHECK(digits("ja") == "ze̞ɽo̞ itɕi ni säɴ jo̞ɴ ɡo̞ ɽo̞kɯᵝ nänä hätɕi kʲɯᵝɯᵝ");
}

TEST_CASE("counters are numbers in words: Mandarin with tens, Vietnamese with its joints") {
  const auto text = [](const std::string& tag, unsigned counter) {
    for (const auto& one : voice::words_of(tag))
      if (one.clip == voice::clip_id(tag, voice::counter_clip(counter))) return one.text;
    return std::string();
  };
  CHECK(text("zh-TW", 2) == "er4 hao4 gui4 tai2");
  CHECK(text("zh-TW", 10) == "shi2 hao4 gui4 tai2");
  CHECK(text("zh-TW", 12) == "shi2 er4 hao4 gui4 tai2");
  CHECK(text("zh-TW", 23) == "er4 shi2 san1 hao4 gui4 tai2");
  CHECK(text("en", 12) == "counter 12");
  CHECK(text("vi", 15) == "quầy mười lăm");
  CHECK(text("vi", 11) == "quầy mười một");
  CHECK(text("vi", 21) == "quầy hai mươi mốt");
  CHECK(text("vi", 40) == "quầy bốn mươi");
  CHECK(text("id", 21) == "[[l'okEt]] dua puluh satu");
  CHECK(text("id", 17) == "[[l'okEt]] tujuh [[b@l'as]]");
  CHECK(text("ja", 14) == "じゅうよんばんまどぐちえおこしください");
  CHECK(phonemes("id", "counter-14") == "lokɛt əmpat bəlas");
}

TEST_CASE("a placeholder is made whole, and made anew over itself") {
  const scratch_folder here;
  const auto folder = here.path() / "pack";
  const auto made = voice::make_placeholder(folder, {"en", "ja", "en"});
  REQUIRE_MESSAGE(made, (made ? "" : made.error()));
  CHECK(made->languages == std::vector<std::string>{"en", "ja"});
  CHECK(tests::lines_of(voice::check_pack(folder).found) == "");
  REQUIRE(voice::make_placeholder(folder, {"ja"}));
  CHECK(!std::filesystem::exists(folder / "en" / "digit-0.ogg"));
  CHECK(voice::check_pack(folder).found.empty());
}

TEST_CASE("recordings are never written over") {
  const scratch_folder here;
  std::ofstream(here.path() / "recorded.wav") << "ours";
  const auto refused = voice::make_placeholder(here.path(), {"en"});
  REQUIRE(!refused);
  CHECK(refused.error().find("stays as it is") != std::string::npos);
  tests::sample_pack pack;
  pack.change([](auto& about) { about.speaker = "the reception desk"; });
  REQUIRE(!voice::make_placeholder(pack.folder(), {"en"}));
  CHECK(std::filesystem::exists(pack.file("en/digit-0")));
}

TEST_CASE("a language without a placeholder is refused before anything is made") {
  const scratch_folder here;
  const auto refused = voice::make_placeholder(here.path() / "pack", {"en", "th"});
  REQUIRE(!refused);
  CHECK(refused.error() ==
        "there is no placeholder for the language th; zh-TW, en, vi, id, ja have one");
  CHECK(!std::filesystem::exists(here.path() / "pack"));
}

TEST_CASE("without espeak-ng the package is named, and no manifest is left") {
  const scratch_folder here;
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", here.path().c_str(), 1);
  const auto refused = voice::make_placeholder(here.path() / "pack", {"en"});
  ::setenv("PATH", path.c_str(), 1);
  REQUIRE(!refused);
  CHECK(refused.error() == "espeak-ng is missing: apt-get install espeak-ng");
  CHECK(!std::filesystem::exists(here.path() / "pack" / voice::manifest_name));
}
