// The kiosk's box: tickets and slips while the wire is cut at each step, the printer fails, and the
// box loses its power. A ticket is issued once, a slip is printed once, and the server learns of
// every slip what became of it (R-2, R-3).
#include <doctest/doctest.h>

#include <signal.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/cutting_proxy.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

const std::string tickets_path = "/api/v1/halls/main/tickets";
const std::string missed_path = "/api/v1/tickets/missed-token/check-in";
const std::string pass_path = "/api/v1/tickets/pass-code/check-in";
const std::string booking_path = "/api/v1/bookings/K7QM4XYZ2345";
const std::string wish_body = R"({"services":["transcript"],"language":"en","channel":"kiosk"})";
const std::string no_printer = R"({"printed":false,"reason":"no-printer"})";

// A hall that gives each key one ticket and remembers what it heard of slips.
class kiosk_hall {
 public:
  struct told {
    bool printed = false;
    std::string reason;
  };

  kiosk_hall() : server_(script()) {}

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  std::map<std::string, std::string> tickets() {
    const std::lock_guard guard(lock_);
    return by_key_;
  }
  std::vector<told> told_of(const std::string& ticket) {
    const std::lock_guard guard(lock_);
    return told_[ticket];
  }
  std::vector<std::string> authorizations() {
    const std::lock_guard guard(lock_);
    return authorizations_;
  }
  // Waits until so much was heard of the ticket.
  bool hears_of(const std::string& ticket, std::size_t times = 1) {
    for (int i = 0; i < 1'500 && told_of(ticket).size() < times; ++i)
      std::this_thread::sleep_for(10ms);
    return told_of(ticket).size() >= times;
  }

 private:
  fake_server::script script() {
    fake_server::script s;
    s.on_request = [this](const net::request& asked) { return answer(asked); };
    s.on_upgrade = [](const net::request& asked) {
      return asked.target.ends_with("view=kiosk") ? 0 : 404;
    };
    s.greeting = [] {
      return std::vector<std::string>{
          R"({"type":"view","view":"kiosk","seq":1,"at":"2026-11-20T01:41:07.000Z","data":{}})"};
    };
    return s;
  }

  std::optional<net::response> answer(const net::request& asked) {
    messages::hall_info info;
    info.hall = sample_board().hall;
    if (asked.target == "/api/v1/halls")
      return json(200, messages::encode(messages::hall_list{{info.hall}}));
    if (asked.target == "/api/v1/halls/main") return json(200, messages::encode(info));
    const std::lock_guard guard(lock_);
    authorizations_.emplace_back(net::find_header(asked.headers, "Authorization"));
    const std::string key(net::find_header(asked.headers, "Idempotency-Key"));
    if (asked.target == missed_path) return json(200, R"({"number":"A001"})");
    if (asked.target == booking_path) return json(200, R"({"state":"booked"})");
    const bool comes_back = asked.target == pass_path || asked.target == booking_path + "/check-in";
    if (asked.target == tickets_path || comes_back) {
      if (asked.body.find("closed") != std::string::npos) return json(409, R"({"code":"x"})");
      auto& ticket = by_key_[key];
      if (ticket.empty()) ticket = fmt::format("t{}", by_key_.size());
      auto issued = sample_ticket("en");
      issued.id = ticket;
      issued.slip.url = "http://192.0.2.20/t/" + ticket;
      return json(201, messages::encode(issued));
    }
    const auto rest = asked.target.substr(tickets_path.size() + 1);
    if (!rest.ends_with("/print-result")) return json(404, "{}");
    const auto ticket = rest.substr(0, rest.find('/'));
    const auto said = messages::decode<messages::print_result>(asked.body);
    if (!said) return json(400, "{}");
    if (reports_.insert(key).second)
      told_[ticket].push_back({said->printed, said->reason.value_or("")});
    return json(200, R"({"number":"A023"})");
  }

  std::mutex lock_;
  std::map<std::string, std::string> by_key_;
  std::map<std::string, std::vector<told>> told_;
  std::set<std::string> reports_;
  std::vector<std::string> authorizations_;
  fake_server server_;
};

struct kiosk_box {
  folder here;
  std::uint16_t port = free_port();
  std::uint16_t server_port;
  std::string printer;
  std::unique_ptr<process> program;

