// Delivery to a real receiver that answers, fails, stalls, hangs up and goes away (R-54).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "notice_bench.hpp"

namespace hallcall::service::testing {
namespace {

using lines = std::vector<std::string>;

webhook_receiver::conduct good(std::size_t, const delivery&) { return {}; }

// Takes a ticket and leaves it again: two notices.
void visit(notice_bench& b, int n) {
  b.get(take(fmt::format("token-{}", n)));
  b.get(engine::leave{engine::ticket_id{static_cast<std::uint64_t>(n)}});
}

std::string rows_in(const fresh_directory& d) {
  return run_sql(d.file(), "SELECT count(*) FROM notices")[0];
}

}  // namespace

TEST_CASE("notices are posted, signed, and forgotten once they were received") {
  webhook_receiver receiver(good);
  hand_clock clock;
  const fresh_directory directory;
  notice_bench b(open_file(directory), clock, office_with_webhook(receiver.port()));
  visit(b, 1);
  visit(b, 2);
  REQUIRE(b.until_all_received());
  const auto seen = receiver.seen();
  CHECK(received(seen, {"number", "type"}).size() == 4);
  CHECK(seen[0].target == "POST /hook");
  // Several are on the way at once: which ticket's comes first is the network's to say.
  CHECK(std::any_of(seen.begin(), seen.end(), [](const auto& r) {
    return member_of(r.body, "url") == "https://hall.example.org/t/token-1";
  }));
  const auto at = std::chrono::floor<std::chrono::seconds>(clock.wall).time_since_epoch().count();
  CHECK(seen[0].signature == signature_of(webhook_secret, at, seen[0].body));
  CHECK(b.sender().figures().delivered == 4);
  CHECK(b.sender().figures().failed == 0);
  b.close();
  CHECK(rows_in(directory) == "0");
}

TEST_CASE("the documentation's example finds a notice genuine, and a changed one not") {
  std::ifstream in(std::string(HALLCALL_PROTO) + "/README.md");
  const std::string readme(std::istreambuf_iterator<char>(in), {});
  const auto from = readme.find("```python\n");
  REQUIRE(from != std::string::npos);
  const auto code = readme.substr(from + 10, readme.find("```", from + 10) - from - 10);
  const fresh_directory directory;
  const std::string body = R"({"id":"main-1-0","number":"A001","missing":["戶口名簿"]})";
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  const auto verdict = [&](const std::string& header, const std::string& about) {
    const auto script = (directory.path() / "check.py").string();
    std::ofstream(directory.path() / "body", std::ios::binary) << about;
    std::ofstream(script) << code << "\nimport sys\n"
                          << "body = open(sys.argv[2], 'rb').read()\n"
                          << "print(is_genuine(b'" << webhook_secret << "', sys.argv[1], body))\n";
    const auto command =
        fmt::format("python3 {} '{}' {}", script, header, (directory.path() / "body").string());
    std::string said;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
    CHECK(::pclose(pipe) == 0);
    return said;
  };
  CHECK(verdict(signature_of(webhook_secret, now, body), body) == "True\n");
  CHECK(verdict(signature_of(webhook_secret, now, body), body + " ") == "False\n");
  CHECK(verdict(signature_of("another secret of theirs", now, body), body) == "False\n");
  CHECK(verdict(signature_of(webhook_secret, now - 3'600, body), body) == "False\n");
}

TEST_CASE(
    "a receiver that fails in every way gets each notice in the end, in each ticket's order") {
  // One in three is answered well; the rest fails in turn.
  webhook_receiver receiver([](std::size_t n, const delivery&) -> webhook_receiver::conduct {
    switch (n % 9) {
      case 0:
        return {500};
      case 2:
        return {.close = true};
      case 3:
        return {.status = 429, .headers = "Retry-After: 7\r\n"};
      case 5:
        return {404};
      case 6:
        return {301, "Location: http://127.0.0.1:1/\r\n"};
      case 8:
        return {.stall = true};
      default:
        return {204};
    }
  });
  hand_clock clock;
  notice_bench b(std::make_unique<journal::memory_journal>(), clock,
                 office_with_webhook(receiver.port()), 200ms);
  for (int n = 1; n <= 12; ++n) visit(b, n);
  REQUIRE(b.until([&] { return b.sender().figures().waiting == 0; }, 2s));
  auto done = received(receiver.seen(), {"ticket", "type"});
  std::stable_sort(done.begin(), done.end(), [](const auto& x, const auto& y) {
    return x.substr(0, x.find(' ')) < y.substr(0, y.find(' '));
  });
  lines expected;
  for (int n = 1; n <= 12; ++n)
    for (const char* type : {"taken", "left"}) expected.push_back(fmt::format("t{} {}", n, type));
  std::stable_sort(expected.begin(), expected.end(), [](const auto& x, const auto& y) {
    return x.substr(0, x.find(' ')) < y.substr(0, y.find(' '));
  });
  CHECK(done == expected);
  CHECK(b.sender().figures().delivered == 24);
  CHECK(b.sender().figures().failed > 10);
  CHECK(b.sender().figures().given_up == 0);
}

TEST_CASE("an answer that was lost brings the same notice again, by its id") {
  webhook_receiver receiver(
      [](std::size_t n, const delivery&) { return webhook_receiver::conduct{.close = n < 2}; });
  hand_clock clock;
  notice_bench b(std::make_unique<journal::memory_journal>(), clock,
                 office_with_webhook(receiver.port()));
  b.get(take("token-1"));
  REQUIRE(b.until([&] { return b.sender().figures().waiting == 0; }, 1s));
  const auto seen = receiver.seen();
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].body == seen[2].body);
}

TEST_CASE("Retry-After is kept to") {
  webhook_receiver receiver([](std::size_t n, const delivery&) -> webhook_receiver::conduct {
    if (n == 0) return {503, "Retry-After: 60\r\n"};
    return {};
  });
  hand_clock clock;
  notice_bench b(std::make_unique<journal::memory_journal>(), clock,
                 office_with_webhook(receiver.port()));
  b.get(take("token-1"));
  REQUIRE(b.until([&] { return b.sender().figures().failed == 1; }));
  const auto failed_at = clock.wall;
  REQUIRE(b.until([&] { return b.sender().figures().waiting == 0; }, 1s));
  CHECK(clock.wall - failed_at >= 60s);
}

TEST_CASE("a receiver that is away for hours gets all of it after the server's next start") {
  hand_clock clock;
  const fresh_directory directory;
  std::uint16_t port = 0;
  { port = webhook_receiver(good).port(); }
  {
    notice_bench b(open_file(directory), clock, office_with_webhook(port));
    for (int n = 1; n <= 5; ++n) visit(b, n);
    REQUIRE(b.until([&] { return b.sender().figures().failed > 0; }));
    CHECK(b.sender().figures().waiting == 10);
    b.close();
  }
  clock.pass(3h);
  webhook_receiver receiver(good, port);
  notice_bench b(open_file(directory), clock, office_with_webhook(port));
  CHECK(b.sender().figures().waiting >= 1);
  REQUIRE(b.until_all_received());
  CHECK(received(receiver.seen(), {"number"}).size() == 10);
  b.close();
  CHECK(rows_in(directory) == "0");
}

TEST_CASE("what is older than the office allows, and more than it allows, is given up") {
  webhook_receiver receiver(
      [](std::size_t, const delivery&) { return webhook_receiver::conduct{.status = 503}; });
  hand_clock clock;
  const fresh_directory directory;
  auto o = office_with_webhook(receiver.port());
  o->webhook->give_up_after = 60min;
  o->webhook->most_waiting = 6;
  notice_bench b(open_file(directory), clock, o);
  for (int n = 1; n <= 8; ++n) visit(b, n);
  CHECK(b.sender().figures().waiting <= 7);  // one may be under way
  CHECK(b.sender().figures().given_up >= 9);
  clock.pass(61min);
  REQUIRE(b.until([&] { return b.sender().figures().waiting == 0; }, 1s));
  CHECK(b.sender().figures().given_up == 16);
  CHECK(b.sender().figures().delivered == 0);
  b.close();
  CHECK(rows_in(directory) == "0");
}

TEST_CASE("another address in the office file is used at once, and none drops what waits") {
  webhook_receiver first(
      [](std::size_t, const delivery&) { return webhook_receiver::conduct{.stall = true}; });
  webhook_receiver second(good);
  hand_clock clock;
  const fresh_directory directory;
  notice_bench b(open_file(directory), clock, office_with_webhook(first.port()));
  visit(b, 1);
  REQUIRE(b.until([&] { return !first.seen().empty(); }));
  CHECK_FALSE(b.hall().service().adopt(office_with_webhook(second.port())).has_value());
  b.sender().configure();
  REQUIRE(b.until_all_received());
  CHECK(received(second.seen(), {"type"}) == lines{"taken", "left"});
  CHECK_FALSE(b.hall().service().adopt(sample_office()).has_value());
  b.sender().configure();
  visit(b, 2);
  CHECK(b.sender().figures().waiting == 0);
  CHECK(b.sender().figures().given_up == 0);
  b.close();
  CHECK(second.seen().size() == 2);
  CHECK(rows_in(directory) == "0");
}

TEST_CASE("the figures are Prometheus text") {
  hand_clock clock;
  notice_bench b(std::make_unique<journal::memory_journal>(), clock, office_with_webhook(1));
  b.get(take("token-1"));
  const auto text = metrics_of(b.sender());
  for (const char* name : {"hallcall_notices_waiting 1\n", "hallcall_notices_delivered_total 0\n",
                           "hallcall_notices_failed_total", "hallcall_notices_given_up_total 0\n"})
    CHECK(text.find(name) != std::string::npos);
}

}  // namespace hallcall::service::testing
