// The two programs against the real server, over TLS: believed with the office's own authority, and
// from the kiosk's page to the board's.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"
#include "tests/net/certificates.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

// The sample hall behind a certificate of a test's authority.
struct real_server {
  net::testing::test_authority authority;
  net::tls_files files = authority.issue();
  folder here;
  std::uint16_t port = free_port();
  std::unique_ptr<process> program;

  real_server() {
    program = std::make_unique<process>(
        std::vector<std::string>{QUEUE_SERVER, "--data", here / "data", "--listen",
                                 fmt::format("127.0.0.1:{}", port), "--tls-certificate",
                                 files.certificate, "--tls-key", files.key},
        here / "log");
    CHECK(logs("start office"));
  }
  [[nodiscard]] bool logs(const std::string& words) const {
    for (int i = 0; i < 1'500; ++i) {
      if (text_of(here / "log").find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  [[nodiscard]] std::string url() const { return fmt::format("https://localhost:{}", port); }
  // What curl, which is not ours, gets; it believes the authority alone.
  std::string curl(const std::string& arguments, const std::string& path) const {
    std::string said;
    net::testing::run_command(
        fmt::format("curl -sS --cacert {} {} {}{}", authority.file(), arguments, url(), path),
        &said);
    return said;
  }
};

std::string printed_by(const std::string& command, int* code) {
  std::string said;
  *code = net::testing::run_command(command, &said);
  return said;
}

}  // namespace

TEST_CASE("the programs believe the office's own authority and no other") {
  real_server server;
  net::testing::test_authority another;
  int code = 0;
  const auto once = fmt::format("{} --text --once --server {}", DISPLAY_CLIENT, server.url());
  CHECK(printed_by(once + " --ca-file " + server.authority.file(), &code).find("南屯") !=
        std::string::npos);
  CHECK(code == 0);
  const auto services = fmt::format("{} services --server {}", KIOSK_CLIENT, server.url());
  CHECK(printed_by(services + " --ca-file " + server.authority.file(), &code).find("transcript") !=
        std::string::npos);
  CHECK(code == 0);
  for (const auto& wrong : {services, services + " --ca-file " + another.file()}) {
    const auto said = printed_by(wrong, &code);
    CHECK(code == 5);
    CHECK(said.find("authority") != std::string::npos);
  }
  CHECK(printed_by(services + " --ca-file /nowhere", &code).find("/nowhere") != std::string::npos);
  CHECK(code == 2);
  CHECK(printed_by(once + " --ca-file " + server.files.key, &code).find("PEM") !=
        std::string::npos);
  CHECK(code == 2);
}

TEST_CASE("the server's cookie is for TLS alone, and a new certificate comes with a reload") {
  real_server server;
  std::smatch pin;
  const auto log = text_of(server.here / "log");
  REQUIRE(std::regex_search(log, pin, std::regex("manager +([0-9]+)")));
  const auto sign_in = server.curl(fmt::format("-i -H 'Content-Type: application/json' -d "
                                               "'{{\"name\":\"manager\",\"password\":\"{}\"}}'",
                                               pin[1].str()),
                                   "/api/v1/session");
  CHECK(sign_in.find("; Secure") != std::string::npos);
  CHECK(server.curl("", "/metrics").find("hallcall_certificate_end_seconds 1") !=
        std::string::npos);
  const auto next = server.authority.issue();
  const auto copy = [](const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to, std::filesystem::copy_options::overwrite_existing);
  };
  copy(next.certificate, server.files.certificate);
  server.program->kill(SIGHUP);
  CHECK(server.logs("certificate reloaded=false"));
  CHECK(server.curl("", "/healthz").find("ok") != std::string::npos);
  copy(next.key, server.files.key);
  server.program->kill(SIGHUP);
  CHECK(server.logs("certificate reloaded=true"));
  CHECK(server.curl("", "/healthz").find("ok") != std::string::npos);
  server.program->kill(SIGTERM);
  CHECK(server.program->wait() == 0);
}

TEST_CASE("half of the TLS options, or files that do not fit, end the server with 2") {
  net::testing::test_authority authority;
  const auto files = authority.issue(), other = authority.issue();
  const folder here;
  const auto refused = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {QUEUE_SERVER, "--data", here / "data"});
    std::filesystem::remove(here / "log");
    process program(options, here / "log");
    CHECK(program.wait() == 2);
    return text_of(here / "log");
  };
  CHECK(refused({"--tls-certificate", files.certificate}).find("--tls-key") != std::string::npos);
  CHECK(refused({"--tls-key", files.key}).find("--tls-certificate") != std::string::npos);
  CHECK(refused({"--tls-certificate", files.certificate, "--tls-key", other.key})
            .find(other.key + " is not the key") != std::string::npos);
}

