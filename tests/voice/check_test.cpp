// `voice check`: a whole pack has no finding, and whatever is broken in one is found and named.
#include "voice/check.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "tests/voice/sample_pack.hpp"
#include "voice/loudness.hpp"
#include "voice/placeholder.hpp"

using namespace hallcall;
using hallcall::tests::lines_of;
using hallcall::tests::sample_pack;

namespace {

// What is found in the pack as it now is.
std::string check(const sample_pack& pack) {
  return lines_of(voice::check_pack(pack.folder()).found);
}

void amplify_by(voice::sound& it, float factor) {
  for (float& sample : it.samples) sample *= factor;
}

// There is one finding, and it begins so.
void check_only(const sample_pack& pack, std::string_view begin) {
  const auto all = check(pack);
  CAPTURE(begin);
  CAPTURE(all);
  CHECK(std::ranges::count(all, '\n') == 1);
  CHECK(all.starts_with(begin));
}

}  // namespace

TEST_CASE("the pack that is built in is whole and even, in every language with a placeholder") {
  const auto pack = voice::check_pack(HALLCALL_VOICE_PACK);
  CHECK(lines_of(pack.found) == "");
  CHECK(pack.about.languages == voice::placeholder_languages());
  CHECK(pack.content_types.size() == pack.about.clips.size());
  CHECK(pack.content_types.at("chime.ogg") == "audio/ogg");
  double loudest = -100, softest = 0;
  for (const auto& [id, one] : pack.about.clips) {
    const auto level =
        voice::loudness(*voice::read_sound(std::filesystem::path(HALLCALL_VOICE_PACK) / one.file));
    loudest = std::max(loudest, level);
    softest = std::min(softest, level);
  }
  CHECK(loudest - softest < 1.0);  // far within what check allows
}

TEST_CASE("one language alone is a pack") { CHECK(check(sample_pack()) == ""); }

TEST_CASE(
    "a missing clip is an error where a board leaves something out, a warning where it spells") {
  sample_pack pack;
  pack.change([](auto& about) {
    for (const char* id :
         {"chime", "en/digit-7", "en/letter-Q", "en/please-go-to", "en/counter", "en/counter-12"})
      about.clips.erase(id);
  });
  CHECK(check(pack) ==
        "error    chime: is missing: a call would begin without a sound to listen up at\n"
        "error    en/digit-7: is missing: a board leaves out en in a call that needs it\n"
        "error    en/letter-Q: is missing: a board leaves out en in a call that needs it\n"
        "error    en/please-go-to: is missing: a board leaves out en in a call that needs it\n"
        "error    en/counter: is missing: a board leaves out en in a call that needs it\n"
        "warning  en/counter-12: is missing: a board spells the number with digits\n");
}

TEST_CASE("a language that nobody speaks is named, and so is one that has clips and no promise") {
  sample_pack pack;
  pack.change([](auto& about) { about.languages = {"fr"}; });
  CHECK(check(pack) ==
        "error    manifest.json: names the language fr, which no call is spoken in; those are "
        "zh-TW, en, vi, id, th, ja\n"
        "warning  manifest.json: has clips of en, which is not among its languages: they were not "
        "checked for being whole\n");
}

TEST_CASE("a clip that no call names is a warning") {
  sample_pack pack;
  pack.change([](auto& about) { about.clips["en/goodbye"] = about.clips.at("en/counter"); });
  CHECK(check(pack) == "warning  en/counter.ogg: is the clip en/goodbye, which no call names\n");
}

TEST_CASE("a manifest that is none is one finding") {
  sample_pack pack;
  pack.write_manifest("{\"format\": 1,");
  check_only(pack, "error    manifest.json: is no JSON object");
  pack.write_manifest("[]");
  check_only(pack, "error    manifest.json: is no JSON object");
  pack.write_manifest(std::string(voice::longest_manifest + 1, ' '));
  check_only(pack, "error    manifest.json: has 1048577 bytes");
  std::filesystem::remove(pack.folder() / voice::manifest_name);
  check_only(pack, "error    manifest.json: cannot be read");
}

TEST_CASE("what is wrong in a manifest is named") {
  sample_pack pack;
  pack.write_manifest(
      R"({"format": 2, "languages": "en", "clips": {"chime": {"file": "chime.ogg"}}})");
  CHECK(check(pack) ==
        "error    manifest.json: \"format\" is 2; 1 is right\n"
        "error    manifest.json: \"languages\" is not a list such as "
        "[\"zh-TW\", \"en\"]\n"
        "error    manifest.json: clip chime is not {\"file\": \"…\", "
        "\"seconds\": 0.5}\n");
  pack.write_manifest(R"({"format": 1, "languages": ["en"], "clips": []})");
  check_only(pack, "error    manifest.json: \"clips\" is not an object of clips by id");
  pack.write_manifest(R"({"format": 1, "languages": ["en"], "clips": {}})");
  check_only(pack, "error    manifest.json: has no clips");
}

