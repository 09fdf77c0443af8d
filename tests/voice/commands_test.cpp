// The command line's words and exit codes, and the folder that the server serves.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <doctest/doctest.h>
#include <CLI/CLI.hpp>

#include "app/voice_commands.hpp"
#include "app/voice_folder.hpp"
#include "tests/voice/sample_pack.hpp"

using namespace hallcall;
using hallcall::tests::sample_pack;

namespace {

struct ran {
  int code = 0;  // 2: the words are wrong
  std::string out, err;
};

ran run_voice(std::vector<std::string> words) {
  CLI::App app;
  std::optional<int> code;
  std::ostringstream out, err;
  app::add_voice_commands(app, code, out, err);
  words.insert(words.begin(), "voice");
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError&) {
    return {2, out.str(), err.str()};
  }
  return {code.value_or(-1), out.str(), err.str()};
}

}  // namespace

TEST_CASE("check ends with 0 for a fine pack, 1 with findings, 2 for wrong words") {
  sample_pack pack;
  const auto fine = run_voice({"check", pack.folder()});
  CHECK(fine.code == 0);
  CHECK(fine.out ==
        "80 clips in en: 0 errors, 0 warnings\nno voice, chime and text alone: zh-TW, vi, id, th, "
        "ja\n");
  pack.change([](auto& about) { about.clips.erase("en/counter-3"); });
  const auto warned = run_voice({"check", pack.folder()});
  CHECK(warned.code == 1);
  CHECK(warned.out.starts_with("warning  en/counter-3: is missing"));
  CHECK(warned.out.find("79 clips in en: 0 errors, 1 warning\n") != std::string::npos);
  CHECK(run_voice({"check", "/no/such/folder"}).code == 2);
  CHECK(run_voice({"check"}).code == 2);
  CHECK(run_voice({}).code == 2);
}

TEST_CASE("make makes the languages asked for, or says why not") {
  const tests::scratch_folder here;
  const auto folder = (here.path() / "pack").string();
  const auto made = run_voice({"make", "--languages", "id", folder});
  CHECK(made.code == 0);
  CHECK(made.out == folder + ": 80 clips in id, spoken by espeak-ng\n");
  CHECK(run_voice({"check", folder}).code == 0);
  CHECK(run_voice({"make", folder, "--languages", "id,th"}).code == 2);
  std::ofstream(here.path() / "recorded.wav") << "ours";
  const auto refused = run_voice({"make", here.path()});
  CHECK(refused.code == 1);
  CHECK(refused.err.starts_with("queue-server: "));
}

TEST_CASE("a server's own folder serves what its manifest names, and nothing else") {
  sample_pack pack;
  std::ofstream(pack.folder() / "notes.txt") << "who speaks";
  voice::findings warnings;
  const auto served = app::voice_folder::open(pack.folder(), warnings);
  REQUIRE(served);
  CHECK(warnings.empty());
  CHECK((*served)->clips() == 80);
  const auto* manifest = (*served)->find("/voice/manifest.json");
  REQUIRE(manifest != nullptr);
  CHECK(manifest->content_type == "application/json");
  const auto* digit = (*served)->find("/voice/en/digit-3.ogg");
  REQUIRE(digit != nullptr);
  CHECK(digit->content_type == "audio/ogg");
  CHECK(digit->bytes.starts_with("OggS"));
  CHECK(digit->bytes.size() == std::filesystem::file_size(pack.file("en/digit-3")));
  CHECK(digit->etag.size() == 22);
  CHECK(digit->etag != manifest->etag);
  CHECK(!digit->immutable);
  CHECK((*served)->find("/voice/notes.txt") == nullptr);
  CHECK((*served)->find("/voice/../manifest.json") == nullptr);
  CHECK((*served)->find("/voice/") == nullptr);
}

TEST_CASE("a server takes a pack with warnings, and none with an error") {
  sample_pack pack;
  pack.change([](auto& about) { about.clips.erase("en/counter-3"); });
  voice::findings warnings;
  REQUIRE(app::voice_folder::open(pack.folder(), warnings));
  CHECK(warnings.size() == 1);
  pack.change([](auto& about) { about.clips.erase("en/digit-3"); });
  const auto refused = app::voice_folder::open(pack.folder(), warnings);
  REQUIRE(!refused);
  CHECK(refused.error().size() == 2);
  CHECK(voice::has_error(refused.error()));
}
