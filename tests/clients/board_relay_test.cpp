// The display's box: its page and its frames while the server is there, away, and after the box
// lost its power.
#include <doctest/doctest.h>

#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

std::string board_frame(std::uint64_t seq, const std::string& number = "A023",
                        const std::string& call = "c9") {
  auto board = sample_board();
  board.now[0].number = number;
  board.now[0].call = call;
  board.now[0].speak = {"chime", "a", "0", "2", "3"};
  return fmt::format(R"({{"type":"view","view":"board","seq":{},"at":{},"data":{}}})", seq,
                     messages::encode(sample_now()), messages::encode(board));
}

// The hall's server, which gives an enrolled display its board.
struct board_server {
  std::atomic<std::uint64_t> seq{7};
  std::atomic<int> without_token{0};
  std::unique_ptr<fake_server> server;
  std::uint16_t port;

  explicit board_server(std::uint16_t at = 0) : port(at) { open(); }
  void open() {
    fake_server::script s;
    s.on_request = [this](const net::request& asked) -> std::optional<net::response> {
      if (net::find_header(asked.headers, "Authorization") != "Bearer board-1") ++without_token;
      messages::hall_info info;
      info.hall = sample_board().hall;
      auto other = info.hall;
      other.id = "branch";
      if (asked.target == "/api/v1/halls")
        return json(200, messages::encode(messages::hall_list{{info.hall, other}}));
      if (asked.target == "/api/v1/halls/main") return json(200, messages::encode(info));
      return json(404, "{}");
    };
    s.on_upgrade = [this](const net::request& asked) {
      if (net::find_header(asked.headers, "Authorization") == "Bearer board-1") return 0;
      ++without_token;
      return 401;
    };
    s.greeting = [this] { return std::vector{board_frame(seq)}; };
    server = std::make_unique<fake_server>(s, port);
    port = server->port();
  }
};

// The program on the box, with its folder and its token.
struct board_box {
  folder here;
  std::uint16_t port = free_port();
  std::unique_ptr<process> program;
  std::uint16_t server_port;
  std::vector<std::string> more;

