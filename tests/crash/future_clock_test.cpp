// The machine's clock was set back, or was wrong before: the journal's newest entry lies in the
// future. The hall goes on from there: no number comes twice and no wait is negative (R-61).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include "http_bench.hpp"
#include "journal/sqlite_journal.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"
#include "real_office.hpp"
#include "tests/service/service_bench.hpp"

namespace hallcall::crash {
namespace {

using service::testing::hand_clock;
using service::testing::service_bench;

// A hall of that office with some tickets, one of them at counter 1, whose clock is ahead by so
// much.
engine::time_point write_future(const std::filesystem::path& data, std::chrono::hours ahead) {
  const auto office = service::load_office(real_office::get().file());
  REQUIRE(office.has_value());
  journal::sqlite_options o;
  o.path = data / "journal.sqlite";
  hand_clock clock;
  clock.wall =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + ahead;
  service_bench bench(std::make_unique<journal::sqlite_journal>(o), clock, {}, *office);
  for (int n = 1; n <= 4; ++n)
    bench.get(service::testing::take(fmt::format("sample-token-of-{:08}", n), "birth"));
  clock.pass(std::chrono::minutes(1));
  bench.get(engine::open_counter{{1}, "account:clerk1", "Sample clerk1"});
  bench.get(engine::call_next{{1}});
  bench.get(engine::start_visit{{1}});
  bench.close();
  return clock.wall;
}

double metric(caller& who, const std::string& name) {
  const auto text = text_of(who.get("/metrics"));
  const auto at = text.find("\n" + name + " ");
  REQUIRE_MESSAGE(at != std::string::npos, text);
  return std::stod(text.substr(at + name.size() + 2));
}

}  // namespace

TEST_CASE("a server whose clock is behind its journal goes on from the journal's time") {
  for (const auto ahead : {std::chrono::hours(2), std::chrono::hours(50)}) {
    CAPTURE(ahead.count());
    const fresh_directory place;
    const auto data = place.path() / "data";
    real_office::get().copy_data_to(data);
    const auto newest = write_future(data, ahead);
    http_bench bench;
    std::string number;
    for (int start = 0; start < 2; ++start) {
      server_process server(real_office::get().arguments(data));
      REQUIRE(server.listens());
      auto clerk = signed_in(bench, server.port(), "clerk1");
      auto machine = kiosk(bench);
      machine.connect(server.port());
      const auto r = machine.ask(net::method::post, "/api/v1/halls/main/tickets",
                                 R"({"services":["birth"]})", fmt::format("key-{}", start));
      REQUIRE_MESSAGE(r.status == 201, text_of(r));
      const auto issued = messages::decode<messages::ticket_issued>(text_of(r), messages::lenient);
      REQUIRE(issued.has_value());
      CHECK(issued->number == fmt::format("A{:03}", 5 + start));  // A001 to A004 were given
      CHECK(issued->issued_at >= newest);
      const auto at = fmt::format("/api/v1/halls/main/counters/{}/", 1);
      const auto c = clerk.ask(net::method::post, at + "call-next", R"({"finishCurrent":true})",
                               fmt::format("call-{}", start));
      REQUIRE_MESSAGE(c.status == 200, text_of(c));
      const auto called = messages::decode<messages::called>(text_of(c), messages::lenient);
      REQUIRE(called.has_value());
      CHECK(called->why.waited_seconds >= 60);
      CHECK(called->why.waited_seconds < 3600);
      CHECK(clerk.ask(net::method::post, at + "start", "", fmt::format("start-{}", start)).status ==
            200);
      auto manager = signed_in(bench, server.port(), "manager1");
      const auto view = messages::decode<messages::manager_view>(
          first_view(bench, server.port(), manager, "manager"), messages::lenient);
      REQUIRE(view.has_value());
      CHECK(view->today.mean_wait_seconds >= 0);
      CHECK(view->today.issued == 5 + start);
      CHECK(metric(manager, "hallcall_clock_behind_seconds") >
            3600.0 * static_cast<double>(ahead.count()) - 600);
      server.signal(SIGINT);
      const auto end = server.end();
      CHECK(end.code == 0);
      CHECK(end.out.find("clock behind_seconds=") != std::string::npos);  // the operator is told
    }
    check_whole(data);
  }
}

}  // namespace hallcall::crash
