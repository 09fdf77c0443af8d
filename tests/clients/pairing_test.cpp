// A box is enrolled by the code it shows, against the real server: by `pair` on a terminal, by
// itself when it is started without a token, after a lost answer, and again after it was revoked.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>
#include <thread>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/relay/pairing.hpp"
#include "proto/relay/pairing_terminal.hpp"
#include "proto/relay/token_file.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/cutting_proxy.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"
#include "tests/net/certificates.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

bool comes(const std::function<bool()>& condition) {
  for (int i = 0; i < 2'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

// The sample hall, and the command line of who runs it.
struct hall_server {
  folder here;
  std::uint16_t port = free_port();
  std::unique_ptr<process> program;

  hall_server() { start(); }
  void start() {
    program = std::make_unique<process>(
        std::vector<std::string>{QUEUE_SERVER, "--data", here / "data", "--listen",
                                 fmt::format("127.0.0.1:{}", port)},
        here / "log");
    box_browser asks(port);
    REQUIRE(comes([&] { return asks.get("/healthz").status == 200; }));
  }
  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port); }
  std::string command(const std::string& words) const {
    std::string said;
    CHECK(net::testing::run_command(
              fmt::format("{} device {} --data {}", QUEUE_SERVER, words, here / "data/sample"),
              &said) == 0);
    return said;
  }
};

std::string code_in(const std::string& text) {
  std::smatch found;
  return std::regex_search(text, found, std::regex("[B-Z]{4}-[B-Z]{4}")) ? found.str() : "";
}

mode_t mode_of(const std::string& file) {
  struct stat about {};
  REQUIRE(stat(file.c_str(), &about) == 0);
  return about.st_mode & 07777;
}

// The first word of a file.
std::string word_in(const std::string& file) {
  std::string word;
  std::ifstream(file) >> word;
  return word;
}

// A box at work with its page.
struct box_at {
  std::uint16_t port = free_port();
  std::string token;
  std::unique_ptr<process> program;
  std::string log;

  box_at(const folder& here, const std::string& server, bool kiosk,
         const printer_simulator* printer = nullptr)
      : token(here / "token"), log(here / "box.log") {
    const auto listen = fmt::format("127.0.0.1:{}", port);
    std::vector<std::string> command{kiosk ? KIOSK_CLIENT : DISPLAY_CLIENT};
    if (kiosk)
      command.insert(command.end(), {"serve", "--listen", listen, "--printer",
                                     fmt::format("tcp:127.0.0.1:{}", printer->target().port)});
    else
      command.insert(command.end(), {"--serve", listen});
    command.insert(command.end(),
                   {"--server", server, "--token-file", token, "--state", here / "state"});
    program = std::make_unique<process>(command, log);
  }
  // The newest /pairing.json that has these words.
  [[nodiscard]] std::string pairing_with(const std::string& words) const {
    box_browser page(port);
    std::string text;
    CHECK_MESSAGE(comes([&] {
                    text = body_of(page.get("/pairing.json"));
                    return text.find(words) != std::string::npos;
                  }),
                  words);
    return text;
  }
  [[nodiscard]] bool status_says(const std::string& words) const {
    box_browser page(port);
    return comes([&] { return body_of(page.get("/status")).find(words) != std::string::npos; });
  }
};

}  // namespace

TEST_CASE("pair shows a code, waits for an administrator, and writes a token that works") {
  const hall_server server;
  const folder here;
  const auto token = here / "token";
  for (const bool kiosk : {false, true}) {
    CAPTURE(kiosk);
    const auto name = kiosk ? "k-1" : "b-1";
    std::vector<std::string> command{kiosk ? KIOSK_CLIENT : DISPLAY_CLIENT,
                                     "pair",
                                     "--server",
                                     server.url(),
                                     "--token-file",
                                     token,
                                     "--name",
                                     "host-7"};
    if (kiosk) command.emplace_back("--replace");
    std::filesystem::remove(here / "pair.log");
    process pairing(command, here / "pair.log");
    std::string code;
    REQUIRE(comes([&] { return !(code = code_in(text_of(here / "pair.log"))).empty(); }));
    CHECK(text_of(here / "pair.log").find("█") != std::string::npos);
    const auto listed = server.command("pairings");
    CHECK(listed.find(code) != std::string::npos);
    CHECK(listed.find("calls itself host-7") != std::string::npos);
    const auto before = kiosk ? word_in(token) : "";
    server.command(fmt::format("confirm {} --name {}", code, name));
    CHECK(pairing.wait() == 0);
    CHECK(mode_of(token) == 0600);
    CHECK(word_in(token).size() == 43);
    CHECK(word_in(token) != before);
    CHECK(text_of(here / "pair.log").find(word_in(token)) == std::string::npos);
    CHECK(text_of(here / "pair.log").find(fmt::format("Enrolled as {}", name)) !=
          std::string::npos);
    box_browser asks(server.port);
    net::request who;
    who.target = "/api/v1/session";
    who.headers = {{"Authorization", "Bearer " + word_in(token)}};
    CHECK(body_of(asks.ask(who)).find(fmt::format(R"("name":"{}")", name)) != std::string::npos);
  }
  // Nothing but the token's own file is left in the folder.
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here.path()))
    if (entry.path().filename().string().starts_with("token")) ++files;
  CHECK(files == 1);
}