  explicit board_box(std::uint16_t to, std::vector<std::string> options = {})
      : server_port(to), more(std::move(options)) {
    std::ofstream(here / "token") << "board-1\n";
    chmod((here / "token").c_str(), 0600);
    start();
  }
  void start() {
    std::vector<std::string> command{DISPLAY_CLIENT,
                                     "--server",
                                     fmt::format("http://127.0.0.1:{}", server_port),
                                     "--token-file",
                                     here / "token",
                                     "--serve",
                                     fmt::format("127.0.0.1:{}", port),
                                     "--state",
                                     here / "state"};
    command.insert(command.end(), more.begin(), more.end());
    program = std::make_unique<process>(command, here / "log");
    box_browser browser(port);
    for (int i = 0; i < 1'000 && browser.get("/status").status != 200; ++i)
      std::this_thread::sleep_for(10ms);
  }
  void lose_power() {
    program->kill(SIGKILL);
    CHECK(program->wait() == -SIGKILL);
  }
  [[nodiscard]] bool eventually_says(const std::string& words) const {
    box_browser browser(port);
    for (int i = 0; i < 1'500; ++i) {
      if (body_of(browser.get("/status")).find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
};

bool is_beat(const std::string& frame) { return frame.starts_with(R"({"type":"beat")"); }

}  // namespace

TEST_CASE("the box's browser gets the page, the hall and its frames, and holds no secret") {
  board_server hall;
  const board_box box(hall.port);
  REQUIRE(box.eventually_says("live"));
  box_browser browser(box.port);
  const auto page = browser.get("/board");
  CHECK(page.status == 200);
  CHECK(net::find_header(page.headers, "Content-Type").starts_with("text/html"));
  CHECK(!net::find_header(page.headers, "Content-Security-Policy").empty());
  CHECK(net::find_header(page.headers, "Permissions-Policy").starts_with("camera=(),"));
  const auto zipped = browser.get("/board", {{"Accept-Encoding", "gzip"}});
  CHECK(zipped.body->size() <= page.body->size());
  const std::string tag(net::find_header(page.headers, "ETag"));
  CHECK(browser.get("/board", {{"If-None-Match", tag}}).status == 304);
  CHECK(net::find_header(browser.get("/").headers, "Location") == "/board");
  CHECK(browser.get("/kiosk").status == 404);
  // The first hall of the list is the box's own.
  const auto halls = messages::decode<messages::hall_list>(body_of(browser.get("/api/v1/halls")),
                                                           messages::lenient);
  REQUIRE(halls);
  REQUIRE(halls->halls.size() == 1);
  CHECK(halls->halls[0].id == "main");
  CHECK(browser.get("/api/v1/halls/main").status == 200);
  CHECK(browser.get("/api/v1/halls/branch").status == 404);
  CHECK(browser.post("/api/v1/halls/main/tickets", "{}", "k").status == 404);
  REQUIRE(browser.watch("board"));
  CHECK(browser.frame() == board_frame(7));
  hall.server->push(R"({"type":"beat","seq":7,"at":"2026-11-20T01:41:09.000Z"})");
  CHECK(browser.frame() == R"({"type":"beat","seq":7,"at":"2026-11-20T01:41:09.000Z"})");
  hall.server->push(board_frame(8, "A024", "c10"));
  CHECK(browser.frame() == board_frame(8, "A024", "c10"));
  CHECK(browser.say(R"({"type":"shown","call":"c10"})"));
  CHECK(browser.say(R"({"type":"spoken","call":"c10"})"));
  CHECK(hall.server->received(2) == std::vector<std::string>{R"({"type":"shown","call":"c10"})",
                                                             R"({"type":"spoken","call":"c10"})"});
  CHECK(hall.without_token == 0);
  for (const auto& one :
       {body_of(page), body_of(browser.get("/status")), text_of(box.here / "log")})
    CHECK(one.find("board-1") == std::string::npos);
  CHECK(browser.say("anything else"));
  CHECK(browser.ended());
}

TEST_CASE("a page of another site reaches nothing through the box") {
  board_server hall;
  const board_box box(hall.port);
  box_browser browser(box.port);
  CHECK(browser.get("/board", {{"Host", "evil.example"}}).status == 403);
  CHECK(browser.get("/api/v1/halls", {{"Origin", "https://evil.example"}}).status == 403);
  const auto own = fmt::format("http://127.0.0.1:{}", box.port);
  CHECK(browser.get("/status", {{"Origin", own}}).status == 200);
  for (const auto* address : {"0.0.0.0:8090", "192.0.2.1:8090", "127.0.0.1", "here:1"}) {
    const folder here;
    process program({DISPLAY_CLIENT, "--server", "http://127.0.0.1:1", "--serve", address},
                    here / "log");
    CHECK(program.wait() == 2);
  }
}

TEST_CASE("while the server is away the last board is shown as old, and is not spoken again") {
  board_server hall;
  board_box box(hall.port);
  REQUIRE(box.eventually_says("seq 7"));
  box_browser browser(box.port);
  REQUIRE(browser.watch("board"));
  CHECK(browser.frame() == board_frame(7));
  hall.server.reset();
  REQUIRE(box.eventually_says("away"));
  const auto silent = [](box_browser& from) {
    // One beat sets the page's clock right; then nothing, so that it says that it is old.
    const auto beat = from.frame();
    REQUIRE(beat);
    CHECK(is_beat(*beat));
    CHECK(seq_of(*beat) == 7);
    CHECK_FALSE(from.frame(3s));
  };
  for (const bool power_cut : {false, true}) {
    CAPTURE(power_cut);
    if (power_cut) {
      box.lose_power();
      box.start();
    }
    box_browser later(box.port);
    CHECK(later.get("/board").status == 200);
    CHECK(later.get("/api/v1/halls").status == 200);  // the page finds its hall
    CHECK(later.get("/api/v1/halls/main").status == 200);
    REQUIRE(later.watch("board"));
    const auto old = later.frame();
    REQUIRE(old);
    CHECK(seq_of(*old) == 7);
    CHECK(old->find("A023") != std::string::npos);
    CHECK(old->find("chime") == std::string::npos);
    silent(later);
  }
  struct stat about {};
  CHECK(stat((box.here / "state/board.view").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("what the browser confirmed while the server was away is told when it still matters") {
  board_server hall;
  board_box box(hall.port);
  REQUIRE(box.eventually_says("seq 7"));
  box_browser browser(box.port);
  REQUIRE(browser.watch("board"));
  CHECK(browser.frame());
  hall.server.reset();
  REQUIRE(box.eventually_says("away"));
  CHECK(browser.say(R"({"type":"shown","call":"c9"})"));
  CHECK(browser.say(R"({"type":"shown","call":"long-gone"})"));
  hall.seq = 8;
  hall.open();
  CHECK(seq_of(browser.frame().value_or("")) == 8);
  CHECK(hall.server->received(1) == std::vector<std::string>{R"({"type":"shown","call":"c9"})"});
}

TEST_CASE("through one power cut after the other the board's count never goes back") {
  board_server hall;
  board_box box(hall.port);
  std::uint64_t seen = 0;
  for (int round = 0; round < 5; ++round) {
    CAPTURE(round);
    REQUIRE(box.eventually_says("live"));
    {
      box_browser browser(box.port);
      REQUIRE(browser.watch("board"));
      std::thread calls([&] {
        for (int i = 0; i < 60; ++i) {
          hall.server->push(board_frame(++hall.seq));
          std::this_thread::sleep_for(2ms);
        }
      });
      std::thread power([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + round * 23));
        box.lose_power();
      });
      while (const auto frame = browser.frame(500ms)) {
        CHECK(seq_of(*frame) >= seen);
        seen = std::max(seen, seq_of(*frame));
      }
      calls.join();
      power.join();
    }
    hall.server.reset();
    box.start();
    box_browser browser(box.port);
    REQUIRE(browser.watch("board"));
    const auto kept = browser.frame();
    REQUIRE(kept);
    CHECK(seq_of(*kept) >= seen);
    seen = std::max(seen, seq_of(*kept));
    hall.open();
  }
  CHECK(seen > 7);
}

TEST_CASE("half a file is not taken for a board") {
  board_server hall;
  board_box box(hall.port);
  REQUIRE(box.eventually_says("seq 7"));
  box.lose_power();
  hall.server.reset();
  const auto kept = text_of(box.here / "state/board.view");
  REQUIRE(kept.size() > 100);
  std::ofstream(box.here / "state/board.view", std::ios::trunc) << kept.substr(0, kept.size() / 2);
  box.start();
  CHECK(box.eventually_says("none yet"));
  box_browser browser(box.port);
  CHECK_FALSE(browser.watch("board"));
  hall.open();
  CHECK(box.eventually_says("seq 7"));
  CHECK(browser.watch("board"));
}

TEST_CASE("a server whose count began anew ends the browser's connection") {
  board_server hall;
  board_box box(hall.port);
  REQUIRE(box.eventually_says("seq 7"));
  box_browser browser(box.port);
  REQUIRE(browser.watch("board"));
  CHECK(browser.frame());
  hall.server.reset();
  hall.seq = 2;
  hall.open();
  CHECK(browser.ended());
  REQUIRE(browser.watch("board"));
  CHECK(seq_of(browser.frame().value_or("")) == 2);
}

TEST_CASE("the box's browser is started again, later each time, and ends with the program") {
  board_server hall;
  const folder here;
  const auto starts = here / "starts", child = here / "child";
  board_box box(hall.port,
                {"--browser", fmt::format("echo x >> {}; test $(wc -l < {}) -lt 3 && exit 1; echo "
                                          "$$ > {}; sleep 1000; true",
                                          starts, starts, child)});
  for (int i = 0; i < 1'000 && text_of(child).empty(); ++i) std::this_thread::sleep_for(10ms);
  const auto browser = std::atoi(text_of(child).c_str());
  REQUIRE(browser > 0);
  CHECK(text_of(starts) == "x\nx\nx\n");
  CHECK(box.eventually_says("running, started 3 times"));
  CHECK(kill(browser, 0) == 0);
  box.program->kill(SIGTERM);
  CHECK(box.program->wait() == 0);
  CHECK(kill(browser, 0) != 0);
}
