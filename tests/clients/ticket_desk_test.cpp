// What a kiosk asks of the server, and how often.
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "kiosk-client/server_connection.hpp"
#include "kiosk-client/ticket_desk.hpp"
#include "proto/messages/codec.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::kiosk;
using namespace std::chrono_literals;
using tests::fake_server;
using tests::json;

namespace {

// A desk on a real connection; waits are noted instead of waited.
struct desk_on {
  server_connection connection;
  std::vector<std::chrono::milliseconds> waits;
  int keys = 0;
  ticket_desk desk;

  explicit desk_on(const fake_server& server, std::optional<std::string> token = std::nullopt,
                   std::chrono::milliseconds timeout = 5s)
      : connection({"127.0.0.1", server.port()}, timeout),
        desk({[this](net::request r) { return connection.fetch(std::move(r)); },
              [this](std::chrono::milliseconds w) { waits.push_back(w); },
              [this] { return "key-" + std::to_string(++keys); }},
             "", std::move(token)) {}
};

messages::take_ticket wish() {
  messages::take_ticket w;
  w.services = {"transcript"};
  w.language = "en";
  w.channel = "kiosk";
  return w;
}

std::string problem(int status, const std::string& code) {
  messages::problem p;
  p.status = status;
  p.code = code;
  p.detail = "A sentence.";
  return messages::encode(p);
}

}  // namespace

TEST_CASE(
    "when the reply is lost, the same request is sent again under the same key, and there is one "
    "ticket") {
  std::map<std::string, int> tickets;  // key → number
  std::set<std::string> bodies;
  int asked = 0;
  fake_server::script script;
  script.on_request = [&](const net::request& ask) -> std::optional<net::response> {
    ++asked;
    bodies.insert(ask.body);
    tickets.try_emplace(std::string(net::find_header(ask.headers, "Idempotency-Key")),
                        static_cast<int>(tickets.size()) + 1);
    if (asked < 3) return std::nullopt;  // decided, but the answer never arrives
    return json(201, messages::encode(tests::sample_ticket("en")));
  };
  {
    const fake_server server(script);
    desk_on kiosk(server, std::nullopt, 200ms);
    const auto ticket = kiosk.desk.take("main", wish());
    REQUIRE(ticket);
    CHECK(ticket->number == "A023");
    CHECK(kiosk.waits.size() == 2);
  }
  CHECK(asked == 3);
  CHECK(tickets.size() == 1);
  CHECK(bodies.size() == 1);
}

TEST_CASE("two tickets have two keys, and a key is 32 hex digits that do not come again") {
  std::set<std::string> keys;
  fake_server::script script;
  script.on_request = [&](const net::request& ask) -> std::optional<net::response> {
    keys.insert(std::string(net::find_header(ask.headers, "Idempotency-Key")));
    return json(201, messages::encode(tests::sample_ticket("en")));
  };
  {
    const fake_server server(script);
    desk_on kiosk(server);
    CHECK(kiosk.desk.take("main", wish()));
    CHECK(kiosk.desk.take("main", wish()));
  }
  CHECK(keys.size() == 2);
  std::set<std::string> made;
  for (int i = 0; i < 1000; ++i) {
    const auto key = random_key();
    CHECK(key.size() == 32);
    CHECK(key.find_first_not_of("0123456789abcdef") == std::string::npos);
    made.insert(key);
  }
  CHECK(made.size() == 1000);
}

TEST_CASE("an overloaded server is asked again when it said, within bounds, and not for ever") {
  int asked = 0;
  fake_server::script script;
  script.on_request = [&](const net::request&) -> std::optional<net::response> {
    ++asked;
    auto r = json(503, problem(503, "overloaded"));
    r.headers.emplace_back("Retry-After", asked == 1 ? "2" : "9999");
    return r;
  };
  const fake_server server(script);
  desk_on kiosk(server);
  const auto ticket = kiosk.desk.take("main", wish());
  REQUIRE(!ticket);
  CHECK(ticket.error().code == exit_code::no_answer);
  CHECK(ticket.error().words.find("overloaded") != std::string::npos);
  CHECK(kiosk.waits == std::vector<std::chrono::milliseconds>{2s, 5s, 5s, 5s, 5s});
}

TEST_CASE("no server: bounded attempts with growing waits") {
  std::uint16_t port = 0;
  {
    const fake_server gone({});
    port = gone.port();
  }
  server_connection connection({"127.0.0.1", port}, 1s);
  std::vector<std::chrono::milliseconds> waits;
  ticket_desk desk({[&](net::request r) { return connection.fetch(std::move(r)); },
                    [&](std::chrono::milliseconds w) { waits.push_back(w); }, random_key},
                   "", std::nullopt);
  const auto hall = desk.hall(std::nullopt);
  REQUIRE(!hall);
  CHECK(hall.error().code == exit_code::no_answer);
  CHECK(waits == std::vector<std::chrono::milliseconds>{300ms, 600ms, 1200ms, 2400ms, 3000ms});
}

TEST_CASE("a refusal is final, and its code says which") {
  const std::tuple<int, const char*, exit_code> cases[] = {
      {401, "not-signed-in", exit_code::not_allowed},
      {403, "not-allowed", exit_code::not_allowed},
      {404, "not-found", exit_code::not_found},
      {409, "hall-closed", exit_code::hall_refused},
      {422, "invalid-value", exit_code::hall_refused}};
  for (const auto& [status, code, expected] : cases) {
    int asked = 0;
    fake_server::script script;
    script.on_request = [&, status = status,
                         code = code](const net::request&) -> std::optional<net::response> {
      ++asked;
      return json(status, problem(status, code));
    };
    const fake_server server(script);
    desk_on kiosk(server);
    const auto ticket = kiosk.desk.take("main", wish());
    REQUIRE(!ticket);
    CHECK(ticket.error().code == expected);
    CHECK(ticket.error().words.starts_with(code));
    CHECK(asked == 1);
  }
}

TEST_CASE("the token goes with every request, and only into its header") {
  std::vector<std::string> seen;
  fake_server::script script;
  script.on_request = [&](const net::request& ask) -> std::optional<net::response> {
    seen.push_back(std::string(net::find_header(ask.headers, "Authorization")));
    CHECK(ask.target.find("secret") == std::string::npos);
    CHECK(ask.body.find("secret") == std::string::npos);
    if (ask.method == net::method::post) return json(200, "{}");
    messages::hall_list list;
    list.halls.push_back(tests::sample_board().hall);
    messages::hall_info info;
    info.hall = list.halls.front();
    return json(200,
                ask.target == "/api/v1/halls" ? messages::encode(list) : messages::encode(info));
  };
  const fake_server server(script);
  desk_on kiosk(server, "secret");
  CHECK(kiosk.desk.hall(std::nullopt)->hall.id == "main");
  CHECK(kiosk.desk.report_print("main", "t-1", {true, std::nullopt}));
  CHECK(seen == std::vector<std::string>{"Bearer secret", "Bearer secret", "Bearer secret"});
}

TEST_CASE("an answer that is no Hallcall answer is told as such") {
  fake_server::script script;
  script.on_request = [](const net::request&) {
    return std::optional(json(200, "<html>router login</html>"));
  };
  const fake_server server(script);
  desk_on kiosk(server);
  const auto hall = kiosk.desk.hall(std::nullopt);
  REQUIRE(!hall);
  CHECK(hall.error().code == exit_code::not_found);
}
