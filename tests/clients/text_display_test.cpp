// The whole display program but its main: on a pseudo-terminal, into a pipe, once.
#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <thread>

#include <unistd.h>

#include "display-client/text_display.hpp"
#include "proto/messages/codec.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/pseudo_terminal.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::display;
using namespace std::chrono_literals;
using tests::fake_server;

namespace {

fake_server::script with_board() {
  fake_server::script s;
  s.greeting = [] {
    return std::vector{tests::view_frame(tests::sample_board(), tests::sample_now())};
  };
  return s;
}

// The program on a thread of its own; stop() is what a signal does.
struct running {
  net::reactor reactor;
  exit_code code = exit_code::usage;
  std::thread thread;

  running(const fake_server& server, int output, bool once = false) {
    display_options options;
    options.server = {{"127.0.0.1", server.port()}, ""};
    options.server_text = server.url();
    options.hall = "main";
    options.text = true;
    options.once = once;
    live_board::options live;
    live.server = options.server;
    live.hall = options.hall;
    live.jitter = [] { return 0.0; };
    thread = std::thread([this, options, live, output] {
      text_display shown(reactor, options, output, live);
      code = shown.run();
    });
  }
  ~running() { finish(); }
  exit_code finish(bool stop = true) {
    if (stop) reactor.post([this] { reactor.stop(); });
    if (thread.joinable()) thread.join();
    return code;
  }
};

std::string read_all(int fd) {
  std::string all;
  char chunk[4096];
  while (const auto n = read(fd, chunk, sizeof chunk)) {
    if (n < 0) break;
    all.append(chunk, static_cast<std::size_t>(n));
  }
  return all;
}

}  // namespace

TEST_CASE(
    "on a terminal the board is drawn, and the calls that were drawn are acknowledged once each") {
  fake_server server(with_board());
  const tests::pseudo_terminal pty(80, 24);
  running display(server, pty.slave());
  CHECK(pty.await("All services").find("範例戶政事務所") != std::string::npos);
  const auto first = server.received(2);
  REQUIRE(first.size() == 2);
  CHECK(first[0] == R"({"type":"shown","call":"c9"})");
  CHECK(first[1] == R"({"type":"shown","call":"c8"})");
  auto board = tests::sample_board();
  board.now.insert(board.now.begin(), board.now[0]);
  board.now[0].call = "c10";
  board.now[0].number = "A024";
  server.push(tests::view_frame(board, tests::sample_now() + 1s));
  const auto later = server.received(3);
  REQUIRE(later.size() == 3);
  CHECK(later[2] == R"({"type":"shown","call":"c10"})");
  CHECK(display.finish() == exit_code::stopped);
  CHECK(pty.sent().ends_with("\x1b[?1049l"));
}

TEST_CASE("a window that changes its size is drawn anew") {
  fake_server server(with_board());
  const tests::pseudo_terminal pty(80, 24);
  running display(server, pty.slave());
  CHECK(!pty.await("All services").empty());
  pty.resize(132, 43);
  CHECK(pty.await("\x1b[43;1H").find("\x1b[43;1H") !=
        std::string::npos);  // the notice has moved down
}

TEST_CASE("into a pipe goes one line per call, in order, none twice, and nothing is acknowledged") {
  fake_server server(with_board());
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  {
    running display(server, pipe_ends[1]);
    REQUIRE(server.await_sessions(1));
    server.push(tests::view_frame(tests::sample_board(), tests::sample_now()));
    auto board = tests::sample_board();
    board.now.insert(board.now.begin(), board.now[0]);
    board.now[0].call = "c10";
    board.now[0].number = "A024";
    server.push(tests::view_frame(board, tests::sample_now()));
    std::string lines;
    char c = 0;
    while (lines.find("A024") == std::string::npos && read(pipe_ends[0], &c, 1) == 1) lines += c;
    CHECK(lines.find("E007 -> 12") < lines.find("A023 -> 5"));
    CHECK(lines.find("A023") == lines.rfind("A023"));
    CHECK(display.finish() == exit_code::stopped);
  }
  close(pipe_ends[0]);
  close(pipe_ends[1]);
  CHECK(server.received(0).empty());
}

TEST_CASE("once: one plain board, then the end") {
  const fake_server server(with_board());
  int pipe_ends[2];
  REQUIRE(pipe(pipe_ends) == 0);
  running display(server, pipe_ends[1], true);
  CHECK(display.finish(false) == exit_code::stopped);
  close(pipe_ends[1]);
  const auto text = read_all(pipe_ends[0]);
  close(pipe_ends[0]);
  CHECK(text.find("██") != std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(std::count(text.begin(), text.end(), '\n') == 24);
}

TEST_CASE("a refused board ends with the exit code for it") {
  auto script = with_board();
  exit_code expected{};
  int status = 0;
  SUBCASE("401") {
    status = 401;
    expected = exit_code::refused;
  }
  SUBCASE("404") {
    status = 404;
    expected = exit_code::not_found;
  }
  script.on_upgrade = [&](const net::request&) { return status; };
  const fake_server server(script);
  const tests::pseudo_terminal pty(80, 24);
  running display(server, pty.slave());
  CHECK(display.finish(false) == expected);
}

TEST_CASE("a terminal that hangs up ends the program") {
  fake_server server(with_board());
  auto pty = std::make_unique<tests::pseudo_terminal>(80, 24);
  const int slave = dup(pty->slave());
  running display(server, slave);
  CHECK(!pty->await("All services").empty());
  pty.reset();
  CHECK(display.finish(false) == exit_code::output_lost);
  close(slave);
}