TEST_CASE("a number from the kiosk's box is called on the board's box, over TLS all the way") {
  real_server server;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const folder here;
  const auto board_port = free_port(), kiosk_port = free_port();
  process board({DISPLAY_CLIENT, "--server", server.url(), "--ca-file", server.authority.file(),
                 "--serve", fmt::format("127.0.0.1:{}", board_port), "--state", here / "board"},
                here / "board.log");
  process kiosk(
      {KIOSK_CLIENT, "serve", "--server", server.url(), "--ca-file", server.authority.file(),
       "--listen", fmt::format("127.0.0.1:{}", kiosk_port), "--state", here / "kiosk", "--printer",
       fmt::format("tcp:127.0.0.1:{}", printer.target().port)},
      here / "kiosk.log");
  box_browser page(kiosk_port), wall(board_port);
  for (int i = 0; i < 1'500 && page.get("/api/v1/halls/main").status != 200; ++i)
    std::this_thread::sleep_for(10ms);
  for (int i = 0; i < 1'500 && wall.get("/api/v1/halls/main").status != 200; ++i)
    std::this_thread::sleep_for(10ms);
  REQUIRE(wall.watch("board"));
  const std::string tickets = "/api/v1/halls/main/tickets";
  const auto issued =
      page.send(tickets, R"({"services":["transcript"],"language":"en","channel":"kiosk"})", "k1");
  REQUIRE(issued.status == 201);
  const auto ticket = messages::decode<messages::ticket_issued>(body_of(issued), messages::lenient);
  REQUIRE(ticket);
  const auto told = page.send(tickets + "/" + ticket->id + "/print-result",
                              R"({"printed":false,"reason":"no-printer"})", "k2");
  CHECK(body_of(told) == R"({"printed":true})");
  REQUIRE(printer.slips().size() == 1);
  CHECK(scanned(printer.slips()[0]) == ticket->slip.url);
  // A clerk, by hand.
  std::smatch pin;
  const auto log = text_of(server.here / "log");
  REQUIRE(std::regex_search(log, pin, std::regex("clerk1 +([0-9]+)")));
  const auto jar = here / "cookies";
  const auto post = [&](const std::string& path, const std::string& body, const std::string& key) {
    return server.curl(fmt::format("-b {} -c {} -H 'Content-Type: application/json' -H "
                                   "'Idempotency-Key: {}' -d '{}'",
                                   jar, jar, key, body),
                       path);
  };
  post("/api/v1/session", fmt::format(R"({{"name":"clerk1","password":"{}"}})", pin[1].str()), "s");
  const std::string counter = "/api/v1/halls/main/counters/1";
  post(counter + "/open", "{}", "o");
  CHECK(post(counter + "/call-next", "{}", "c").find(ticket->number) != std::string::npos);
  const std::regex calling(R"re("call":"(c[0-9]+)","number":")re" + ticket->number);
  std::string frame;
  std::smatch call;
  for (int i = 0; i < 50 && call.empty(); ++i) {
    auto next = wall.frame();
    REQUIRE(next);
    frame = std::move(*next);
    std::regex_search(frame, call, calling);
  }
  REQUIRE(!call.empty());
  const auto id = call[1].str();
  CHECK(wall.say(fmt::format(R"({{"type":"shown","call":"{}"}})", id)));
  std::this_thread::sleep_for(1s);  // no event tells that the server has heard it
  CHECK(post(counter + "/start", "{}", "t").find("\"shown\":true") != std::string::npos);
}