TEST_CASE("pair says why it could not: a file that is there, a folder that is not, nobody there") {
  const hall_server server;
  const folder here;
  const auto ends = [&](const std::string& url, const std::string& file, const std::string& more,
                        std::string* said) {
    return net::testing::run_command(
        fmt::format("{} pair --server {} --token-file {} {}", DISPLAY_CLIENT, url, file, more),
        said);
  };
  std::string said;
  std::ofstream(here / "token") << "old\n";
  CHECK(ends(server.url(), here / "token", "", &said) == 2);
  CHECK(said.find("--replace") != std::string::npos);
  CHECK(word_in(here / "token") == "old");
  CHECK(ends(server.url(), here / "none/token", "", &said) == 2);
  CHECK(ends(server.url(), here / "new", "--hall nowhere", &said) == 3);
  CHECK(said.find("hall") != std::string::npos);
  CHECK(net::testing::run_command(fmt::format("{} pair --server {}", DISPLAY_CLIENT, server.url()),
                                  &said) == 2);
  CHECK(net::testing::run_command(fmt::format("{} pair --server {}", KIOSK_CLIENT, server.url()),
                                  &said) == 2);

  process denied({DISPLAY_CLIENT, "pair", "--server", server.url(), "--token-file", here / "new"},
                 here / "denied.log");
  std::string code;
  REQUIRE(comes([&] { return !(code = code_in(text_of(here / "denied.log"))).empty(); }));
  server.command("deny " + code);
  CHECK(denied.wait() == 4);
  CHECK_FALSE(std::filesystem::exists(here / "new"));
}

TEST_CASE("a display without a token shows its code, then the board, and is believed") {
  hall_server server;
  const folder here;
  const box_at box(here, server.url(), false);
  const auto waiting = box.pairing_with(R"("phase":"waiting")");
  CHECK(waiting.find(R"("revoked":false)") != std::string::npos);
  CHECK(waiting.find(server.url() + "/manager") != std::string::npos);
  box_browser page(box.port);
  CHECK(body_of(page.get("/pairing")).find("登錄這臺設備") != std::string::npos);
  CHECK(body_of(page.get("/board")).find("/pairing-watch.js") != std::string::npos);
  const auto code = code_in(waiting);
  CHECK(box.status_says(code));
  server.command(fmt::format("confirm {} --name board-1", code));
  const auto enrolled = box.pairing_with(R"("pairing":false)");
  CHECK(enrolled.find(code) == std::string::npos);
  CHECK(mode_of(box.token) == 0600);
  REQUIRE(box.status_says("<dd>live</dd>"));
  CHECK(server.command("log").find("took-token board-1") != std::string::npos);
  CHECK(text_of(box.log).find(word_in(box.token)) == std::string::npos);

  SUBCASE("revoked, it is out at once, says so, and comes back by another code") {
    const auto old = word_in(box.token);
    server.command("revoke board-1");
    const auto again = box.pairing_with(R"("phase":"waiting")");
    CHECK(again.find(R"("revoked":true)") != std::string::npos);
    CHECK(code_in(again) != code);
    server.command(fmt::format("confirm {} --name board-1", code_in(again)));
    (void)box.pairing_with(R"("pairing":false)");
    CHECK(word_in(box.token) != old);
    REQUIRE(box.status_says("<dd>live</dd>"));
  }
  SUBCASE("after a power cut it needs no code") {
    box.program->kill(SIGKILL);
    (void)box.program->wait();
    const box_at again(here, server.url(), false);
    REQUIRE(again.status_says("<dd>live</dd>"));
    CHECK(again.pairing_with(R"("pairing":)").find(R"("pairing":false)") != std::string::npos);
  }
  SUBCASE("a server that restarts is no revocation") {
    server.program->kill(SIGTERM);
    (void)server.program->wait();
    server.start();
    REQUIRE(box.status_says("<dd>live</dd>"));
    CHECK(box.pairing_with(R"("pairing":)").find(R"("pairing":false)") != std::string::npos);
  }
}