  kiosk_box(std::uint16_t to, const kiosk::printer_target& with)
      : server_port(to), printer(fmt::format("tcp:127.0.0.1:{}", with.port)) {
    std::ofstream(here / "token") << "kiosk-1\n";
    chmod((here / "token").c_str(), 0600);
    start();
  }
  void start() {
    program = std::make_unique<process>(
        std::vector<std::string>{KIOSK_CLIENT, "serve", "--server",
                                 fmt::format("http://127.0.0.1:{}", server_port), "--token-file",
                                 here / "token", "--printer", printer, "--listen",
                                 fmt::format("127.0.0.1:{}", port), "--state", here / "state"},
        here / "log");
    box_browser browser(port);
    for (int i = 0; i < 2'000 && browser.get("/api/v1/halls/main").status != 200; ++i)
      std::this_thread::sleep_for(5ms);
  }
  void lose_power() {
    program->kill(SIGKILL);
    program->wait();
  }
  [[nodiscard]] bool settles() const {
    box_browser browser(port);
    for (int i = 0; i < 1'500; ++i) {
      if (body_of(browser.get("/status")).find("not heard of</dt><dd>0<") != std::string::npos)
        return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
};

struct visit {
  std::string ticket;           // empty: no number came
  std::optional<bool> printed;  // as the page was told
  std::string reason;
};

// One visitor, as the page does it; `most`: how long each step is tried.
visit take_a_number(box_browser& page, const std::string& key,
                    std::chrono::milliseconds most = 20s) {
  visit v;
  const auto issued = page.send(tickets_path, wish_body, key, most);
  if (issued.status != 201) return v;
  const auto read = messages::decode<messages::ticket_issued>(body_of(issued), messages::lenient);
  REQUIRE(read);
  v.ticket = read->id;
  const auto told =
      page.send(tickets_path + "/" + v.ticket + "/print-result", no_printer, key + "-slip", most);
  const auto result = messages::decode<messages::print_result>(body_of(told));
  if (told.status == 200 && result) {
    v.printed = result->printed;
    v.reason = result->reason.value_or("");
  }
  return v;
}

// How often the ticket's slip came out.
long slips_of(const printer_simulator& printer, const std::string& ticket) {
  const auto all = printer.slips();
  return std::count_if(all.begin(), all.end(), [&](const auto& slip) {
    return scanned(slip) == "http://192.0.2.20/t/" + ticket;
  });
}

}  // namespace

TEST_CASE("the kiosk's page gets its number, its slip, and is told that it is out") {
  kiosk_hall hall;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  const auto served = page.get("/kiosk");
  CHECK(served.status == 200);
  CHECK(net::find_header(served.headers, "Permissions-Policy").starts_with("camera=(self),"));
  CHECK(page.get("/board").status == 404);
  REQUIRE(page.watch("kiosk"));
  CHECK(seq_of(page.frame().value_or("")) == 1);
  const auto v = take_a_number(page, "key-1");
  CHECK(v.printed == true);
  CHECK(slips_of(printer, v.ticket) == 1);
  REQUIRE(hall.hears_of(v.ticket));
  CHECK(hall.told_of(v.ticket).size() == 1);
  CHECK(hall.told_of(v.ticket)[0].printed);
  // The key went through unchanged, the token came from the box.
  CHECK(hall.tickets() == std::map<std::string, std::string>{{"key-1", v.ticket}});
  for (const auto& one : hall.authorizations()) CHECK(one == "Bearer kiosk-1");
  // Asked again, whether for the ticket or its slip: the same, and nothing more on paper.
  const auto again = take_a_number(page, "key-1");
  CHECK(again.ticket == v.ticket);
  CHECK(again.printed == true);
  CHECK(printer.slips().size() == 1);
  CHECK(box.settles());
  CHECK(page.post("/api/v1/session/device", "{}", "k").status == 404);
  CHECK(page.say(R"({"type":"shown","call":"c1"})"));
  CHECK(page.ended());
}

TEST_CASE("who reads large type gets a large slip, once") {
  kiosk_hall hall;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  const auto ordinary = take_a_number(page, "key-1");
  REQUIRE(ordinary.printed == true);
  REQUIRE(page.send(tickets_path, wish_body, "key-2", 20s).status == 201);
  const auto large_slip = tickets_path + "/t2/print-result?slip=large";
  for (int i = 0; i < 2; ++i)
    CHECK(page.send(large_slip, no_printer, "key-2-slip", 20s).status == 200);
  REQUIRE(printer.slips().size() == 2);
  CHECK(printer.slips()[1].height > printer.slips()[0].height);
  CHECK(slips_of(printer, "t2") == 1);
  REQUIRE(hall.hears_of("t2"));
  CHECK(hall.told_of("t2")[0].printed);
  CHECK(box.settles());
}

TEST_CASE("a slip that does not come out is told with its reason, and may be confirmed") {
  kiosk_hall hall;
  simulated_printer broken;
  broken.fault = trouble::paper_out;
  const printer_simulator printer(printer_simulator::wire::tcp, broken);
  const kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  const auto v = take_a_number(page, "key-1");
  CHECK(v.printed == false);
  CHECK(v.reason == "paper-out");
  REQUIRE(hall.hears_of(v.ticket));
  CHECK(hall.told_of(v.ticket)[0].reason == "paper-out");
  const auto confirmed = page.send(tickets_path + "/" + v.ticket + "/print-result",
                                   R"({"printed":true})", "key-1-have");
  CHECK(confirmed.status == 200);
  REQUIRE(hall.told_of(v.ticket).size() == 2);
  CHECK(hall.told_of(v.ticket)[1].printed);
  CHECK(box.settles());
}

TEST_CASE("little paper is a warning on the box's page, and no fault of the slip") {
  kiosk_hall hall;
  simulated_printer low;
  low.paper_low = true;
  const printer_simulator printer(printer_simulator::wire::tcp, low);
  const kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  const auto v = take_a_number(page, "key-1");
  CHECK(v.printed == true);
  CHECK(printer.slips().size() == 1);
  CHECK(body_of(page.get("/status")).find("printed; the paper is running low") !=
        std::string::npos);
  REQUIRE(hall.hears_of(v.ticket));
  CHECK(hall.told_of(v.ticket)[0].printed);
}

TEST_CASE("who comes with a booking or a return pass gets a number and its slip") {
  kiosk_hall hall;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  CHECK(page.get(booking_path).status == 200);
  std::size_t slips = 0;
  for (const auto& path : {booking_path + "/check-in", pass_path}) {
    CAPTURE(path);
    const auto came = page.post(path, "{}", fmt::format("key-{}", ++slips));
    CHECK(came.status == 201);
    const auto ticket = fmt::format("t{}", slips);
    const auto out = page.send(fmt::format("{}/{}/print-result", tickets_path, ticket), no_printer,
                               ticket + "-slip");
    CHECK(out.status == 200);
    CHECK(printer.slips().size() == slips);
    REQUIRE(hall.hears_of(ticket));
    CHECK(hall.told_of(ticket)[0].printed);
  }
  CHECK(page.post(missed_path, "{}", "key-missed").status == 200);  // has its slip already
  CHECK(box.settles());
  CHECK(printer.slips().size() == slips);
  CHECK(hall.tickets().size() == slips);
}

TEST_CASE("a refused wish leaves nothing behind") {
  kiosk_hall hall;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const kiosk_box box(hall.port(), printer.target());
  box_browser page(box.port);
  CHECK(page.post(tickets_path, R"({"services":["closed"]})", "key-1").status == 409);
  CHECK(box.settles());
  CHECK(printer.slips().empty());
}

TEST_CASE("cut at any step, a ticket is issued once, printed once and reported once") {
  kiosk_hall hall;
  cutting_proxy wire(hall.port());
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const kiosk_box box(wire.port(), printer.target());
  box_browser page(box.port);
  int round = 0;
  for (const auto* request : {"/tickets HTTP", "/print-result HTTP"})
    for (const auto where : {cut::before_request, cut::before_answer, cut::within_answer}) {
      const auto key = fmt::format("key-{}", ++round);
      CAPTURE(request);
      CAPTURE(round);
      wire.cut_next(where, request);
      const auto v = take_a_number(page, key);
      REQUIRE(!v.ticket.empty());
      CHECK(v.printed == true);
      CHECK(hall.hears_of(v.ticket));
      CHECK(box.settles());
      CHECK(wire.has_cut());
      CHECK(hall.told_of(v.ticket).size() == 1);
      CHECK(hall.told_of(v.ticket)[0].printed);
      CHECK(slips_of(printer, v.ticket) == 1);
    }
  CHECK(hall.tickets().size() == 6);
  CHECK(printer.slips().size() == 6);
}

TEST_CASE(
    "without borrowed numbers nobody gets one while the server is away; a printed slip is told later") {
  kiosk_hall hall;
  cutting_proxy wire(hall.port());
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  const kiosk_box box(wire.port(), printer.target());
  box_browser page(box.port);
  const auto issued = page.send(tickets_path, wish_body, "key-1");
  REQUIRE(issued.status == 201);
  wire.away(true);
  const auto refused = page.post(tickets_path, wish_body, "key-2");
  CHECK(refused.status == 502);
  CHECK(body_of(refused).find("unreachable") != std::string::npos);
  CHECK(page.get("/kiosk").status == 200);
  const auto told = page.send(tickets_path + "/t1/print-result", no_printer, "key-1-slip");
  CHECK(body_of(told) == R"({"printed":true})");
  CHECK(hall.told_of("t1").empty());
  wire.away(false);
  REQUIRE(hall.hears_of("t1"));
  CHECK(hall.told_of("t1")[0].printed);
  CHECK(slips_of(printer, "t1") == 1);
}

TEST_CASE("a ticket whose page is gone after a power cut is found out and told as not printed") {
  kiosk_hall hall;
  cutting_proxy wire(hall.port());
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  kiosk_box box(wire.port(), printer.target());
  {
    box_browser page(box.port);
    // Issued, and nobody here knows: the answer was lost, then the power.
    wire.cut_next(cut::before_answer, "/tickets HTTP");
    CHECK(page.post(tickets_path, wish_body, "key-1").status == 502);
    // Issued, known, not printed.
    CHECK(page.post(tickets_path, wish_body, "key-2").status == 201);
  }
  box.lose_power();
  struct stat about {};
  REQUIRE(stat((box.here / "state/kiosk.slips").c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  box.start();
  for (const auto* ticket : {"t1", "t2"}) {
    REQUIRE(hall.hears_of(ticket));
    CHECK_FALSE(hall.told_of(ticket)[0].printed);
    CHECK(hall.told_of(ticket)[0].reason == "interrupted");
  }
  CHECK(box.settles());
  CHECK(hall.tickets().size() == 2);
  CHECK(printer.slips().empty());
}

TEST_CASE("through power cuts at any moment nothing is lost and nothing doubled") {
  kiosk_hall hall;
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  kiosk_box box(hall.port(), printer.target());
  std::map<std::string, visit> visits;
  for (int round = 0; round < 8; ++round) {
    std::atomic<bool> done = false;
    std::thread power([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(5 + round * 37));
      box.lose_power();
      box.start();
      done = true;
    });
    box_browser page(box.port);
    for (int i = 0; i == 0 || !done; ++i) {
      const auto key = fmt::format("key-{}-{}", round, i);
      visits[key] = take_a_number(page, key);
    }
    power.join();
  }
  CHECK(box.settles());
  const auto tickets = hall.tickets();
  CHECK(tickets.size() == visits.size());
  for (const auto& [key, v] : visits) {
    CAPTURE(key);
    REQUIRE(!v.ticket.empty());
    CHECK(tickets.at(key) == v.ticket);
    const auto told = hall.told_of(v.ticket);
    REQUIRE(!told.empty());
    const auto on_paper = slips_of(printer, v.ticket);
    CHECK(on_paper <= 1);
    // Every word about a slip is the same; a page that was told "printed" has paper to show.
    CHECK(told.size() == 1);
    REQUIRE(v.printed);
    if (*v.printed) {
      CHECK(on_paper == 1);
      CHECK(told[0].printed);
    } else {
      CHECK_FALSE(told[0].printed);
      CHECK(v.reason == "interrupted");
    }
  }
}