TEST_CASE("a file outside the folder, or with a name that a browser changes, is refused") {
  for (const char* name :
       {"../chime.ogg", "/etc/passwd", "en/../../chime.ogg", "./chime.ogg", "ch\xC3\xAFme.ogg",
        "chime 1.ogg", "chime.ogg?x", "", "manifest.json", "out/chime.ogg"}) {
    CAPTURE(name);
    sample_pack pack;
    std::filesystem::create_directory_symlink("/tmp", pack.folder() / "out");
    pack.change([&](auto& about) { about.clips.at("chime").file = name; });
    const auto found = check(pack);
    CHECK(found.starts_with("error    manifest.json: clip chime names"));
    CHECK(found.find("error    chime: is missing") != std::string::npos);
  }
}

TEST_CASE("a file that is missing, cut off or no sound at all") {
  sample_pack pack;
  const auto file = pack.file("en/digit-3");
  const auto size = std::filesystem::file_size(file);
  std::filesystem::resize_file(file, size * 3 / 4);
  check_only(pack, "error    en/digit-3.ogg: has no sound in it");
  std::filesystem::resize_file(file, 20);
  check_only(pack, "error    en/digit-3.ogg: is not a sound that can be read");
  std::ofstream(file) << "not a sound";
  check_only(pack, "error    en/digit-3.ogg: is not a sound that can be read");
  std::filesystem::remove(file);
  check_only(pack, "error    en/digit-3.ogg: cannot be read");
  std::ofstream(file) << "x";
  std::filesystem::resize_file(file, voice::longest_clip_file + 1);
  check_only(pack, "error    en/digit-3.ogg: has 2097153 bytes");
}

TEST_CASE("a length that is not the file's") {
  sample_pack pack;
  pack.change([](auto& about) { about.clips.at("en/digit-3").seconds += 0.1; });
  check_only(pack, "warning  en/digit-3.ogg: lasts 0.");
  CHECK(check(pack).find("and its \"seconds\" are 0.") != std::string::npos);
}

TEST_CASE("a clip that is too loud, too soft, silent or cut off at its peaks") {
  sample_pack pack;
  pack.change_sound("en/digit-3", [](auto& it) { amplify_by(it, 0.5F); });
  check_only(pack, "warning  en/digit-3.ogg: is -2");
  pack.change_sound("en/digit-3", [](auto& it) { amplify_by(it, 2 * 1.5F); });
  CHECK(check(pack).starts_with("warning  en/digit-3.ogg: is -12"));
  pack.change_sound("en/digit-3", [](auto& it) { amplify_by(it, 0); });
  CHECK(check(pack) == "error    en/digit-3.ogg: is silent from its begin to its end\n");
}

TEST_CASE("a peak at full scale") {
  sample_pack pack;
  pack.change_sound("chime", [](auto& it) { it.samples[it.samples.size() / 2] = 1.2F; });
  check_only(pack, "warning  chime.ogg: has its peak at ");
}

TEST_CASE("silence before and after a clip") {
  sample_pack pack;
  pack.change_sound("en/digit-3", [](auto& it) {
    it.samples.insert(it.samples.begin(), static_cast<std::size_t>(it.rate / 10), 0.0F);
  });
  check_only(pack, "warning  en/digit-3.ogg: begins with 0.");
  pack.change_sound("en/digit-4", [](auto& it) {
    it.samples.insert(it.samples.end(), static_cast<std::size_t>(it.rate / 2), 0.0F);
  });
  CHECK(check(pack).find("\nwarning  en/digit-4.ogg: ends with 0.5") != std::string::npos);
}

TEST_CASE("a clip that goes on too long, or has another rate than its language") {
  sample_pack pack;
  pack.change_sound("en/digit-3", [](auto& it) {
    const auto word = it.samples;
    while (it.seconds() < 10.5) it.samples.insert(it.samples.end(), word.begin(), word.end());
  });
  CHECK(check(pack) == "error    en/digit-3.ogg: lasts over 10 s, which is the most\n");
  sample_pack other;
  other.change_sound("en/please-go-to", [](auto& it) { it.rate = 24'000; });
  CHECK(check(other) ==
        "warning  en/please-go-to.ogg: has 24000 samples a second, and en/counter.ogg has "
        "22050; all of a language are alike\n");
}
