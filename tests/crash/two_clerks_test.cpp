// Two clerks press the key in the same instant, hundreds of times, over real sockets.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <set>

#include "http_bench.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

constexpr int times = 300;

struct clerk {
  caller who;
  int counter = 0;
  bool serving = false;
  [[nodiscard]] std::string at(const std::string& what) const {
    return fmt::format("/api/v1/halls/main/counters/{}/{}", counter, what);
  }
};

}  // namespace

TEST_CASE(
    "two clerks who call at once never get the same ticket, and every ticket is called once") {
  const fresh_directory place;
  const auto data = place.path() / "data";
  real_office::get().copy_data_to(data);
  server_process server(real_office::get().arguments(data));
  REQUIRE(server.listens());
  http_bench bench;
  auto machine = kiosk(bench);
  machine.connect(server.port());
  clerk clerks[] = {{signed_in(bench, server.port(), "clerk1"), 1},
                    {signed_in(bench, server.port(), "clerk2"), 2}};
  int keys = 0;
  const auto key = [&] { return fmt::format("key-{}", ++keys); };
  for (auto& c : clerks)
    REQUIRE(c.who.ask(net::method::post, c.at("open"), "", key()).status == 200);

  std::set<std::string> issued, called;
  int alone = 0, both = 0;
  for (int n = 0; n < times; ++n) {
    CAPTURE(n);
    // One ticket for two, or one for each.
    const int tickets = 1 + n % 2;
    for (int t = 0; t < tickets; ++t) {
      const auto r = machine.ask(net::method::post, "/api/v1/halls/main/tickets",
                                 R"({"services":["birth"]})", key());
      REQUIRE(r.status == 201);
      issued.insert(messages::decode<messages::ticket_issued>(text_of(r), messages::lenient)->id);
    }
    // Both are written to their sockets in one turn, before either is answered.
    std::optional<net::response> answers[2];
    bool settled[2] = {false, false};
    for (int i = 0; i < 2; ++i)
      clerks[i].who.send(net::method::post, clerks[i].at("call-next"), R"({"finishCurrent":true})",
                         key(), [&, i](std::optional<net::response> r) {
                           answers[i] = std::move(r);
                           settled[i] = true;
                         });
    REQUIRE(bench.until([&] { return settled[0] && settled[1]; }));
    int got = 0;
    for (int i = 0; i < 2; ++i) {
      REQUIRE(answers[i].has_value());
      if (answers[i]->status == 409) {
        CHECK(text_of(*answers[i]).find("nothing-waiting") != std::string::npos);
        continue;
      }
      REQUIRE_MESSAGE(answers[i]->status == 200, text_of(*answers[i]));
      const auto c = messages::decode<messages::called>(text_of(*answers[i]), messages::lenient);
      REQUIRE(c.has_value());
      CHECK_MESSAGE(called.insert(c->ticket).second, c->ticket << " was called twice");
      CHECK(issued.contains(c->ticket));
      CHECK(clerks[i].who.ask(net::method::post, clerks[i].at("start"), "", key()).status == 200);
      ++got;
    }
    CHECK(got == tickets);
    (got == 1 ? alone : both) += 1;
  }
  CHECK(called == issued);
  CHECK(alone == times / 2);
  CHECK(both == times / 2);
  server.signal(SIGINT);
  CHECK(server.end().code == 0);
  check_whole(data);
}

}  // namespace hallcall::crash
