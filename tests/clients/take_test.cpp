// One citizen at the kiosk, from the wish to the confirmed number: the desk on a real server, the
// printer simulated, the citizen on a pipe (R-3).
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "kiosk-client/server_connection.hpp"
#include "kiosk-client/take.hpp"
#include "kiosk-client/wording.hpp"
#include "proto/messages/codec.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::kiosk;
using namespace std::chrono_literals;
using tests::fake_server;
using tests::json;
using tests::simulated_printer;
using tests::trouble;

namespace {

// A citizen with a keyboard; what they see is kept.
struct citizen {
  std::array<int, 2> keys{};
  std::array<int, 2> screen{};
  citizen() {
    REQUIRE(pipe2(keys.data(), O_CLOEXEC) == 0);
    REQUIRE(pipe2(screen.data(), O_CLOEXEC | O_NONBLOCK) == 0);
  }
  ~citizen() {
    for (const int fd : {keys[0], keys[1], screen[0], screen[1]})
      if (fd >= 0) close(fd);
  }
  void type(std::string_view text) const { REQUIRE(write(keys[1], text.data(), text.size()) > 0); }
  void leave() {
    close(keys[1]);
    keys[1] = -1;
  }
  [[nodiscard]] kiosk::console console() const { return {keys[0], screen[1], screen[1]}; }
  [[nodiscard]] std::string seen() const {
    std::string all;
    std::array<char, 4096> chunk{};
    for (auto n = read(screen[0], chunk.data(), chunk.size()); n > 0;
         n = read(screen[0], chunk.data(), chunk.size()))
      all.append(chunk.data(), static_cast<std::size_t>(n));
    return all;
  }
};

// The hall: issues one ticket, keeps what is reported about it.
struct hall {
  std::vector<std::string> reports;
  int refuse_confirmation = 0;
  fake_server server;
  server_connection connection;
  ticket_desk desk;

