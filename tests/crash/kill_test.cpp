// The server is killed at random moments under load. What anybody was told is there afterwards,
// once; and who asks again with the same key is told the same.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>

#include <cstdlib>
#include <random>

#include "busy_hall.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

constexpr int usual_rounds = 100;
constexpr int rounds_a_day = 20;  // then a new hall: as many live tickets as a list shows
constexpr int longest_round_ms = 250;

int number_from(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text != nullptr && *text != '\0' ? std::atoi(text) : otherwise;
}

// Starts the server and kills it before, while or after it comes up.
void start_and_kill(const std::filesystem::path& data, std::chrono::milliseconds after) {
  server_process one(real_office::get().arguments(data));
  (void)one.listens(after);
  one.signal(SIGKILL);
  CHECK(one.end().signal == SIGKILL);
}

}  // namespace

TEST_CASE("a server killed at random moments under load keeps every word it gave") {
  const int rounds = number_from("HALLCALL_CRASH_ROUNDS", usual_rounds);
  const int seed =
      number_from("HALLCALL_CRASH_SEED", static_cast<int>(std::random_device{}() & 0x7fffffff));
  MESSAGE("HALLCALL_CRASH_SEED=" << seed << " HALLCALL_CRASH_ROUNDS=" << rounds);
  std::mt19937 random(static_cast<std::uint32_t>(seed));
  std::uint64_t answers = 0, tickets = 0, calls = 0;
  for (int round = 0; round < rounds;) {
    const fresh_directory place;
    const auto data = place.path() / "data";
    real_office::get().copy_data_to(data);
    http_bench bench;
    busy_hall hall(bench, data, random());
    hall.start();
    for (int of_day = 0; of_day < rounds_a_day && round < rounds; ++of_day, ++round) {
      CAPTURE(seed);
      CAPTURE(round);
      hall.work_until(std::chrono::milliseconds(random() % longest_round_ms),
                      [&] { hall.server().signal(SIGKILL); });
      CHECK(hall.server().end().signal == SIGKILL);
      check_whole(data);
      if (random() % 6 == 0) start_and_kill(data, std::chrono::milliseconds(random() % 150));
      hall.start();
      hall.check();
    }
    hall.server().signal(SIGINT);
    const auto end = hall.server().end();
    CHECK_MESSAGE(end.code == 0, end.out);
    check_whole(data);
    answers += hall.answered();
    tickets += hall.known().numbers.size();
    calls += hall.known().calls.size();
  }
  MESSAGE(answers << " answers, " << tickets << " tickets, " << calls << " calls");
  CHECK(tickets > 2u * static_cast<unsigned>(rounds));
  CHECK(calls > static_cast<unsigned>(rounds));
}

TEST_CASE("a server killed in the middle of its first start starts the next time") {
  std::mt19937 random(std::random_device{}());
  for (int round = 0; round < 12; ++round) {
    const fresh_directory place;
    const auto data = place.path() / "data";
    const auto after = std::chrono::milliseconds(random() % 200);
    CAPTURE(after.count());
    start_and_kill(data, after);
    start_and_kill(data, after / 2);
    server_process one(real_office::get().arguments(data));
    CHECK(one.listens());
    one.signal(SIGTERM);
    const auto end = one.end();
    CHECK_MESSAGE(end.code == 0, end.out);
    CHECK(check_whole(data) >= 1);
  }
}

}  // namespace hallcall::crash
