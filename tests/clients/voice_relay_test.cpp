// The voice on a display's box: the server's pack, whole, and the built-in one, whole, while the
// server is away.
#include <doctest/doctest.h>

#include <atomic>

#include <fmt/format.h>

#include "tests/clients/box_browser.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

constexpr auto recorded = R"({"format": 1, "speaker": "the reception desk"})";

// A server with recordings of its own, and nothing else.
std::unique_ptr<fake_server> server_with_recordings(std::uint16_t port,
                                                    std::atomic<int>& asked_of) {
  fake_server::script s;
  s.on_request = [&asked_of](const net::request& asked) -> std::optional<net::response> {
    if (!asked.target.starts_with("/voice/")) return json(404, "{}");
    ++asked_of;
    net::response r;
    r.headers = {{"Content-Type", "audio/wav"}, {"ETag", "\"r1\""}, {"Cache-Control", "no-cache"}};
    if (net::find_header(asked.headers, "If-None-Match") == "\"r1\"") {
      r.status = 304;
      return r;
    }
    if (asked.target == "/voice/manifest.json")
      r.body = net::make_body(recorded);
    else if (asked.target == "/voice/own/bell.wav")
      r.body = net::make_body("RIFF");
    else
      return json(404, "{}");
    return r;
  };
  s.on_upgrade = [](const net::request&) { return 503; };
  return std::make_unique<fake_server>(s, port);
}

}  // namespace

TEST_CASE("a box speaks with the server's voice, and with its own when the server is away") {
  std::atomic<int> asked_of{0};
  auto server = server_with_recordings(0, asked_of);
  const auto server_port = server->port();
  const folder here;
  const auto port = free_port();
  const process program(
      {DISPLAY_CLIENT, "--server", fmt::format("http://127.0.0.1:{}", server_port), "--serve",
       fmt::format("127.0.0.1:{}", port)},
      here / "log");
  box_browser browser(port);
  for (int i = 0; i < 1'000 && browser.get("/status").status != 200; ++i)
    std::this_thread::sleep_for(10ms);

  const auto manifest = browser.get("/voice/manifest.json");
  CHECK(manifest.status == 200);
  CHECK(body_of(manifest) == recorded);
  const auto clip = browser.get("/voice/own/bell.wav");
  CHECK(body_of(clip) == "RIFF");
  CHECK(net::find_header(clip.headers, "Content-Type") == "audio/wav");
  CHECK(net::find_header(clip.headers, "ETag") == "\"r1\"");
  CHECK(browser.get("/voice/own/bell.wav", {{"If-None-Match", "\"r1\""}}).status == 304);
  // The built-in pack has this clip; in the server's voice it would be another's.
  CHECK(browser.get("/voice/chime.ogg").status == 404);

  server.reset();
  CHECK(browser.get("/voice/own/bell.wav").status == 502);
  const auto built_in = browser.get("/voice/manifest.json");
  CHECK(built_in.status == 200);
  CHECK(body_of(built_in).find("\"speaker\": \"espeak-ng\"") != std::string::npos);
  CHECK(body_of(browser.get("/voice/chime.ogg")).starts_with("OggS"));
  CHECK(browser.get("/voice/own/bell.wav").status == 404);

  // It is back: until the manifest is asked for anew, all is still the box's own.
  server = server_with_recordings(server_port, asked_of);
  asked_of = 0;
  CHECK(body_of(browser.get("/voice/chime.ogg")).starts_with("OggS"));
  CHECK(asked_of == 0);
  CHECK(body_of(browser.get("/voice/manifest.json")) == recorded);
}
