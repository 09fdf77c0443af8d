#include "tests/clients/power_hall.hpp"

#include <csignal>
#include <fstream>
#include <random>
#include <regex>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "tests/clients/box_browser.hpp"
#include "tests/net/certificates.hpp"

namespace hallcall::tests {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds power_patience{30};
const std::string power_tickets = "/api/v1/halls/main/tickets";

// A visitor after the other at the kiosk, as its page does it: with keys, again while the answer is
// lost; and who has no slip says "I have my number".
void visitors(told_in_hall& hall, std::uint16_t port, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  box_browser page(port);
  for (int n = 1; !hall.over; ++n) {
    const auto key = fmt::format("visitor-{}", n);
    const std::string wish = R"({"services":["transcript"],"language":"en","channel":"kiosk"})";
    const auto once = [&] {
      const auto issued = page.send(power_tickets, wish, key, power_patience);
      const auto read =
          messages::decode<messages::ticket_issued>(body_of(issued), messages::lenient);
      if (issued.status != 201 || !read) hall.complain(fmt::format("{}: {}", key, issued.status));
      return read ? *read : messages::ticket_issued{};
    };
    const auto ticket = once();
    if (random() % 3 == 0 && once().id != ticket.id) hall.complain(key + " has two tickets");
    {
      const std::lock_guard guard(hall.lock);
      hall.by_key[key] = ticket;
      if (!hall.numbers.emplace(ticket.number, ticket.id).second)
        hall.wrong.push_back(ticket.number + " was given twice");
    }
    const auto slip = power_tickets + "/" + ticket.id + "/print-result";
    const auto told = page.send(slip, R"({"printed":false,"reason":"no-printer"})", key + "-slip",
                                power_patience);
    const auto result = messages::decode<messages::print_result>(body_of(told));
    if (told.status != 200 || !result)
      hall.complain(fmt::format("{}: the slip: {} {}", key, told.status, body_of(told)));
    else if (!result->printed &&
             page.send(slip, R"({"printed":true})", key + "-have", power_patience).status != 200)
      hall.complain(key + ": was not believed to have the number");
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 120));
  }
}

// A clerk, who asks again with the same key until there is an answer.
class calling_clerk {
 public:
  calling_clerk(told_in_hall& hall, std::uint16_t server, int counter)
      : hall_(hall), page_(server), counter_(counter) {}
  void work() {
    if (!sign_in()) return hall_.complain("the clerk cannot sign in");
    ask("open", "{}", "clerk-opens");
    for (int n = 1; !hall_.over; ++n) {
      const auto key = fmt::format("call-{}", n);
      const auto answer = ask("call-next", R"({"finishCurrent":true})", key);
      learn(answer, key);
      if (answer.status == 200) ask("start", "{}", key + "-start");
      std::this_thread::sleep_for(20ms);
    }
  }

 private:
  bool sign_in() {
    for (int i = 0; i < 100; ++i) {
      net::request asked;
      asked.method = net::method::post;
      asked.target = "/api/v1/session";
      asked.headers = {{"Content-Type", "application/json"}};
      asked.body = fmt::format(R"({{"name":"clerk1","password":"{}"}})", crash::sample_password);
      const auto answer = page_.ask(std::move(asked));
      const auto cookie = net::find_header(answer.headers, "Set-Cookie");
      cookie_ = cookie.substr(0, cookie.find(';'));
      if (answer.status == 204) return true;
      std::this_thread::sleep_for(100ms);
    }
    return false;
  }
  net::response ask(const std::string& what, const std::string& body, const std::string& key) {
    while (true) {
      net::request asked;
      asked.method = net::method::post;
      asked.target = fmt::format("/api/v1/halls/main/counters/{}/{}", counter_, what);
      asked.headers = {
          {"Content-Type", "application/json"}, {"Cookie", cookie_}, {"Idempotency-Key", key}};
      asked.body = body;
      auto answer = page_.ask(std::move(asked));
      if (answer.status == 401) hall_.complain("the clerk's session was forgotten");
      if ((answer.status != 0 && answer.status != 503) || hall_.over) return answer;
      std::this_thread::sleep_for(5ms);
    }
  }
  void learn(const net::response& answer, const std::string& key) {
    static const std::regex ticket(R"re("ticket":"(t[0-9]+)")re");
    const auto body = body_of(answer);
    std::smatch found;
    if (answer.status != 200 || !std::regex_search(body, found, ticket)) return;
    const std::lock_guard guard(hall_.lock);
    if (!hall_.called.emplace(found[1].str(), counter_).second)
      hall_.wrong.push_back(found[1].str() + " was called twice: " + key);
  }