TEST_CASE("a kiosk is let in by its code and takes numbers; revoked, none") {
  const hall_server server;
  const folder here;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const box_at box(here, server.url(), true, &printer);
  const auto code = code_in(box.pairing_with(R"("phase":"waiting")"));
  server.command(fmt::format("confirm {} --name kiosk-1", code));
  (void)box.pairing_with(R"("pairing":false)");
  REQUIRE(box.status_says("<dd>live</dd>"));
  box_browser page(box.port);
  const std::string wish = R"({"services":["transcript"],"language":"en","channel":"kiosk"})";
  const std::string tickets = "/api/v1/halls/main/tickets";
  CHECK(page.send(tickets, wish, "k1").status == 201);
  server.command("revoke kiosk-1");
  (void)box.pairing_with(R"("revoked":true)");
  CHECK(page.post(tickets, wish, "k2").status == 401);
}

TEST_CASE("an answer that was lost on its way strands no box") {
  const hall_server server;
  cutting_proxy wire(server.port);
  const folder here;
  const box_at box(here, fmt::format("http://127.0.0.1:{}", wire.port()), false);
  const auto code = code_in(box.pairing_with(R"("phase":"waiting")"));
  bool cuts = true;
  SUBCASE("the token's, before a byte of it came") {
    wire.away(true);
    server.command(fmt::format("confirm {} --name board-1", code));
    wire.cut_next(cut::before_answer, "/api/v1/pairings/token");
    wire.away(false);
  }
  SUBCASE("the token's, in its middle") {
    wire.away(true);
    server.command(fmt::format("confirm {} --name board-1", code));
    wire.cut_next(cut::within_answer, "/api/v1/pairings/token");
    wire.away(false);
  }
  SUBCASE("all of them, while the network is away") {
    wire.away(true);
    server.command(fmt::format("confirm {} --name board-1", code));
    std::this_thread::sleep_for(1s);
    wire.away(false);
    cuts = false;
  }
  (void)box.pairing_with(R"("pairing":false)");
  REQUIRE(box.status_says("<dd>live</dd>"));
  if (cuts) CHECK(wire.has_cut());
  // The token on the disk is the one that counts.
  box_browser asks(server.port);
  net::request who;
  who.target = "/api/v1/session";
  who.headers = {{"Authorization", "Bearer " + word_in(box.token)}};
  CHECK(asks.ask(who).status == 200);
}

TEST_CASE("a token's file is whole, its owner's alone, and never another's") {
  const folder here;
  const auto file = here / "token";
  REQUIRE(relay::write_token_file(file, "first", false));
  CHECK(mode_of(file) == 0600);
  CHECK(text_of(file) == "first\n");
  CHECK_FALSE(relay::write_token_file(file, "second", false));
  CHECK(word_in(file) == "first");
  chmod(file.c_str(), 0644);
  REQUIRE(relay::write_token_file(file, "second", true));
  CHECK(mode_of(file) == 0600);
  CHECK(word_in(file) == "second");
  std::filesystem::create_symlink("/dev/null", here / "link");
  CHECK_FALSE(relay::write_token_file(here / "link", "x", true));
  std::filesystem::create_directory(here / "open");
  chmod((here / "open").c_str(), 0777);
  CHECK_FALSE(relay::token_place_is_good(here / "open/token", true));
  chmod((here / "open").c_str(), 01777);  // as /tmp
  CHECK(relay::token_place_is_good(here / "open/token", true));
  if (geteuid() == 0) {
    REQUIRE(chown(file.c_str(), 1, 1) == 0);
    CHECK_FALSE(relay::write_token_file(file, "third", true));
    REQUIRE(chown(here.path().c_str(), 1, 1) == 0);
    CHECK_FALSE(relay::token_place_is_good(here / "other", true));
  }
}

TEST_CASE("every letter of a code has its picture, and a box's name is one that devices can have") {
  for (const char letter : std::string("BCDFGHJKLMNPQRSTVWXZ-"))
    CHECK(relay::large_code(std::string(1, letter)).find("█") != std::string::npos);
  CHECK(relay::large_code("B") != relay::large_code("D"));
  CHECK(std::regex_match(relay::box_name(), std::regex("[a-z0-9][a-z0-9-]{0,31}")));
}
