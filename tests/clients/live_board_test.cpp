// Finding the hall, staying connected and coming back, against a real server on loopback.
#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "display-client/live_board.hpp"
#include "proto/messages/codec.hpp"
#include "proto/net/path_segment.hpp"
#include "proto/relay/back_off.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::display;
using namespace std::chrono_literals;
using tests::fake_server;

namespace {

// A board and what became of it; runs the reactor until a condition holds or 20 s are over.
struct watch {
  net::reactor reactor;
  std::unique_ptr<live_board> board;
  std::vector<std::string> numbers;  // the newest call of each board that came
  std::vector<std::chrono::milliseconds> waits;
  std::vector<std::string> losses;
  std::optional<refusal> refused;
  int connections = 0;

  explicit watch(const fake_server& server, std::optional<std::string> hall = "main",
                 std::chrono::milliseconds silence = 10s)
      : watch(server.port(), std::move(hall), silence) {}
  watch(std::uint16_t port, std::optional<std::string> hall, std::chrono::milliseconds silence) {
    live_board::options o;
    o.server = {{"127.0.0.1", port}, ""};
    o.hall = std::move(hall);
    o.jitter = [] { return 0.0; };
    o.silence = silence;
    board = std::make_unique<live_board>(
        reactor, o,
        live_board::callbacks{
            .on_board =
                [this](const auto& b) { numbers.push_back(b.now.empty() ? "" : b.now[0].number); },
            .on_connected = [this] { ++connections; },
            .on_refused = [this](refusal what, const std::string&) { refused = what; },
            .on_lost =
                [this](const std::string& why, std::chrono::milliseconds wait) {
                  losses.push_back(why);
                  waits.push_back(wait);
                }});
    board->start();
  }
  template <class F>
  bool until(F holds) {
    bool late = false;
    const auto limit = reactor.after(20s, [&] { late = true; });
    net::timer look;
    std::function<void()> check = [&] {
      if (holds() || late) return reactor.stop();
      look = reactor.after(5ms, check);
    };
    check();
    if (!holds() && !late) reactor.run();
    look.cancel();
    return !late;
  }
};

fake_server::script with_board() {
  fake_server::script s;
  s.on_request = [](const net::request& ask) -> std::optional<net::response> {
    if (ask.target != "/api/v1/halls") return tests::json(404, "{}");
    messages::hall_list list;
    list.halls.push_back(tests::sample_board().hall);
    list.halls.back().id = "hall/1";
    return tests::json(200, messages::encode(list));
  };
  s.greeting = [] {
    return std::vector{tests::view_frame(tests::sample_board(), tests::sample_now())};
  };
  return s;
}

}  // namespace

TEST_CASE("waits double from half a second to ten, in the upper half of each step") {
  relay::back_off shortest([] { return 0.0; });
  std::vector<std::int64_t> steps;
  for (int i = 0; i < 7; ++i) steps.push_back(shortest.next().count());
  CHECK(steps == std::vector<std::int64_t>{250, 500, 1000, 2000, 4000, 5000, 5000});
  relay::back_off longest([] { return 0.999; });
  for (int i = 0; i < 20; ++i) CHECK(longest.next() <= relay::back_off::last);
  shortest.reset();
  CHECK(shortest.next() == 250ms);
}

TEST_CASE("the first hall of the list is watched when none is named, its id as one path segment") {
  const fake_server server(with_board());
  watch w(server, std::nullopt);
  CHECK(w.until([&] { return w.numbers.size() == 1; }));
  CHECK(w.numbers == std::vector<std::string>{"A023"});
  CHECK(server.upgrade_targets().front() == "/api/v1/halls/hall%2F1/live?view=board");
}

TEST_CASE("an id becomes one segment of a path, whatever is in it") {
  CHECK(net::path_segment("Main-hall_2.b~") == "Main-hall_2.b~");
  CHECK(net::path_segment("a/b?c#d%e f") == "a%2Fb%3Fc%23d%25e%20f");
  CHECK(net::path_segment("廳") == "%E5%BB%B3");
}

TEST_CASE("the server's clock is shown, not this machine's") {
  const fake_server server(with_board());
  watch w(server);
  CHECK(w.until([&] { return !w.numbers.empty(); }));
  CHECK(w.board->server_now() >= tests::sample_now());
  CHECK(w.board->server_now() < tests::sample_now() + 30s);
}