  told_in_hall& hall_;
  box_browser page_;
  int counter_;
  std::string cookie_;
};

// A board's browser: what it gets on one connection never goes back.
void look_at_board(told_in_hall& hall, std::uint16_t port, std::atomic<std::uint64_t>& newest) {
  box_browser wall(port);
  while (!hall.over) {
    if (!wall.watch("board")) {
      std::this_thread::sleep_for(5ms);
      continue;
    }
    std::uint64_t seq = 0;
    while (!hall.over) {
      const auto frame = wall.frame(50ms);
      if (!frame && wall.closed()) break;
      const auto next = frame ? seq_of(*frame) : 0;
      if (next == 0) continue;
      if (next < seq) hall.complain(fmt::format("the board went back from {} to {}", seq, next));
      newest = seq = next;
    }
  }
}

}  // namespace

bool eventually(const std::function<bool()>& holds) {
  const auto until = std::chrono::steady_clock::now() + power_patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(2ms);
  }
  return true;
}

void powered::off() {
  program->kill(SIGKILL);
  CHECK(program->wait() == -SIGKILL);
}

bool powered::answers() const {
  box_browser look(port);
  return eventually([&] { return look.get(alive_path).status == 200; });
}

powered_hall::powered_hall() {
  server.port = free_port();
  board.port = free_port();
  kiosk.port = free_port();
  const auto at = [](std::uint16_t port) { return fmt::format("127.0.0.1:{}", port); };
  const auto here = [this](const std::string& name) { return (place.path() / name).string(); };
  const auto url = "http://" + at(server.port);
  const auto& office = crash::real_office::get();
  office.copy_data_to(data);
  std::ofstream(here("token")) << office.kiosk_token() << "\n";
  chmod(here("token").c_str(), 0600);
  server.command = office.arguments(data);
  server.command.insert(server.command.begin(), QUEUE_SERVER);
  server.command.back() = at(server.port);
  board.command = {DISPLAY_CLIENT, "--server", url,          "--serve",
                   at(board.port), "--state",  here("board")};
  kiosk.command = {
      KIOSK_CLIENT,  "serve",       "--server",
      url,           "--listen",    at(kiosk.port),
      "--state",     here("kiosk"), "--token-file",
      here("token"), "--printer",   fmt::format("tcp:127.0.0.1:{}", printer.target().port)};
  server.alive_path = "/readyz";
  board.alive_path = kiosk.alive_path = "/api/v1/halls/main";  // they know their hall
  for (auto* one : all()) one->log = here(fmt::format("log-{}", one->port));
  for (auto* one : all()) one->on();
  for (auto* one : all()) REQUIRE(one->answers());
}

void powered_hall::check_journal() const {
  std::string said;
  const auto code = net::testing::run_command(
      fmt::format("{} journal verify --data {}", QUEUE_SERVER, data), &said);
  CHECK_MESSAGE(code == 0, said);
}

hall_life::hall_life(powered_hall& hall, told_in_hall& told, std::uint64_t seed) : told_(told) {
  threads_.emplace_back([&told, port = hall.kiosk.port, seed] { visitors(told, port, seed); });
  threads_.emplace_back([&told, port = hall.server.port] { calling_clerk(told, port, 1).work(); });
  threads_.emplace_back(
      [this, &told, port = hall.board.port] { look_at_board(told, port, shown_); });
}

void hall_life::end() {
  told_.over = true;
  for (auto& one : threads_) one.join();
  threads_.clear();
}

}  // namespace hallcall::tests
