// The reactor, its timers and its signals.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>

#include "harness.hpp"

using namespace hallcall::net;
using namespace hallcall::net::testing;
using namespace std::chrono_literals;

TEST_CASE("posted tasks run in their order on the reactor's thread") {
  reactor_thread thread;
  std::vector<int> seen;
  std::thread::id on;
  for (int i = 0; i < 1000; ++i)
    thread.get().post([&, i] {
      seen.push_back(i);
      on = std::this_thread::get_id();
    });
  thread.run([&] {
    CHECK(seen.size() == 1000);
    CHECK(std::ranges::is_sorted(seen));
    CHECK(on == std::this_thread::get_id());
  });
}

TEST_CASE("run goes on without work until stop, which also counts before run") {
  reactor on;
  on.stop();
  on.run();
  int ran = 0;
  const auto soon = on.after(1ms, [&] {
    ++ran;
    on.stop();
  });
  on.run();
  CHECK(ran == 1);
}

TEST_CASE("timers fire once, in the order of their times") {
  reactor on;
  std::string order;
  const auto late = on.after(30ms, [&] {
    order += 'c';
    on.stop();
  });
  const auto soon = on.after(1ms, [&] { order += 'a'; });
  const auto later = on.after(15ms, [&] { order += 'b'; });
  on.run();
  CHECK(order == "abc");
}

TEST_CASE("a cancelled, replaced or destroyed timer does not fire") {
  reactor on;
  bool fired = false;
  auto cancelled = on.after(1ms, [&] { fired = true; });
  cancelled.cancel();
  auto replaced = on.after(1ms, [&] { fired = true; });
  replaced = on.after(2ms, [] {});
  {
    const auto destroyed = on.after(0ms, [&] { fired = true; });
  }
  const auto end = on.after(20ms, [&] { on.stop(); });
  on.run();
  CHECK_FALSE(fired);
}

TEST_CASE("a timer that is due already can still be cancelled by another one") {
  reactor on;
  bool fired = false;
  timer second;
  const auto first = on.after(0ms, [&] { second.cancel(); });
  second = on.after(0ms, [&] { fired = true; });
  std::this_thread::sleep_for(5ms);  // both are due in the same turn
  const auto end = on.after(5ms, [&] { on.stop(); });
  on.run();
  CHECK_FALSE(fired);
}

TEST_CASE("a timer may be destroyed, and armed again, from inside its callback") {
  reactor on;
  timer again;
  int count = 0;
  std::function<void()> tick = [&] {
    const int mine = ++count;
    again = mine < 5 ? on.after(1ms, tick) : timer();
    if (mine == 5) on.stop();
  };
  again = on.after(1ms, tick);
  on.run();
  CHECK(count == 5);
}

TEST_CASE("signals are handed over, each time") {
  reactor on;
  std::vector<int> seen;
  on.on_signals([&](int number) {
    seen.push_back(number);
    if (seen.size() == 3) return on.stop();
    std::raise(seen.size() == 1 ? SIGINT : SIGHUP);
  });
  std::raise(SIGTERM);
  on.run();
  CHECK(seen == std::vector<int>{SIGTERM, SIGINT, SIGHUP});
}

TEST_CASE("an exception from a callback leaves run") {
  reactor on;
  on.post([] { throw std::runtime_error("a bug"); });
  CHECK_THROWS_AS(on.run(), std::runtime_error);
}