TEST_CASE("an acknowledgement is one frame with the call's id") {
  fake_server server(with_board());
  watch w(server);
  CHECK(w.until([&] { return !w.numbers.empty(); }));
  CHECK(w.board->acknowledge_shown("c9"));
  CHECK(w.until([&] { return server.received(1).size() == 1; }));
  CHECK(server.received(1).front() == R"({"type":"shown","call":"c9"})");
}

TEST_CASE("after the server is gone and back, the board is live again by itself") {
  auto server = std::make_unique<fake_server>(with_board());
  const auto port = server->port();
  watch w(*server);
  CHECK(w.until([&] { return w.numbers.size() == 1; }));
  server.reset();
  CHECK(w.until([&] { return w.waits.size() >= 2; }));
  CHECK(w.waits[0] == 250ms);
  CHECK(w.waits[1] == 500ms);
  CHECK(!w.board->acknowledge_shown("c9"));
  server = std::make_unique<fake_server>(with_board(), port);
  CHECK(w.until([&] { return w.numbers.size() == 2; }));
  CHECK(w.connections == 2);
  CHECK(!w.refused);
}

TEST_CASE("a server that says for how long it will be away is left alone so long") {
  fake_server server(with_board());
  watch w(server);
  CHECK(w.until([&] { return !w.numbers.empty(); }));
  server.push(messages::encode(messages::bye_frame{"bye", "restart", 3}));
  server.push("not JSON {");  // and what is no frame is passed over
  server.push(tests::view_frame(tests::sample_board(), tests::sample_now()));
  CHECK(w.until([&] { return w.numbers.size() == 2; }));
}

TEST_CASE("a connection on which nothing comes any more is replaced") {
  const fake_server server(with_board());
  watch w(server, "main", 200ms);
  CHECK(w.until([&] { return w.numbers.size() >= 2; }));
  CHECK(w.losses.front() == "nothing heard");
}

TEST_CASE("before the first board, a refusal is final") {
  auto script = with_board();
  int status = 0;
  refusal expected{};
  SUBCASE("401") {
    status = 401;
    expected = refusal::not_allowed;
  }
  SUBCASE("403") {
    status = 403;
    expected = refusal::not_allowed;
  }
  SUBCASE("404") {
    status = 404;
    expected = refusal::unknown_hall;
  }
  script.on_upgrade = [&](const net::request&) { return status; };
  const fake_server server(script);
  watch w(server);
  CHECK(w.until([&] { return w.refused.has_value(); }));
  CHECK(w.refused == expected);
  CHECK(w.losses.empty());
}

TEST_CASE("something else than a Hallcall server is told at once") {
  auto script = with_board();
  script.on_request = [](const net::request&) {
    return std::optional(tests::json(200, "<html>hello</html>"));
  };
  const fake_server server(script);
  watch w(server, std::nullopt);
  CHECK(w.until([&] { return w.refused.has_value(); }));
  CHECK(w.refused == refusal::wrong_server);
}

TEST_CASE("an overloaded server is tried again, and so is nobody at all") {
  SUBCASE("503") {
    auto script = with_board();
    int times = 0;
    script.on_upgrade = [&](const net::request&) { return ++times < 2 ? 503 : 0; };
    const fake_server server(script);
    watch w(server);
    CHECK(w.until([&] { return w.numbers.size() == 1; }));
    CHECK(w.losses.size() == 1);
  }
  SUBCASE("no server") {
    std::uint16_t port = 0;
    {
      const fake_server gone(with_board());
      port = gone.port();
    }
    watch w(port, std::nullopt, 10s);
    CHECK(w.until([&] { return w.waits.size() == 2; }));
    CHECK(!w.refused);
  }
}

TEST_CASE("once live, a refusal does not end a board on the wall") {
  auto script = with_board();
  std::atomic<int> status = 0;
  script.on_upgrade = [&](const net::request&) { return status.load(); };
  const fake_server server(script);
  watch w(server, "main", 200ms);
  CHECK(w.until([&] { return !w.numbers.empty(); }));
  status = 404;
  CHECK(w.until([&] { return w.losses.size() >= 2; }));
  CHECK(!w.refused);
  const auto seen = w.numbers.size();
  status = 0;
  CHECK(w.until([&] { return w.numbers.size() > seen; }));
}
