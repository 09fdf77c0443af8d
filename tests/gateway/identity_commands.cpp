// The command line for people and devices, and asking for a password on a terminal.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <future>
#include <sstream>

#include "app/account_commands.hpp"
#include "gateway/password_prompt.hpp"
#include "identity_support.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;

namespace {

struct outcome {
  std::optional<int> code;
  std::string out, err;
};

// Runs `queue-server WORDS…` with this on its standard input.
outcome run(const std::filesystem::path& data, std::vector<std::string> words,
            const std::string& input = {}) {
  std::array<int, 2> pipe_ends{};
  REQUIRE(::pipe(pipe_ends.data()) == 0);
  REQUIRE(::write(pipe_ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
  ::close(pipe_ends[1]);
  std::ostringstream out, err;
  outcome result;
  CLI::App program("test");
  std::filesystem::path directory;
  program.add_option("--data", directory);
  app::add_account_commands(program, directory, result.code,
                            {pipe_ends[0], 2, &out, &err, least_hash_cost(), [] { return start; }});
  words.insert(words.end(), {"--data", data.string()});
  std::reverse(words.begin(), words.end());  // as CLI11 wants them
  try {
    program.parse(words);
  } catch (const CLI::ParseError& e) {
    result.code = 100;
    err << e.what();
  }
  ::close(pipe_ends[0]);
  result.out = out.str();
  result.err = err.str();
  return result;
}

std::string after(const std::string& text, const std::string& mark) {
  const auto found = text.find(mark);
  REQUIRE(found != std::string::npos);
  return text.substr(found + mark.size(),
                     text.find_first_of(" \n", found + mark.size()) - found - mark.size());
}

// A terminal whose other end the test types on.
struct terminal {
  terminal() { REQUIRE(::openpty(&keyboard, &line, nullptr, nullptr, nullptr) == 0); }
  ~terminal() {
    ::close(keyboard);
    ::close(line);
  }
  // What appears on the screen until it ends with `mark`.
  std::string wait_for(const std::string& mark) {
    std::string screen;
    while (!screen.ends_with(mark)) {
      pollfd ready{keyboard, POLLIN, 0};
      if (::poll(&ready, 1, 20'000) != 1) break;
      char c = 0;
      if (::read(keyboard, &c, 1) != 1) break;
      screen.push_back(c);
    }
    REQUIRE(screen.ends_with(mark));
    return screen;
  }
  void type(const std::string& keys) {
    REQUIRE(::write(keyboard, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
  }
  [[nodiscard]] bool echoes() const {
    termios now{};
    REQUIRE(::tcgetattr(line, &now) == 0);
    return (now.c_lflag & ECHO) != 0 && (now.c_lflag & ICANON) != 0 && (now.c_lflag & ISIG) != 0;
  }
  std::future<std::string> ask() {
    return std::async(std::launch::async, [this] {
      const auto answer = ask_new_password(line, line, "clerk1");
      return answer ? "=" + std::string(answer->view()) : answer.error();
    });
  }
  int keyboard = -1;
  int line = -1;
};

}  // namespace

TEST_CASE("an account is added from a line of input, listed, changed and removed") {
  const temporary_directory data;
  const auto dir = data.path / "hall";
  auto added =
      run(dir, {"account", "add", "clerk1", "--role", "manager", "--shown-name", "範例承辦"},
          "kT4-vQz9\r\n");
  CHECK(added.code == 0);
  CHECK(added.out == "Added account clerk1.\n");
  auto store = open_store(dir);
  CHECK(verify_password(*store.begin_sign_in("clerk1", start)->hash, "kT4-vQz9"));

  auto listed = run(dir, {"account", "list"});
  CHECK(listed.code == 0);
  CHECK(listed.out.find("clerk1 ") == 0);
  CHECK(listed.out.find("manager") != std::string::npos);
  CHECK(listed.out.find("enabled  範例承辦\n") != std::string::npos);
  CHECK(listed.out.find("argon2") == std::string::npos);

  CHECK(run(dir, {"account", "password", "clerk1"}, "another one").code == 0);
  CHECK(verify_password(*store.begin_sign_in("clerk1", start)->hash, "another one"));
  CHECK(run(dir, {"account", "disable", "clerk1"}).code == 0);
  CHECK(run(dir, {"account", "list"}).out.find("disabled") != std::string::npos);
  CHECK(run(dir, {"account", "enable", "clerk1"}).code == 0);
  CHECK(run(dir, {"account", "remove", "clerk1"}).code == 0);
  CHECK(run(dir, {"account", "list"}).out.empty());
}

TEST_CASE("a lock is listed until it ends") {
  const temporary_directory data;
  REQUIRE(run(data.path, {"account", "add", "clerk1", "--role", "clerk"}, "kT4-vQz9\n").code == 0);
  auto store = open_store(data.path);
  for (int i = 0; i < 5; ++i) (void)store.begin_sign_in("clerk1", start - 5min);
  CHECK(run(data.path, {"account", "list"}).out.find("locked until 2026-11-20T00:10:00Z") !=
        std::string::npos);
  REQUIRE(store.set_disabled("clerk1", false));
  for (int i = 0; i < 5; ++i) (void)store.begin_sign_in("clerk1", start - 15min);
  CHECK(run(data.path, {"account", "list"}).out.find("locked") == std::string::npos);
}

TEST_CASE("what is wrong is refused with a sentence and a code, and never shows the password") {
  const temporary_directory data;
  const auto refused = [&](std::vector<std::string> words, const std::string& input, int code) {
    CAPTURE(words.back());
    const auto r = run(data.path, std::move(words), input);
    CHECK(r.code == code);
    CHECK(r.out.empty());
    CHECK_FALSE(r.err.empty());
    if (!input.empty()) CHECK(r.err.find(input.substr(0, input.size() - 1)) == std::string::npos);
  };
  refused({"account", "list"}, "", app::exit_storage);
  refused({"account", "remove", "clerk1"}, "", app::exit_storage);
  CHECK_FALSE(std::filesystem::exists(accounts_file(data.path)));
  refused({"account", "add", "clerk1", "--role", "clerk"}, "short\n", app::exit_refused);
  refused({"account", "add", "sample-clerk", "--role", "clerk"}, "SAMPLE-clerk\n",
          app::exit_refused);
  refused({"account", "add", "clerk1", "--role", "clerk"}, "password123\n", app::exit_refused);
  refused({"account", "add", "clerk1", "--role", "clerk"}, std::string(400, 'x') + "\n",
          app::exit_refused);
  refused({"account", "add", "clerk1", "--role", "clerk"}, "", app::exit_refused);
  refused({"account", "add", "Clerk1", "--role", "clerk"}, "kT4-vQz9\n", app::exit_refused);
  refused({"account", "add", "clerk1", "--role", "root"}, "kT4-vQz9\n", 100);
  refused({"account", "add", "clerk1", "--role", "kiosk"}, "kT4-vQz9\n", 100);
  refused({"account", "add", "clerk1"}, "kT4-vQz9\n", 100);
  refused({"account"}, "", 100);
  refused({"account", "password", "clerk1"}, "kT4-vQz9\n", app::exit_refused);
  refused({"account", "disable", "clerk1"}, "", app::exit_refused);
  refused({"device", "add", "k 1", "--role", "kiosk"}, "", app::exit_refused);
  refused({"device", "add", "k1", "--role", "clerk"}, "", 100);
  refused({"device", "revoke", "k1"}, "", app::exit_refused);
  refused({"device", "link", "k1"}, "", app::exit_refused);
  REQUIRE(run(data.path, {"account", "add", "clerk1", "--role", "clerk"}, "kT4-vQz9\n").code == 0);
  refused({"account", "add", "clerk1", "--role", "clerk"}, "kT4-vQz9\n", app::exit_refused);
}

TEST_CASE("adding a device prints its token and a one-time link, which work") {
  const temporary_directory data;
  const auto added = run(data.path, {"device", "add", "kiosk-1", "--role", "kiosk", "--hall",
                                     "main", "--url", "http://10.0.0.5:8080/"});
  CHECK(added.code == 0);
  auto store = open_store(data.path);
  const auto known = store.load_tokens(start);
  REQUIRE(known->tokens.size() == 1);
  CHECK(known->tokens.front().digest == digest_of(after(added.out, "program: ")));
  CHECK(known->tokens.front().principal.hall == "main");
  const std::string code = after(added.out, "http://10.0.0.5:8080/kiosk#enrol=");
  CHECK(store.redeem(code, digest_of("cookie"), start)->has_value());

  const auto link = run(data.path, {"device", "link", "kiosk-1"});
  CHECK(link.code == 0);
  CHECK(store.redeem(after(link.out, " /kiosk#enrol="), digest_of("cookie2"), start)->has_value());

  const auto board = run(data.path, {"device", "add", "board-1", "--role", "display"});
  CHECK(board.out.find("/board#enrol=") != std::string::npos);
  CHECK(run(data.path, {"device", "revoke", "kiosk-1"}).code == 0);
  const auto listed = run(data.path, {"device", "list"});
  CHECK(listed.out.find("every hall") != std::string::npos);
  CHECK(listed.out.find("revoked 2026-11-20T00:00:00Z") != std::string::npos);
}

TEST_CASE(
    "a box is listed, confirmed and denied beside a running server, and the log says by whom") {
  const temporary_directory data;
  auto store = open_store(data.path);
  const auto first = *store.ask_pairing({role::kiosk, "main", "k-1", "192.0.2.31"}, start);
  const auto second = *store.ask_pairing({role::display, {}, {}, "192.0.2.32"}, start);
  const auto listed = run(data.path, {"device", "pairings"});
  CHECK(listed.out.find(shown_pairing_code(first.code) + "  kiosk    main") != std::string::npos);
  CHECK(listed.out.find("calls itself k-1") != std::string::npos);
  CHECK(listed.out.find(first.secret) == std::string::npos);
  CHECK(run(data.path, {"device", "confirm", "BCD", "--name", "k-1"}).code == app::exit_refused);
  CHECK(run(data.path, {"device", "confirm", "BCDFGHJK"}).code != 0);  // without a name
  const auto confirmed = run(data.path, {"device", "confirm", shown_pairing_code(first.code),
                                         "--name", "k-2", "--hall", "main"});
  CHECK(confirmed.code == 0);
  CHECK(confirmed.out.find("k-2 (kiosk)") != std::string::npos);
  CHECK(store.take_token(first.secret, start)->as->name == "k-2");
  CHECK(run(data.path, {"device", "deny", second.code}).code == 0);
  CHECK(run(data.path, {"device", "confirm", second.code, "--name", "b-1"}).code ==
        app::exit_refused);
  CHECK(store.take_token(second.secret, start)->what == pairing_outcome::kind::denied);
  const auto log = run(data.path, {"device", "log"}).out;
  CHECK(log.find("confirmed  k-2") != std::string::npos);
  CHECK(log.find("by command line") != std::string::npos);
  CHECK(log.find("by device:k-2") != std::string::npos);
}

TEST_CASE("without --data the commands say so") {
  std::ostringstream out, err;
  std::optional<int> code;
  CLI::App program("test");
  const std::filesystem::path none;
  app::add_account_commands(program, none, code, {0, 2, &out, &err, least_hash_cost(), {}});
  program.parse("device list");
  CHECK(code == app::exit_storage);
  CHECK(err.str().find("--data") != std::string::npos);
}

TEST_CASE("a program that is asked for something else runs no command") {
  std::optional<int> code;
  CLI::App program("test");
  const std::filesystem::path none;
  app::add_account_commands(program, none, code);
  program.parse("");
  CHECK_FALSE(code);
  CHECK(app::how_to_add_an_account("/var/lib/hall")
            .find("account add NAME --role administrator --data /var/lib/hall") !=
        std::string::npos);
}

TEST_CASE("a password typed twice on a terminal is taken, and not shown") {
  terminal t;
  auto answer = t.ask();
  std::string screen = t.wait_for("Password for clerk1: ");
  CHECK_FALSE(t.echoes());
  t.type("kT4-vQz");
  t.type(
      "大\x7f"
      "9\r");
  screen += t.wait_for("Once more: ");
  t.type("wrong\x15kT4-vQz9\n");
  screen += t.wait_for("\n");
  CHECK(answer.get() == "=kT4-vQz9");
  CHECK(screen.find("kT4") == std::string::npos);
  CHECK(t.echoes());
}

TEST_CASE(
    "two different passwords, Ctrl-C and an ended input give none, and leave the terminal as it "
    "was") {
  terminal t;
  auto answer = t.ask();
  t.wait_for("Password for clerk1: ");
  SUBCASE("different") {
    t.type("kT4-vQz9\r");
    t.wait_for("Once more: ");
    t.type("kT4-vQz8\r");
    CHECK(answer.get() == "The two passwords differ.");
  }
  SUBCASE("Ctrl-C") {
    t.type("kT4\x03");
    CHECK(answer.get() == "Interrupted.");
  }
  SUBCASE("Ctrl-D") {
    t.type("\x04");
    CHECK(answer.get() == "No password was given.");
  }
  CHECK(t.echoes());
}
