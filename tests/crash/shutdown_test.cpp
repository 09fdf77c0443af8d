// Ending in order, and starts that cannot be: signals under load, two servers, a taken port, a
// wrong office file.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <fstream>

#include "busy_hall.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

std::filesystem::path with_data(const fresh_directory& place) {
  const auto data = place.path() / "data";
  real_office::get().copy_data_to(data);
  return data;
}

// A board that notes how it was left.
struct board {
  board(http_bench& bench, std::uint16_t port)
      : bench_(bench),
        ws_(bench.reactor(), {"127.0.0.1", port}, "/api/v1/halls/main/live?view=board", {},
            "hallcall.v1", patience, callbacks()) {}
  std::string first, last;
  bool gone = false;
  std::uint16_t code = 0;

 private:
  net::ws_client::callbacks callbacks() {
    net::ws_client::callbacks c;
    c.on_text = [this](std::string_view text) {
      if (first.empty()) first = text;
      last = text;
      bench_.look();
    };
    c.on_close = [this](int, std::uint16_t how, const std::string&) {
      gone = true;
      code = how;
      bench_.look();
    };
    return c;
  }
  http_bench& bench_;
  net::ws_client ws_;
};

}  // namespace

TEST_CASE(
    "a server that is asked to end under load answers, writes all of it, says goodbye and ends "
    "with 0") {
  for (const int number : {SIGINT, SIGTERM}) {
    const fresh_directory place;
    const auto data = with_data(place);
    http_bench bench;
    busy_hall hall(bench, data, static_cast<std::uint32_t>(number));
    hall.start();
    for (int round = 0; round < 4; ++round) {
      CAPTURE(number);
      CAPTURE(round);
      {
        board b(bench, hall.server().port());
        REQUIRE(bench.until([&] { return !b.first.empty() || b.gone; }));
        hall.work_until(std::chrono::milliseconds(40 + 60 * round),
                        [&] { hall.server().signal(number); });
        CHECK(bench.until([&] { return b.gone; }));
        const auto bye = messages::decode<messages::bye_frame>(b.last, messages::lenient);
        REQUIRE_MESSAGE(bye.has_value(), b.last);
        CHECK(bye->type == "bye");
        CHECK(bye->code == "restart");
        CHECK(bye->retry_seconds > 0);
        CHECK(b.code == 1012);
      }
      const auto end = hall.server().end();
      CHECK_MESSAGE(end.code == 0, end.out);
      check_whole(data);
      hall.start();
      hall.check();
    }
    CHECK(hall.known().numbers.size() > 10);
  }
}

TEST_CASE("a second server on the same data is refused in clear words, and harms nothing") {
  const fresh_directory place;
  const auto data = with_data(place);
  server_process first(real_office::get().arguments(data));
  REQUIRE(first.listens());
  const auto second = run_program(real_office::get().arguments(data));
  CHECK(second.code == 3);
  CHECK_MESSAGE(second.out.find("another") != std::string::npos, second.out);
  CHECK(second.out.find(data.string()) != std::string::npos);
  CHECK(check_whole(data) >= 1);  // also beside the running server
  first.signal(SIGTERM);
  CHECK(first.end().code == 0);
  server_process third(real_office::get().arguments(data));
  CHECK(third.listens());
}

TEST_CASE("a port that is in use ends the start with 4 and says what to do") {
  const fresh_directory one, other;
  server_process first(real_office::get().arguments(with_data(one)));
  REQUIRE(first.listens());
  auto arguments = real_office::get().arguments(with_data(other));
  arguments.back() = fmt::format("127.0.0.1:{}", first.port());
  const auto second = run_program(arguments);
  CHECK(second.code == 4);
  CHECK_MESSAGE(second.out.find(fmt::format("cannot listen on 127.0.0.1:{}", first.port())) !=
                    std::string::npos,
                second.out);
  CHECK(second.out.find("--listen") != std::string::npos);
}

TEST_CASE(
    "a wrong office file ends the start with 2, with everything that is wrong, and touches no "
    "data") {
  const fresh_directory place;
  const auto file = place.path() / "office.toml";
  std::filesystem::copy_file(real_office::get().file().parent_path() / "services.toml",
                             place.path() / "services.toml");
  std::ifstream in(real_office::get().file());
  std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto change = [&](const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
  };
  change("discipline = \"apq\"", "discipline = \"by-beauty\"");
  change("kind = \"priority\"", "kind = \"golden\"");
  change("promise_minutes = 30", "promise_minutes = \"soon\"");
  std::ofstream(file) << text;
  const auto data = place.path() / "data";
  const auto e =
      run_program({"--office", file.string(), "--data", data.string(), "--listen", "127.0.0.1:0"});
  CHECK(e.code == 2);
  CHECK_MESSAGE(e.out.find("3 errors") != std::string::npos, e.out);
  for (const char* word : {"by-beauty", "golden", "promise_minutes"})
    CHECK(e.out.find(word) != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(data));
}

TEST_CASE("data that cannot be used ends the start with 3") {
  const fresh_directory place;
  const auto data = with_data(place);
  std::ofstream(data / "journal.sqlite")
      << "this is no journal, and long enough to be looked at as if it were one";
  const auto e = run_program(real_office::get().arguments(data));
  CHECK(e.code == 3);
  CHECK_MESSAGE(e.out.find("journal") != std::string::npos, e.out);
}

}  // namespace hallcall::crash
