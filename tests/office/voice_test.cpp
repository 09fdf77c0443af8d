// What a call says, and that the voice pack can say it.
#include "service/voice.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

using hallcall::engine::counter_no;
using hallcall::service::call_clips;

namespace {

using clips = std::vector<std::string>;
const std::filesystem::path pack = HALLCALL_VOICE_PACK;

int make_pack() {
  const std::string command = std::string{HALLCALL_VOICE} + "/make '" + pack.string() + "'";
  return std::system(command.c_str());
}

boost::json::object read_manifest() {
  REQUIRE(make_pack() == 0);
  std::ifstream in{pack / "manifest.json"};
  std::ostringstream text;
  text << in.rdbuf();
  return boost::json::parse(text.str()).as_object();
}

}  // namespace

TEST_CASE("a call is the chime, then the number and the counter in each language") {
  CHECK(call_clips("A023", counter_no{5}, {"zh-TW", "en"}) ==
        clips{"chime", "zh-TW/letter-A", "zh-TW/digit-0", "zh-TW/digit-2", "zh-TW/digit-3",
              "zh-TW/number-guest", "zh-TW/counter-5", "en/ticket-number", "en/letter-A",
              "en/digit-0", "en/digit-2", "en/digit-3", "en/please-go-to", "en/counter-5"});
}

TEST_CASE("the languages are spoken in the order asked for, each once, unknown ones not at all") {
  const clips spoken = call_clips("E001", counter_no{1}, {"en", "fr", "zh-TW", "en", ""});
  CHECK(spoken.front() == "chime");
  CHECK(spoken[1] == "en/ticket-number");
  CHECK(spoken.back() == "zh-TW/counter-1");
  CHECK(spoken.size() == 1 + 7 + 6);
}

TEST_CASE("every citizen's language is named, for the board to speak or to show") {
  for (const char* language : {"vi", "id", "th", "ja"}) {
    CAPTURE(language);
    const clips spoken = call_clips("E001", counter_no{1}, {"zh-TW", "en", language});
    CHECK(spoken.back() == std::string{language} + "/counter-1");
    CHECK(spoken.size() > call_clips("E001", counter_no{1}, {"zh-TW", "en"}).size());
  }
}

TEST_CASE("there is always the chime") {
  CHECK(call_clips("A023", counter_no{5}, {}) == clips{"chime"});
  CHECK(call_clips("A023", counter_no{5}, {"fr"}) == clips{"chime"});
  for (const char* wrong : {"", "A", "023", "a023", "A-23", "AB23", "\xE5\x8F\xB7"}) {
    CAPTURE(wrong);
    CHECK(call_clips(wrong, counter_no{5}, {"zh-TW", "en"}) == clips{"chime"});
  }
}

TEST_CASE("a counter above forty is spelled") {
  CHECK(call_clips("A1", counter_no{105}, {"zh-TW"}) ==
        clips{"chime", "zh-TW/letter-A", "zh-TW/digit-1", "zh-TW/number-guest", "zh-TW/digit-1",
              "zh-TW/digit-0", "zh-TW/digit-5", "zh-TW/counter"});
  const clips english = call_clips("A1", counter_no{41}, {"en"});
  CHECK(english[english.size() - 3] == "en/counter");
  CHECK(english.back() == "en/digit-1");
}

TEST_CASE("every clip that a call can name is in the pack, as a file that lasts a moment") {
  const auto manifest = read_manifest();
  const auto& listed = manifest.at("clips").as_object();
  std::set<std::string> wanted;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    for (std::uint16_t counter = 1; counter <= 41; ++counter) {
      for (auto& clip :
           call_clips(letter + std::string{"0123456789"}, {counter}, {"zh-TW", "en"})) {
        wanted.insert(std::move(clip));
      }
    }
  }
  for (const std::string& id : wanted) {
    CAPTURE(id);
    REQUIRE(listed.contains(id));
    const auto& clip = listed.at(id).as_object();
    const double seconds = clip.at("seconds").as_double();
    CHECK(seconds > 0.1);
    CHECK(seconds < 5.0);
    CHECK(std::filesystem::file_size(pack / clip.at("file").as_string().c_str()) > 500);
  }
  CHECK(wanted.size() == listed.size());  // and nothing that no call can name
}

TEST_CASE("the pack names its languages, and is not made again while it is there") {
  const auto manifest = read_manifest();
  CHECK(manifest.at("format").as_int64() == 1);
  CHECK(manifest.at("languages") == boost::json::array{"zh-TW", "en"});
  const auto made = std::filesystem::last_write_time(pack / "manifest.json");
  CHECK(make_pack() == 0);
  CHECK(std::filesystem::last_write_time(pack / "manifest.json") == made);
}