  explicit hall(const std::string& language = "en")
      : server(script(language)),
        connection({"127.0.0.1", server.port()}, 5s),
        desk({[this](net::request r) { return connection.fetch(std::move(r)); },
              [](std::chrono::milliseconds) {}, random_key},
             "", std::nullopt) {}
  fake_server::script script(const std::string& language) {
    fake_server::script s;
    s.on_request = [this, language](const net::request& ask) -> std::optional<net::response> {
      if (ask.target.ends_with("/tickets"))
        return json(201, messages::encode(tests::sample_ticket(language)));
      CHECK(ask.target == "/api/v1/halls/main/tickets/t-1/print-result");
      reports.push_back(ask.body);
      if (refuse_confirmation != 0 && ask.body.find("true") != std::string::npos)
        return json(refuse_confirmation,
                    R"({"status":409,"code":"not-waiting","detail":"It was voided."})");
      return json(200, "{}");
    };
    return s;
  }
};

exit_code take_with(hall& h, const citizen& who, const printer_target& target,
                    std::chrono::milliseconds confirm = 20s) {
  messages::take_ticket wish;
  wish.services = {"transcript"};
  const auto print = [&](const messages::slip& slip) -> tl::expected<print_report, std::string> {
    const auto drawn = draw_slip(slip, paper::mm80);
    auto device = printer::open(target, {1000ms, 300ms, 300ms, 10'000ms, 700ms});
    if (!device) return tl::make_unexpected(std::string(reason(device.error())));
    const auto report = device->print(drawn->picture);
    if (!report) return tl::make_unexpected(std::string(reason(report.error())));
    return *report;
  };
  return take({h.desk, print, who.console(), confirm}, "main", wish);
}

}  // namespace

TEST_CASE("a good print: the number is said, the server is told, nothing is asked") {
  hall h;
  const citizen who;
  const tests::printer_simulator sim(tests::printer_simulator::wire::tcp, {});
  CHECK(take_with(h, who, sim.target()) == exit_code::done);
  CHECK(h.reports == std::vector<std::string>{R"({"printed":true})"});
  CHECK(who.seen() == "A023\n");
  REQUIRE(sim.slips().size() == 1);
  CHECK(tests::scanned(sim.slips()[0]) == tests::sample_slip("en").url);
}

TEST_CASE(
    "whatever the printer's trouble: its reason is told, the number is shown, and Enter keeps it") {
  struct fault_case {
    const char* word;
    simulated_printer how;
  };
  std::vector<fault_case> cases;
  const auto add = [&](const char* word, auto change) {
    simulated_printer how;
    change(how);
    cases.push_back({word, how});
  };
  add("paper-out", [](auto& p) { p.fault = trouble::paper_out; });
  add("cover-open", [](auto& p) { p.fault = trouble::cover_open; });
  add("offline", [](auto& p) { p.fault = trouble::offline; });
  add("cutter-error", [](auto& p) { p.fault = trouble::cutter; });
  add("cutter-error", [](auto& p) {
    p.fault = trouble::cutter;
    p.fault_after_rows = 1;
  });
  add("paper-out", [](auto& p) {
    p.fault = trouble::paper_out;
    p.fault_after_rows = 300;
  });
  add("no-answer", [](auto& p) { p.hang_at_byte = 20'000; });
  add("connection-lost", [](auto& p) { p.disconnect_at_byte = 1; });
  add("connection-lost", [](auto& p) { p.disconnect_at_byte = 14; });
  add("connection-lost", [](auto& p) { p.disconnect_at_byte = 30'000; });
  for (const auto& [word, how] : cases) {
    CAPTURE(word);
    hall h;
    const citizen who;
    who.type("\n");
    const tests::printer_simulator sim(tests::printer_simulator::wire::tcp, how);
    CHECK(take_with(h, who, sim.target()) == exit_code::done);
    CHECK(h.reports ==
          std::vector<std::string>{R"({"printed":false,"reason":")" + std::string(word) + "\"}",
                                   R"({"printed":true})"});
    const auto seen = who.seen();
    CHECK(seen.find("A023") != std::string::npos);
    CHECK(seen.find("█") != std::string::npos);
    CHECK(seen.find("I have my number [Enter]") != std::string::npos);
    CHECK(seen.find("Your number is kept.") != std::string::npos);
  }
}

TEST_CASE("no confirmation in time: nothing more is told, the server voids the ticket") {
  hall h("vi");
  const citizen who;
  simulated_printer how;
  how.fault = trouble::paper_out;
  const tests::printer_simulator sim(tests::printer_simulator::wire::tcp, how);
  CHECK(take_with(h, who, sim.target(), 50ms) == exit_code::not_confirmed);
  CHECK(h.reports.size() == 1);
  CHECK(who.seen().find(say(word::voided, "vi")) != std::string::npos);
}

TEST_CASE("a citizen who walks away before confirming is not taken for one who confirmed") {
  hall h;
  citizen who;
  who.type("no line feed");
  who.leave();
  CHECK(take_with(h, who, {printer_target::kind::device, "", 0, "/dev/no-such-printer"}) ==
        exit_code::not_confirmed);
  CHECK(h.reports == std::vector<std::string>{R"({"printed":false,"reason":"no-printer"})"});
}

TEST_CASE("a confirmation that comes too late is told to be too late") {
  hall h;
  h.refuse_confirmation = 409;
  const citizen who;
  who.type("\n");
  CHECK(take_with(h, who, {printer_target::kind::device, "", 0, "/dev/no-such-printer"}) ==
        exit_code::not_confirmed);
  CHECK(who.seen().find("this number is void") != std::string::npos);
}

TEST_CASE("in the citizen's language") {
  for (const auto& language : known_languages()) {
    hall h(language);
    const citizen who;
    who.type("\n");
    CHECK(take_with(h, who, {printer_target::kind::device, "", 0, "/dev/no-such-printer"}) ==
          exit_code::done);
    const auto seen = who.seen();
    CHECK(seen.find(say(word::not_printed, language)) != std::string::npos);
    CHECK(seen.find(say(word::have_number, language)) != std::string::npos);
    CHECK(seen.find(say(word::kept, language)) != std::string::npos);
  }
}
