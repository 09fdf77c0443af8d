// The two programs as they are started: exit codes, and what goes to which stream.
#include <doctest/doctest.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/pseudo_terminal.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using tests::fake_server;
using tests::json;

namespace {

struct ended {
  int code = -1;
  std::string out;  // standard output and standard error
};

ended run(const std::string& command) {
  ended e;
  setenv("LSAN_OPTIONS", "print_suppressions=0:suppressions=" HALLCALL_CLIENT_TESTS "/leaks.supp",
         0);
  auto* pipe = popen((command + " 2>&1 </dev/null").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> chunk{};
  while (const auto n = fread(chunk.data(), 1, chunk.size(), pipe)) e.out.append(chunk.data(), n);
  const int status = pclose(pipe);
  e.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return e;
}

const std::string display = DISPLAY_CLIENT;
const std::string kiosk_program = KIOSK_CLIENT;

// The sample office's server, as far as the programs need it.
fake_server::script office() {
  fake_server::script s;
  s.on_request = [](const net::request& ask) -> std::optional<net::response> {
    messages::hall_info info;
    info.hall = tests::sample_board().hall;
    info.languages = {"zh-TW", "en"};
    info.needs = {"wheelchair", "interpreter"};
    messages::service_info service;
    service.id = "transcript";
    service.name = {{"zh-TW", "戶籍謄本"}, {"en", "Household transcript"}};
    service.standard_seconds = 480;
    info.services.push_back(service);
    if (ask.target == "/api/v1/halls")
      return json(200, messages::encode(messages::hall_list{{info.hall}}));
    if (ask.target == "/api/v1/halls/main") return json(200, messages::encode(info));
    if (ask.target == "/api/v1/halls/main/tickets") {
      const auto wish = messages::decode<messages::take_ticket>(ask.body);
      CHECK(wish);
      CHECK(wish->services == std::vector<std::string>{"transcript", "seal"});
      CHECK(wish->needs == std::vector<std::string>{"wheelchair"});
      CHECK(net::find_header(ask.headers, "Idempotency-Key").size() == 32);
      return json(201, messages::encode(tests::sample_ticket(wish->language.value_or("zh-TW"))));
    }
    return json(ask.target.ends_with("print-result") ? 200 : 404, "{}");
  };
  s.greeting = [] {
    return std::vector{tests::view_frame(tests::sample_board(), tests::sample_now())};
  };
  return s;
}

// Answers only who brings exactly this Authorization with every request; "" stands for none at all.
fake_server::script office_for(const std::string& authorization) {
  auto s = office();
  const auto brought = [authorization](const net::request& ask) {
    return net::find_header(ask.headers, "Authorization") == authorization;
  };
  s.on_request = [brought, answer = s.on_request](const net::request& ask) {
    return brought(ask) ? answer(ask) : std::optional(json(401, "{}"));
  };
  s.on_upgrade = [brought](const net::request& ask) { return brought(ask) ? 0 : 401; };
  return s;
}

struct token_file {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("hallcall-program-token-" + std::to_string(getpid())))
                         .string();
  token_file(const std::string& token, mode_t mode) {
    std::ofstream(path) << token << "\n";
    chmod(path.c_str(), mode);
  }
  ~token_file() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("wrong usage ends with 2 and an explanation") {
  for (const auto* arguments :
       {"", "--server nonsense --text", "--server http://127.0.0.1:1 --width 5 --text",
        "--server http://127.0.0.1:1"}) {
    const auto e = run(display + " " + arguments);
    CHECK(e.code == 2);
    CHECK(!e.out.empty());
  }
  for (const auto* arguments :
       {"", "take", "take --service x", "status", "print-test --printer lpt1", "services",
        "--paper 70 status --printer file:/dev/null", "dance"}) {
    const auto e = run(kiosk_program + " " + arguments);
    CHECK(e.code == 2);
    CHECK(!e.out.empty());
  }
}

TEST_CASE("--help explains the exit codes and ends with 0") {
  for (const auto& program : {display, kiosk_program}) {
    const auto e = run(program + " --help");
    CHECK(e.code == 0);
    CHECK(e.out.find("Exit codes") != std::string::npos);
  }
}

TEST_CASE("the display draws the board once and ends") {
  const fake_server server(office());
  const auto e = run(display + " --server " + server.url() + " --text --once --width 80");
  CHECK(e.code == 0);
  CHECK(e.out.find("E007  -> 12  快捷櫃檯 Express") != std::string::npos);
}

TEST_CASE("the display ends with 3 where there is no hall") {
  auto script = office();
  script.on_upgrade = [](const net::request&) { return 404; };
  const fake_server server(script);
  CHECK(run(display + " --server " + server.url() + " --text --hall nowhere").code == 3);
  CHECK(run(display + " --server " + server.url() + "/elsewhere --text").code == 3);
}

TEST_CASE(
    "a signal ends the display with 0 and gives the terminal back; a changed window is drawn "
    "anew") {
  const fake_server server(office());
  for (const int number : {SIGTERM, SIGINT}) {
    const tests::pseudo_terminal pty(80, 24);
    const pid_t program = fork();
    REQUIRE(program >= 0);
    if (program == 0) {
      dup2(pty.slave(), STDOUT_FILENO);
      const auto url = server.url();
      execl(DISPLAY_CLIENT, "display-client", "--server", url.c_str(), "--text", nullptr);
      _exit(127);
    }
    CHECK(pty.await("All services").find("All services") != std::string::npos);
    pty.resize(132, 43);
    kill(program, SIGWINCH);
    CHECK(pty.await("\x1b[43;1H").find("\x1b[43;1H") != std::string::npos);
    kill(program, number);
    const auto last = pty.await("\x1b[?1049l");
    int status = -1;
    CHECK(waitpid(program, &status, 0) == program);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(last.ends_with("\x1b[?1049l"));
  }
}

TEST_CASE("the kiosk lists services, and takes and prints a ticket") {
  const fake_server server(office());
  const tests::printer_simulator sim(tests::printer_simulator::wire::tcp, {});
  const auto list = run(kiosk_program + " services --server " + server.url());
  CHECK(list.code == 0);
  CHECK(list.out.find("transcript") != std::string::npos);
  CHECK(list.out.find("8 min  戶籍謄本  Household transcript") != std::string::npos);
  CHECK(list.out.find("needs: wheelchair interpreter") != std::string::npos);
  const auto printer = " --printer tcp:127.0.0.1:" + std::to_string(sim.target().port);
  const auto took =
      run(kiosk_program + " --server " + server.url() + printer +
          " take --service transcript --service seal --need wheelchair --language th");
  CHECK(took.code == 0);
  CHECK(took.out == "A023\n");
  REQUIRE(sim.slips().size() == 1);
  CHECK(tests::scanned(sim.slips()[0]) == tests::sample_slip("th").url);
}

TEST_CASE("nobody at the kiosk: the ticket is not confirmed, exit code 1") {
  const fake_server server(office());
  const auto e = run(kiosk_program + " --server " + server.url() +
                     " --printer dev:/dev/no-such-printer take --service transcript --service seal "
                     "--need wheelchair");
  CHECK(e.code == 1);
  CHECK(e.out.find("no-printer") != std::string::npos);
}

TEST_CASE("a token that others can read is not used") {
  const fake_server server(office());
  const token_file open("secret", 0644);
  const auto with = " --server " + server.url() + " --token-file " + open.path;
  for (const auto& command : {kiosk_program + " services", display + " --text --once"}) {
    const auto e = run(command + with);
    CHECK(e.code == 2);
    CHECK(e.out.find("chmod 600") != std::string::npos);
    CHECK(e.out.find("secret") == std::string::npos);
  }
}

TEST_CASE("the display brings its token to the list of halls and to the board") {
  const fake_server server(office_for("Bearer enrolled-1"));
  const auto once = display + " --text --once --server " + server.url();
  const token_file file("enrolled-1", 0600);
  CHECK(run(once + " --token-file " + file.path).code == 0);
  CHECK(run("HALLCALL_TOKEN=enrolled-1 " + once).code == 0);
  CHECK(run("HALLCALL_TOKEN=another " + once + " --token-file " + file.path).code == 0);
}

TEST_CASE("a display without a token claims to be nobody") {
  const fake_server server(office_for(""));
  CHECK(run(display + " --text --once --server " + server.url()).code == 0);
}

TEST_CASE("a wrong or revoked token ends the display with 4 before the first board") {
  const fake_server server(office_for("Bearer enrolled-1"));
  const token_file revoked("revoked-2", 0600);
  const auto command =
      display + " --text --server " + server.url() + " --token-file " + revoked.path;
  for (const auto* hall : {"", " --hall main"}) {  // refused the list of halls; refused the board
    const auto e = run(command + hall);
    CHECK(e.code == 4);
    CHECK(e.out.find("401") != std::string::npos);
    CHECK(e.out.find("revoked-2") == std::string::npos);
  }
}

TEST_CASE("the printer's state and a test slip, without a server") {
  tests::simulated_printer how;
  how.paper_low = true;
  const tests::printer_simulator sim(tests::printer_simulator::wire::tcp, how);
  const auto at = " --printer tcp:127.0.0.1:" + std::to_string(sim.target().port);
  const auto status = run(kiosk_program + " status" + at);
  CHECK(status.code == 0);
  CHECK(status.out == "printer: paper-low\nprinter: ready\n");
  const auto test = run(kiosk_program + " print-test --paper 58" + at);
  CHECK(test.code == 0);
  CHECK(test.out == "printer: printed\nprinter: paper-low\n");
  REQUIRE(sim.slips().size() == 1);
  CHECK(sim.slips()[0].width == 384);
  how.fault = tests::trouble::cover_open;
  const tests::printer_simulator open(tests::printer_simulator::wire::tcp, how);
  const auto broken =
      run(kiosk_program + " status --printer tcp:127.0.0.1:" + std::to_string(open.target().port));
  CHECK(broken.code == 7);
  CHECK(broken.out.find("cover-open") != std::string::npos);
}
