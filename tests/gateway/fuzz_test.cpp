// Requests that were right once and then changed at random: the server always answers, never with a
// fault of its own, and serves on. The seed is printed; HALLCALL_SEED=n runs that one again.
#include <fmt/format.h>

#include <cstdlib>
#include <random>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

unsigned the_seed() {
  const char* given = std::getenv("HALLCALL_SEED");
  const unsigned seed = given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                         : std::random_device{}();
  MESSAGE("seed " << seed);
  return seed;
}

std::string mutated(std::string text, std::mt19937& random) {
  static const std::string sharp[] = {"\"", "{",       "}",    "[",    "]",    ",",           ":",
                                      "\\", "\\u0000", "null", "1e99", "\xff", "\r\n",        "%",
                                      "/",  "..",      "\n",   " ",    "-1",   "\xef\xbb\xbf"};
  const auto anywhere = [&] { return text.empty() ? 0 : random() % text.size(); };
  for (auto left = 1 + random() % 4; left > 0; --left) {
    switch (random() % 6) {
      case 0:
        if (!text.empty()) text[anywhere()] = static_cast<char>(random());
        break;
      case 1:
        text.insert(anywhere(), sharp[random() % std::size(sharp)]);
        break;
      case 2:
        text.erase(anywhere(), 1 + random() % 8);
        break;
      case 3:
        text.resize(anywhere());
        break;
      case 4:
        text.insert(anywhere(), text.substr(anywhere(), 1 + random() % 20));
        break;
      default:
        std::swap(text[anywhere()], text[anywhere()]);
        break;
    }
    if (text.empty()) text = " ";
  }
  return text;
}

const std::pair<const char*, const char*> requests[] = {
    {"/api/v1/halls/main/tickets",
     R"({"services":["move-in"],"needs":["senior"],"language":"en","quiet":true})"},
    {"/api/v1/halls/main/tickets/t1/print-result", R"({"printed":false,"reason":"paper-out"})"},
    {"/api/v1/halls/main/tickets/t1/priority", R"({"reason":"unwell"})"},
    {"/api/v1/halls/main/counters/20/open", R"({"clerk":"範例甲"})"},
    {"/api/v1/halls/main/counters/20/call-next", R"({"finishCurrent":true})"},
    {"/api/v1/halls/main/counters/20/call", R"({"ticket":"t1","reason":"asked for"})"},
    {"/api/v1/halls/main/counters/20/start", "{}"},
    {"/api/v1/halls/main/counters/20/finish",
     R"({"outcome":"supplement","missing":["passport","照片"]})"},
    {"/api/v1/halls/main/counters/20/transfer", R"({"lane":"priority","note":"knows the case"})"},
    {"/api/v1/halls/main/counters/20/hand-over", R"({"clerk":"範例","deputy":true})"},
    {"/api/v1/halls/main/backup/call", R"({"backup":"backup1"})"},
    {"/api/v1/halls/main/backup/p1/accept", R"({"counter":21})"},
    {"/api/v1/halls/main/discipline",
     R"({"discipline":"ratio","ratio":{"priority":3,"general":2},"capSeconds":2700})"},
    {"/api/v1/session", R"({"name":"clerk1","password":"guess"})"},
    {"/api/v1/session/device", R"({"code":"ABCDEFGH"})"}};

}  // namespace

TEST_CASE("bodies changed at random are answered by what they are") {
  constexpr int rounds = 2'000;
  std::mt19937 random(the_seed());
  test_hall hall;
  caller manager(hall, "manager");
  for (int i = 0; i < rounds; ++i) {
    const auto& [path, good] = requests[random() % std::size(requests)];
    const auto body = mutated(good, random);
    CAPTURE(std::string(path));
    CAPTURE(body);
    const auto r = manager.post(path, body);
    CHECK(r.status < 500);
    if (r.status >= 400) check_problem(r, r.code());
  }
  CHECK(manager.get("/healthz").status == 200);
  CHECK(manager.get(main_hall + "/tickets").status == 200);
}

TEST_CASE("requests changed at random in any byte never take the server down") {
  constexpr int rounds = 1'000;
  std::mt19937 random(the_seed());
  hall_options o;
  o.limits.request_timeout = 500ms;
  o.limits.write_timeout = 500ms;
  test_hall hall(o);
  caller manager(hall, "manager");
  for (int i = 0; i < rounds; ++i) {
    const auto& [path, good] = requests[random() % std::size(requests)];
    const std::string body = good;
    auto bytes = fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: fuzz-{}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        path, hall.host(), hall.device("kiosk").token, i, body.size(), body);
    if (random() % 8 == 0)
      bytes = fmt::format(
          "GET /api/v1/halls/main/live?view=board HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\n"
          "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
          "hallcall.v1\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
          hall.host());
    bytes = mutated(bytes, random);
    CAPTURE(bytes);
    net::testing::raw_peer peer(hall.port());
    peer.send(bytes);
    peer.half_close();
    const auto r = peer.response();
    if (r) CHECK((r->status < 500 || r->status == 501 || r->status == 505));
    CHECK(peer.ends());
  }
  CHECK(manager.get("/healthz").status == 200);
  CHECK(take(hall, manager).id != "");
}
