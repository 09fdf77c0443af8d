// `journal state` beside a running server: the hall at a second of the past, from the real file.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <thread>

#include "http_bench.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

ended state_of(const std::filesystem::path& data, const std::string& at,
               const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"journal",     "state",    "--data",
                                     data.string(), "--office", real_office::get().file().string(),
                                     "--at",        at};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments);
}

std::string utc(messages::time_point t) {
  std::string text;
  messages::encode_into(text, t);
  return text.substr(1, text.size() - 2);
}

}  // namespace

TEST_CASE("R-92: the hall at any second is shown from the file, beside the server that writes it") {
  const fresh_directory place;
  const auto data = place.path() / "data";
  real_office::get().copy_data_to(data);
  server_process server(real_office::get().arguments(data));
  REQUIRE(server.listens());
  http_bench bench;
  auto machine = kiosk(bench);
  machine.connect(server.port());
  std::vector<messages::ticket_issued> issued;
  for (int n = 0; n < 3; ++n) {
    const auto r = machine.ask(net::method::post, "/api/v1/halls/main/tickets",
                               R"({"services":["birth"]})", fmt::format("key-{}", n));
    REQUIRE(r.status == 201);
    issued.push_back(*messages::decode<messages::ticket_issued>(text_of(r), messages::lenient));
  }
  const auto text = std::vector<std::string>{"--format", "text"};
  const auto last = state_of(data, utc(issued[2].issued_at), text);
  CHECK(last.code == 0);
  CHECK_MESSAGE(last.out.find("waiting: 3\n") != std::string::npos, last.out);
  CHECK(last.out.find("3 issued") != std::string::npos);
  const auto before = state_of(data, utc(issued[2].issued_at - std::chrono::milliseconds(1)), text);
  CHECK_MESSAGE(before.out.find("waiting: 3\n") == std::string::npos, before.out);
  const auto json = state_of(data, utc(issued[2].issued_at), {"--hall", "main"});
  CHECK(json.code == 0);
  CHECK(json.out.find("\"number\": {") != std::string::npos);
  for (const auto& t : issued) CHECK(json.out.find(t.token) == std::string::npos);
  // Nothing was changed, and the server goes on.
  CHECK(machine
            .ask(net::method::post, "/api/v1/halls/main/tickets", R"({"services":["birth"]})",
                 "key-more")
            .status == 201);
  server.signal(SIGINT);
  CHECK(server.end().code == 0);
  check_whole(data);
  const auto after_its_end = state_of(data, utc(issued[2].issued_at), text);
  CHECK(after_its_end.out == last.out);
}

TEST_CASE("a question that cannot be answered says why, on standard error, with a code") {
  const fresh_directory place;
  const auto data = place.path() / "data";
  real_office::get().copy_data_to(data);
  const auto says = [](const ended& e, int code, std::string_view words) {
    CHECK(e.code == code);
    CHECK_MESSAGE(e.out.find(words) != std::string::npos, e.out);
  };
  says(state_of(data, "2026-11-20T01:30:00Z"), 3, "journal");  // no server ever ran there
  {
    server_process server(real_office::get().arguments(data));
    REQUIRE(server.listens());
    server.signal(SIGINT);
    CHECK(server.end().code == 0);
  }
  says(state_of(data, "yesterday"), 2, "--at takes a time such as");
  says(state_of(data, "2020-01-01T00:00:00Z"), 1, "begins at");
  says(state_of(data, "2999-01-01T00:00:00Z", {"--hall", "nowhere"}), 2, "no hall \"nowhere\"");
  says(state_of(data, "2999-01-01T00:00:00Z", {"--format", "xml"}), 2, "xml");
  CHECK(state_of(data, "2999-01-01 00:00:00").code == 0);  // as it is now
}

}  // namespace hallcall::crash
