// The server is killed between a commit and the delivery of its notices: they are delivered after
// the next start, and what had been delivered comes again under the same id or not at all (R-54).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <set>

#include "http_bench.hpp"
#include "real_office.hpp"
#include "tests/service/webhook_receiver.hpp"

namespace hallcall::crash {
namespace {

using service::testing::delivery;
using service::testing::member_of;
using service::testing::webhook_receiver;

// The real office with a webhook, in a folder of its own.
std::vector<std::string> arguments_with_webhook(const fresh_directory& place, std::uint16_t port) {
  const auto& from = real_office::get().file();
  const auto data = place.path() / "data";
  real_office::get().copy_data_to(data);
  std::filesystem::copy_file(from.parent_path() / "services.toml", place.path() / "services.toml");
  std::filesystem::copy_file(from, place.path() / "nantun.toml");
  std::ofstream(place.path() / "nantun.toml", std::ios::app) << fmt::format(
      "\n[webhook]\nurl = \"http://127.0.0.1:{}/hook\"\nsecret_file = \"secret\"\n", port);
  std::ofstream(place.path() / "secret") << "a sample secret of the office\n";
  REQUIRE(chmod((place.path() / "secret").c_str(), 0600) == 0);
  return {"--office", (place.path() / "nantun.toml").string(),
          "--data",   data.string(),
          "--listen", "127.0.0.1:0"};
}

// Takes a ticket and is told its number.
std::string take(caller& who, int n) {
  const auto answer = who.ask(net::method::post, "/api/v1/halls/main/tickets",
                              R"({"services":["transcript"]})", fmt::format("key-{}", n));
  REQUIRE(answer.status == 201);
  return member_of(text_of(answer), "number");
}

}  // namespace

TEST_CASE(
    "a server killed between commit and delivery delivers after the next start, by the same "
    "ids (R-54)") {
  for (int round = 0; round < 4; ++round) {
    CAPTURE(round);
    // At first it takes two, loses an answer, and then keeps everybody waiting.
    auto receiver = std::make_unique<webhook_receiver>([](std::size_t n, const delivery&) {
      webhook_receiver::conduct c;
      c.close = n == 2;
      c.stall = n > 2;
      return c;
    });
    const auto port = receiver->port();
    const fresh_directory place;
    const auto arguments = arguments_with_webhook(place, port);
    std::set<std::string> taken;
    http_bench bench;
    auto who = kiosk(bench);
    {
      server_process server(arguments);
      REQUIRE(server.listens());
      who.connect(server.port());
      for (int n = 0; n < 10; ++n) taken.insert(take(who, n));
      if (round % 2 == 0) receiver->await([](const auto& seen) { return seen.size() >= 3; });
      server.signal(SIGKILL);
      CHECK(server.end().signal == SIGKILL);
      who.disconnect();
    }
    const auto before = receiver->seen();
    receiver.reset();
    receiver = std::make_unique<webhook_receiver>(
        [](std::size_t, const delivery&) { return webhook_receiver::conduct{}; }, port);
    server_process server(arguments);
    REQUIRE(server.listens());
    who.connect(server.port());
    const auto last = take(who, 99);
    taken.insert(last);
    const auto numbers = [&](const std::vector<delivery>& all) {
      std::set<std::string> got;
      for (const auto& d : all)
        if (member_of(d.body, "type") == "taken") got.insert(member_of(d.body, "number"));
      return got;
    };
    const auto got_all = [&](const std::vector<delivery>& after) {
      auto got = numbers(after);
      for (const auto& d : before)
        if (d.answer == "200") got.insert(member_of(d.body, "number"));
      return std::includes(got.begin(), got.end(), taken.begin(), taken.end());
    };
    const auto after = receiver->await(got_all);
    CHECK(got_all(after));
    // One number's notice has one id, whenever it comes.
    std::map<std::string, std::string> id_of;
    for (const auto& all : {before, after})
      for (const auto& d : all) {
        const auto number = member_of(d.body, "number") + member_of(d.body, "type");
        const auto id = member_of(d.body, "id");
        CHECK(id_of.emplace(number, id).first->second == id);
      }
    const auto metrics = text_of(who.get("/metrics"));
    CHECK(metrics.find("hallcall_notices_delivered_total") != std::string::npos);
    server.signal(SIGTERM);
    const auto end = server.end();
    CHECK_MESSAGE(end.code == 0, end.out);
    CHECK(end.out.find("/t/") == std::string::npos);
    check_whole(place.path() / "data");
  }
}

TEST_CASE("a server whose webhook is away serves, says so once, and ends in order") {
  std::uint16_t nobody = 0;
  {
    nobody = webhook_receiver([](std::size_t, const delivery&) {
               return webhook_receiver::conduct{};
             }).port();
  }
  const fresh_directory place;
  server_process server(arguments_with_webhook(place, nobody));
  REQUIRE(server.listens());
  http_bench bench;
  auto who = kiosk(bench);
  who.connect(server.port());
  for (int n = 0; n < 5; ++n) take(who, n);
  const auto limit = std::chrono::steady_clock::now() + patience;
  while (text_of(who.get("/metrics")).find("hallcall_notices_failed_total 0") != std::string::npos)
    REQUIRE(std::chrono::steady_clock::now() < limit);
  CHECK(text_of(who.get("/metrics")).find("hallcall_notices_waiting 5") != std::string::npos);
  who.disconnect();
  server.signal(SIGTERM);
  const auto end = server.end();
  CHECK_MESSAGE(end.code == 0, end.out);
  const auto first = end.out.find("webhook works=false");
  CHECK(first != std::string::npos);
  CHECK(end.out.find("webhook works=false", first + 1) == std::string::npos);
}

}  // namespace hallcall::crash
