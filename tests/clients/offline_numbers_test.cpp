// Numbers that the kiosk's box gives out while the server is away (R-1, R-3): the real server behind
// a wire that is cut, the real box, a simulated printer. Nobody is lost, nobody is there twice, and
// everybody stands where they would have stood.
#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>
#include <random>
#include <regex>
#include <set>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/clients/cutting_proxy.hpp"
#include "tests/clients/fake_server.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/samples.hpp"
#include "tests/net/certificates.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;

namespace {

const std::string take_path = "/api/v1/halls/main/tickets";
const std::string wish = R"({"services":["transcript"],"language":"en","channel":"kiosk"})";
const std::string nothing_printed = R"({"printed":false,"reason":"no-printer"})";
const std::string in_my_hand = R"({"printed":true})";

// The sample hall, open at all hours, and a box behind a wire.
struct offline_hall {
  folder here;
  std::uint16_t server_port = free_port();
  std::unique_ptr<process> server;
  std::unique_ptr<cutting_proxy> wire;
  std::uint16_t box_port = free_port();
  std::string printer;
  std::unique_ptr<process> box;

  explicit offline_hall(const printer_simulator& with)
      : printer(fmt::format("tcp:127.0.0.1:{}", with.target().port)) {
    start_server();
    wire = std::make_unique<cutting_proxy>(server_port);
    start_box();
  }
  void start_server() {
    server = std::make_unique<process>(
        std::vector<std::string>{QUEUE_SERVER, "--data", here / "data", "--listen",
                                 fmt::format("127.0.0.1:{}", server_port)},
        here / "server.log");
    box_browser direct(server_port);
    for (int i = 0; i < 2'000 && direct.get("/readyz").status != 200; ++i)
      std::this_thread::sleep_for(5ms);
  }
  void start_box() {
    box = std::make_unique<process>(
        std::vector<std::string>{KIOSK_CLIENT, "serve", "--server",
                                 fmt::format("http://127.0.0.1:{}", wire->port()), "--printer",
                                 printer, "--listen", fmt::format("127.0.0.1:{}", box_port),
                                 "--state", here / "state"},
        here / "box.log");
    box_browser page(box_port);
    for (int i = 0; i < 2'000 && page.get("/api/v1/halls/main").status != 200; ++i)
      std::this_thread::sleep_for(5ms);
  }
  static void kill(process& program) {
    program.kill(SIGKILL);
    program.wait();
  }
  // Waits for words on the box's status page.
  [[nodiscard]] bool status_says(const std::string& words) const {
    box_browser page(box_port);
    for (int i = 0; i < 3'000; ++i) {
      if (body_of(page.get("/status")).find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  }
  [[nodiscard]] bool holds_numbers() const { return status_says("<dd>A0"); }
  [[nodiscard]] bool all_told() const { return status_says("to be told</dt><dd>0<"); }
  [[nodiscard]] messages::ticket_view on_the_phone(const std::string& token) const {
    box_browser phone(server_port);
    const auto r = phone.get("/api/v1/tickets/" + token);
    REQUIRE(r.status == 200);
    auto t = messages::decode<messages::ticket_view>(body_of(r), messages::lenient);
    REQUIRE(t);
    return *t;
  }
  [[nodiscard]] std::int64_t waiting() const {
    box_browser direct(server_port);
    REQUIRE(direct.watch("kiosk"));
    const auto frame = direct.frame();
    REQUIRE(frame);
    std::smatch found;
    REQUIRE(std::regex_search(*frame, found, std::regex(R"("waiting":(\d+),"lanes")")));
    return std::stoll(found[1].str());
  }
  [[nodiscard]] bool journal_is_whole() const {
    std::string said;
    return net::testing::run_command(
               fmt::format("{} journal verify --data {}", QUEUE_SERVER, here / "data/sample"), &said) == 0;
  }
};

// The ticket, once the page has it; nullopt when none came in time.
std::optional<messages::ticket_issued> take_one(box_browser& page, const std::string& key,
                                                std::chrono::milliseconds most = 20s) {
  const auto r = page.send(take_path, wish, key, most);
  if (r.status != 201) return std::nullopt;
  auto t = messages::decode<messages::ticket_issued>(body_of(r), messages::lenient);
  REQUIRE(t);
  return std::move(*t);
}

std::string slip_of(box_browser& page, const messages::ticket_issued& t, const std::string& body,
                    const std::string& key) {
  return body_of(page.send(take_path + "/" + t.id + "/print-result", body, key));
}

}  // namespace

TEST_CASE("R-3 while the server is away citizens get numbers, and stand in their order afterwards") {
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  offline_hall hall(printer);
  REQUIRE(hall.holds_numbers());
  box_browser page(hall.box_port);
  const auto before = take_one(page, "before");
  REQUIRE(before);
  CHECK(slip_of(page, *before, nothing_printed, "before-slip") == in_my_hand);
  hall.wire->away(true);
  REQUIRE(hall.status_says("<dd>away: "));
  std::vector<messages::ticket_issued> given;
  for (int i = 0; i < 3; ++i) {
    const auto key = fmt::format("away-{}", i);
    const auto t = take_one(page, key);
    REQUIRE(t);
    CHECK_FALSE(t->ahead);  // nobody knows
    CHECK_FALSE(t->slip.wait);
    CHECK(slip_of(page, *t, nothing_printed, key + "-slip") == in_my_hand);
    CHECK(scanned(printer.slips().back()) == t->url);
    // A double tap, or a page that was loaded anew.
    const auto again = take_one(page, key);
    REQUIRE(again);
    CHECK(again->number == t->number);
    CHECK(again->token == t->token);
    given.push_back(*t);
  }
  CHECK(given[0].number == "A021");
  CHECK(given[2].number == "A023");
  CHECK(printer.slips().size() == 4);
  CHECK(hall.waiting() == 1);
  // Meanwhile somebody else gets a number of the series: behind them, though told before them.
  box_browser desk(hall.server_port);
  const auto later = take_one(desk, "desk");
  REQUIRE(later);
  hall.wire->away(false);
  REQUIRE(hall.all_told());
  CHECK(hall.waiting() == 5);
  for (std::size_t i = 0; i < given.size(); ++i) {
    const auto own = hall.on_the_phone(given[i].token);
    CHECK(own.number == given[i].number);
    CHECK(own.state == "waiting");
    CHECK(own.ahead == static_cast<std::int64_t>(i) + 1);
  }
  CHECK(hall.on_the_phone(later->token).ahead == 4);
  const auto after = take_one(page, "after");
  REQUIRE(after);
  CHECK(after->ahead == 5);
  CHECK(hall.journal_is_whole());
}

TEST_CASE("R-2 a wish that reached the server before the wire broke is no second ticket") {
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  offline_hall hall(printer);
  REQUIRE(hall.holds_numbers());
  box_browser page(hall.box_port);
  for (const auto where : {cut::before_request, cut::before_answer, cut::within_answer}) {
    const auto key = fmt::format("doubt-{}", static_cast<int>(where));
    CAPTURE(key);
    const auto waited = hall.waiting();
    hall.wire->cut_next(where, "/tickets HTTP");
    const auto t = take_one(page, key);
    REQUIRE(t);
    CHECK(slip_of(page, *t, nothing_printed, key + "-slip") == in_my_hand);
    REQUIRE(hall.all_told());
    CHECK(hall.waiting() == waited + 1);
    CHECK(hall.on_the_phone(t->token).number == t->number);
  }
  CHECK(printer.slips().size() == 3);
  CHECK(hall.journal_is_whole());
}

TEST_CASE("R-3 offline too, a number is somebody's only with a slip or by their word") {
  simulated_printer broken;
  broken.fault = trouble::paper_out;
  const printer_simulator printer(printer_simulator::wire::tcp, broken);
  offline_hall hall(printer);
  REQUIRE(hall.holds_numbers());
  hall.wire->away(true);
  box_browser page(hall.box_port);
  const auto kept = take_one(page, "kept"), gone = take_one(page, "gone");
  REQUIRE(kept);
  REQUIRE(gone);
  for (const auto* t : {&*kept, &*gone})
    CHECK(slip_of(page, *t, nothing_printed, t->id + "-slip").find("paper-out") !=
          std::string::npos);
  CHECK(slip_of(page, *kept, in_my_hand, "kept-have") == in_my_hand);
  CHECK(page.post(take_path + "/" + gone->id + "/void", R"({"reason":"left"})", "gone-void")
            .status == 200);
  const auto too_late = page.post(take_path + "/" + gone->id + "/print-result", in_my_hand, "late");
  CHECK(too_late.status == 409);
  CHECK(body_of(too_late).find("already-ended") != std::string::npos);
  hall.wire->away(false);
  REQUIRE(hall.all_told());
  CHECK(hall.on_the_phone(kept->token).state == "waiting");
  CHECK(hall.on_the_phone(gone->token).state == "voided");
  CHECK(hall.waiting() == 1);
}

TEST_CASE("a box that is switched off and on while the server is away goes on where it was") {
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  offline_hall hall(printer);
  REQUIRE(hall.holds_numbers());
  hall.wire->away(true);
  std::set<std::string> numbers;
  std::vector<std::string> tokens;
  for (int i = 0; i < 3; ++i) {
    box_browser page(hall.box_port);
    const auto key = fmt::format("power-{}", i);
    const auto t = take_one(page, key);
    REQUIRE(t);
    CHECK(numbers.insert(t->number).second);
    tokens.push_back(t->token);
    CHECK(slip_of(page, *t, nothing_printed, key + "-slip") == in_my_hand);
    offline_hall::kill(*hall.box);
    hall.start_box();
    box_browser anew(hall.box_port);
    const auto same = take_one(anew, key);  // the page repeats its wish
    REQUIRE(same);
    CHECK(same->number == t->number);
    CHECK(slip_of(anew, *same, nothing_printed, key + "-slip-2") == in_my_hand);
  }
  CHECK(printer.slips().size() == 3);
  hall.wire->away(false);
  REQUIRE(hall.all_told());
  for (const auto& token : tokens) CHECK(hall.on_the_phone(token).state == "waiting");
  CHECK(hall.waiting() == 3);
}

TEST_CASE("the server and the box killed in any order: each key one number, each number one person") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto roll = [&](int below) {
    return std::uniform_int_distribution<>(0, below - 1)(random);
  };
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  offline_hall hall(printer);
  REQUIRE(hall.holds_numbers());
  std::map<std::string, messages::ticket_issued> visits;
  for (int round = 0; round < 24; ++round) {
    CAPTURE(round);
    const int what = roll(5);
    if (what == 0) hall.wire->away(true);
    if (what == 1) offline_hall::kill(*hall.server);
    if (what == 2) hall.wire->cut_next(cut::before_answer, "/tickets HTTP");
    if (what == 3) hall.wire->cut_next(cut::within_answer, "/number-blocks");
    if (roll(3) == 0) {
      offline_hall::kill(*hall.box);
      hall.start_box();
    }
    const int visitors = 1 + roll(2);
    for (int i = 0; i < visitors; ++i) {
      box_browser page(hall.box_port);
      const auto key = fmt::format("any-{}-{}", round, i);
      const auto t = take_one(page, key);
      if (!t) continue;  // the block was on its way back at that very moment
      CHECK(slip_of(page, *t, nothing_printed, key + "-slip") == in_my_hand);
      visits.emplace(key, *t);
    }
    if (what == 0) hall.wire->away(false);
    if (what == 1) hall.start_server();
  }
  REQUIRE(hall.all_told());
  REQUIRE(hall.status_says("not heard of</dt><dd>0<"));
  CHECK(visits.size() > 20);
  std::set<std::string> numbers;
  for (const auto& [key, t] : visits) {
    CAPTURE(key);
    CHECK(numbers.insert(t.number).second);
    const auto own = hall.on_the_phone(t.token);
    CHECK(own.number == t.number);
    CHECK(own.state == "waiting");
  }
  CHECK(hall.waiting() == static_cast<std::int64_t>(visits.size()));
  CHECK(hall.journal_is_whole());
}

TEST_CASE("a wire that is cut for a minute and a half: numbers go on, and the board comes back to now") {
  const printer_simulator printer(printer_simulator::wire::tcp, {});
  offline_hall hall(printer);
  const auto board_port = free_port();
  process board({DISPLAY_CLIENT, "--server", fmt::format("http://127.0.0.1:{}", hall.wire->port()),
                 "--serve", fmt::format("127.0.0.1:{}", board_port), "--state", hall.here / "board"},
                hall.here / "board.log");
  REQUIRE(hall.holds_numbers());
  box_browser page(hall.box_port), wall(board_port), desk(hall.server_port);
  for (int i = 0; i < 2'000 && wall.get("/api/v1/halls/main").status != 200; ++i)
    std::this_thread::sleep_for(5ms);
  REQUIRE(wall.watch("board"));
  REQUIRE(wall.frame());
  hall.wire->away(true);
  std::vector<std::string> tokens;
  for (int third = 0; third < 3; ++third) {
    if (third == 1)
      while (wall.frame(100ms)) continue;  // of the time before, and of the cut itself
    const auto t = take_one(page, fmt::format("minute-{}", third));
    REQUIRE(t);
    CHECK(slip_of(page, *t, nothing_printed, t->id) == in_my_hand);
    tokens.push_back(t->token);
    std::this_thread::sleep_for(30s);
  }
  // What happened meanwhile, and what the board says of it: not a beat, so that its page says "old".
  const auto meanwhile = take_one(desk, "meanwhile");
  REQUIRE(meanwhile);
  while (const auto frame = wall.frame(100ms))
    CHECK(frame->find(R"("type":"beat")") == std::string::npos);
  hall.wire->away(false);
  REQUIRE(hall.all_told());
  CHECK(hall.waiting() == 4);
  for (std::size_t i = 0; i < tokens.size(); ++i)
    CHECK(hall.on_the_phone(tokens[i]).ahead == static_cast<std::int64_t>(i));
  bool four = false;
  for (int i = 0; i < 20 && !four; ++i) {
    const auto frame = wall.frame();
    REQUIRE(frame);
    four = frame->find(R"("waiting":4)") != std::string::npos;
  }
  CHECK(four);
}

// A hall of whose clock and door a test decides.
TEST_CASE("borrowed numbers are moved ahead when the hall says so, and given back at closing") {
  std::mutex lock;
  bool open = true, renew = false;
  std::vector<std::string> asked_for;
  messages::hall_info info;
  info.hall = sample_board().hall;
  fake_server::script script;
  script.on_upgrade = [](const net::request&) { return 0; };
  script.greeting = [] {
    return std::vector<std::string>{
        R"({"type":"view","view":"kiosk","seq":1,"at":"2026-11-20T01:41:07.000Z","data":{}})"};
  };
  script.on_request = [&](const net::request& asked) -> std::optional<net::response> {
    const std::lock_guard guard(lock);
    if (asked.target == "/api/v1/halls")
      return json(200, messages::encode(messages::hall_list{{info.hall}}));
    if (asked.target == "/api/v1/halls/main") return json(200, messages::encode(info));
    const auto what = asked.target.find("/number-blocks");
    if (what == std::string::npos) return json(503, R"({"code":"storage-unavailable"})");
    const auto rest = asked.target.substr(what + 14);
    if (asked.method == net::method::post) asked_for.push_back(rest + asked.body);
    if (rest.ends_with("/return")) return json(200, "{}");
    messages::number_block b;
    b.id = asked.method == net::method::get ? rest.substr(1) : fmt::format("b{}", asked_for.size());
    b.series = "A";
    b.first = b.id == "b1" ? 21 : 41;
    b.last = b.first + 1;
    b.now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    if (open) b.usable_until = b.now + 1h;
    b.utc_offset_seconds = 8 * 3600;
    b.ticket_url = "http://192.0.2.20/t/";
    b.renew = renew && b.id == "b1";
    return json(asked.method == net::method::get ? 200 : 201, messages::encode(b));
  };
  fake_server server(script);
  const folder here;
  const auto port = free_port();
  const auto start = [&] {
    return std::make_unique<process>(
        std::vector<std::string>{KIOSK_CLIENT, "serve", "--server",
                                 fmt::format("http://127.0.0.1:{}", server.port()), "--printer",
                                 "file:" + (here / "slip"), "--listen",
                                 fmt::format("127.0.0.1:{}", port), "--state", here / "state"},
        here / "log");
  };
  const auto says = [&](const std::string& words) {
    box_browser page(port);
    for (int i = 0; i < 2'000; ++i) {
      if (body_of(page.get("/status")).find(words) != std::string::npos) return true;
      std::this_thread::sleep_for(10ms);
    }
    return false;
  };
  auto box = start();
  REQUIRE(says("A021 to A022, until "));
  box_browser page(port);
  for (int i = 0; i < 2'000 && page.get("/api/v1/halls/main").status != 200; ++i)
    std::this_thread::sleep_for(5ms);
  // A server that cannot write is as good as away. Two numbers there are, and not a third.
  for (const auto* number : {"A021", "A022"}) {
    const auto t = take_one(page, number);
    REQUIRE(t);
    CHECK(t->number == number);
  }
  CHECK(page.post(take_path, wish, "third").status == 503);
  CHECK(says("used up"));
  box.reset();
  std::filesystem::remove_all(here / "state");

  // The program looks when it starts: near the series, the block is exchanged.
  {
    const std::lock_guard guard(lock);
    asked_for.clear();
  }
  box = start();
  REQUIRE(says("A021 to A022, until "));
  box.reset();
  {
    const std::lock_guard guard(lock);
    renew = true;
  }
  box = start();
  REQUIRE(says("A041 to A042, until "));
  box.reset();
  {
    const std::lock_guard guard(lock);
    CHECK(asked_for == std::vector<std::string>{"{}", R"({"instead":"b1"})"});
    asked_for.clear();
    renew = open = false;
  }
  box = start();
  REQUIRE(says("when the server is away</dt><dd>none<"));
  const std::lock_guard guard(lock);
  REQUIRE(!asked_for.empty());
  CHECK(asked_for[0] == "/b2/return{}");
}
