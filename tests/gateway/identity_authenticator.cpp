// The authenticator and its pool on a real reactor: sign-in, sessions, one-time codes, other
// processes.
#include "gateway/authenticator.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include "gateway/sample_accounts.hpp"
#include "gateway/sign_in_throttle.hpp"
#include "identity_support.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::identity_tests;
using namespace std::chrono_literals;

namespace {

using sign_in_result = tl::expected<session, sign_in_refusal>;
using redeem_result = tl::expected<session, redeem_refusal>;

// A server's identity side on a directory, with a clock that the test sets.
struct server {
  explicit server(const std::filesystem::path& directory, authenticator_options options = {},
                  std::size_t max_waiting = 64)
      : pool(reactor, 2, max_waiting) {
    options.cost = least_hash_cost();
    options.now = [this] { return now; };
    if (options.poll == authenticator_options{}.poll) options.poll = 5ms;
    auto started = authenticator::start(reactor, pool, open_store(directory), std::move(options));
    REQUIRE_MESSAGE(started.has_value(), (started ? "" : started.error().what));
    who = std::move(*started);
  }

  // Runs the reactor until `condition`, looked at often; fails when it does not come.
  void run_until(const std::function<bool()>& condition) {
    bool late = false;
    const net::timer limit = reactor.after(20s, [&] {
      late = true;
      reactor.stop();
    });
    net::timer look;
    std::function<void()> check = [&] {
      if (condition()) return reactor.stop();
      look = reactor.after(1ms, check);
    };
    reactor.post(check);
    reactor.run();
    REQUIRE_FALSE(late);
  }

  sign_in_result sign_in(const std::string& name, const std::string& password,
                         const std::string& address = "10.0.0.1") {
    std::optional<sign_in_result> result;
    who->sign_in(name, password, address, [&](sign_in_result r) { result.emplace(std::move(r)); });
    CHECK_FALSE(result);  // never from inside
    run_until([&] { return result.has_value(); });
    return *result;
  }

  redeem_result redeem(const std::string& code) {
    std::optional<redeem_result> result;
    who->redeem(code, [&](redeem_result r) { result.emplace(std::move(r)); });
    CHECK_FALSE(result);
    run_until([&] { return result.has_value(); });
    return *result;
  }

  time_point now = start;
  net::reactor reactor;
  worker_pool pool;
  std::unique_ptr<authenticator> who;
};

void add_clerk(const std::filesystem::path& directory) {
  REQUIRE(open_store(directory).add_account(person("clerk1"), quick_hash("kT4-vQz9")));
}

}  // namespace

TEST_CASE("work runs on the pool's threads and its result comes to the reactor's") {
  net::reactor reactor;
  worker_pool pool(reactor, 2, 4);
  std::thread::id worked_on, done_on;
  REQUIRE(pool.run(
      [&] {
        worked_on = std::this_thread::get_id();
        return std::string("result");
      },
      [&](const std::string& result) {
        CHECK(result == "result");
        done_on = std::this_thread::get_id();
        reactor.stop();
      }));
  reactor.run();
  CHECK(done_on == std::this_thread::get_id());
  CHECK(worked_on != done_on);
}

TEST_CASE("a pool takes no more than its bound, and drops what waits when it goes") {
  net::reactor reactor;
  std::mutex mutex;
  std::condition_variable wake;
  bool working = false, release = false;
  int ran = 0;
  {
    worker_pool pool(reactor, 1, 3);
    REQUIRE(pool.run(
        [&] {
          std::unique_lock lock(mutex);
          working = true;
          wake.notify_all();
          wake.wait(lock, [&] { return release; });
        },
        [&] { ++ran; }));
    {
      std::unique_lock lock(mutex);
      wake.wait(lock, [&] { return working; });
    }
    for (int i = 0; i < 3; ++i) CHECK(pool.run([&] { ++ran; }, [&] { ++ran; }));
    CHECK_FALSE(pool.run([&] { ++ran; }, [&] { ++ran; }));
    std::thread releaser([&] {
      const std::lock_guard lock(mutex);
      release = true;
      wake.notify_all();
    });
    releaser.join();
  }
  reactor.post([&] { reactor.stop(); });
  reactor.run();
  CHECK(ran <= 3);  // no `done`, and only work that had begun before the pool went
}

TEST_CASE("what work throws leaves the reactor's run") {
  net::reactor reactor;
  worker_pool pool(reactor, 1, 4);
  REQUIRE(pool.run([]() -> int { throw std::logic_error("a bug"); }, [](int) {}));
  CHECK_THROWS_AS(reactor.run(), std::logic_error);
}

TEST_CASE("the right password gives a token that finds its person; a wrong one nothing") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  const auto wrong = s.sign_in("clerk1", "kT4-vQz8");
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == sign_in_fault::wrong);
  const auto right = s.sign_in("Clerk1", "kT4-vQz9");
  REQUIRE(right);
  CHECK(right->principal.id == "account:clerk1");
  CHECK(right->expires == start + 24h);
  REQUIRE(s.who->find(right->token));
  CHECK(*s.who->find(right->token) == right->principal);
  CHECK_FALSE(s.who->find(right->token + "x"));
  CHECK_FALSE(s.who->find(""));
  CHECK_FALSE(s.who->find(std::string(100'000, 'x')));
}

TEST_CASE(
    "the fifth wrong password locks, for anybody's name and nobody's, with the seconds left") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  for (const std::string name : {"clerk1", "nobody"}) {
    CAPTURE(name);
    for (int i = 0; i < 5; ++i)
      CHECK(s.sign_in(name, "wrong one").error().code == sign_in_fault::wrong);
    s.now = start + 14min + 59s;
    const auto locked = s.sign_in(name, "kT4-vQz9");
    REQUIRE_FALSE(locked);
    CHECK(locked.error().code == sign_in_fault::locked);
    CHECK(locked.error().retry_after == 1s);
    s.now = start;
  }
  s.now = start + 15min;
  CHECK(s.sign_in("clerk1", "kT4-vQz9").has_value());
  CHECK(s.sign_in("nobody", "kT4-vQz9").error().code == sign_in_fault::wrong);
}

TEST_CASE("a hundred guesses at once are five guesses") {
  const temporary_directory data;
  add_clerk(data.path);
  authenticator_options options;
  options.max_sign_ins = 1'000;
  server s(data.path, options, 1'000);
  int wrong = 0, locked = 0, throttled = 0;
  for (int i = 0; i < 100; ++i) {
    s.who->sign_in("clerk1", "guess " + std::to_string(i), "10.0.0." + std::to_string(i % 10),
                   [&](auto r) {
                     REQUIRE_FALSE(r);
                     wrong += r.error().code == sign_in_fault::wrong ? 1 : 0;
                     locked += r.error().code == sign_in_fault::locked ? 1 : 0;
                     throttled += r.error().code == sign_in_fault::throttled ? 1 : 0;
                   });
  }
  s.run_until([&] { return wrong + locked + throttled == 100; });
  CHECK(wrong == 5);
  CHECK(locked == 95);
}

TEST_CASE("one address cannot try name after name") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  for (int i = 0; i < sign_in_throttle::burst; ++i) {
    CHECK(s.sign_in("name" + std::to_string(i), "wrong one", "10.0.0.7").error().code ==
          sign_in_fault::wrong);
  }
  const auto refused = s.sign_in("clerk1", "kT4-vQz9", "10.0.0.7");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == sign_in_fault::throttled);
  CHECK(refused.error().retry_after >= 1s);
  CHECK(s.sign_in("clerk1", "kT4-vQz9", "10.0.0.8").has_value());
}

TEST_CASE("any number of people may sign in from one address") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  int signed_in = 0;
  for (int i = 0; i < 2 * sign_in_throttle::burst; ++i) {
    signed_in += s.sign_in("clerk1", "kT4-vQz9") ? 1 : 0;
  }
  CHECK(signed_in == 2 * sign_in_throttle::burst);
}

TEST_CASE("more sign-ins at once than the bound are told to come again, and count as no failure") {
  const temporary_directory data;
  add_clerk(data.path);
  authenticator_options options;
  options.max_sign_ins = 2;
  server s(data.path, options);
  int signed_in = 0, overloaded = 0;
  for (int i = 0; i < 20; ++i) {
    s.who->sign_in("clerk1", "kT4-vQz9", "10.0.0.1", [&](auto r) {
      signed_in += r ? 1 : 0;
      if (r) return;
      CHECK(r.error().code == sign_in_fault::overloaded);
      CHECK(r.error().retry_after >= 1s);
      ++overloaded;
    });
  }
  s.run_until([&] { return signed_in + overloaded == 20; });
  CHECK(signed_in >= 2);
  CHECK(overloaded > 0);
  CHECK(s.sign_in("clerk1", "kT4-vQz9").has_value());
}

TEST_CASE("a pool without room is overload, and the attempt is taken back") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path, {}, 0);
  for (int i = 0; i < 10; ++i) {
    CHECK(s.sign_in("clerk1", "kT4-vQz9").error().code == sign_in_fault::overloaded);
  }
}

TEST_CASE("signing out counts at once, in the file soon, and for this session alone") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  const auto first = s.sign_in("clerk1", "kT4-vQz9");
  const auto second = s.sign_in("clerk1", "kT4-vQz9");
  int changes = 0;
  s.who->on_change([&] { ++changes; });
  CHECK(s.who->still_valid(digest_of(first->token)));
  s.who->sign_out(first->token);
  CHECK_FALSE(s.who->find(first->token));
  CHECK_FALSE(s.who->still_valid(digest_of(first->token)));
  CHECK(s.who->find(second->token));
  CHECK(changes == 1);
  s.who->sign_out(first->token);
  s.who->sign_out("unheard of");
  CHECK(changes == 1);
  auto other = open_store(data.path);
  s.run_until([&] { return other.load_tokens(start)->tokens.size() == 1; });
}

TEST_CASE("sessions survive a restart, with their last use") {
  const temporary_directory data;
  add_clerk(data.path);
  std::string token;
  {
    server s(data.path);
    token = s.sign_in("clerk1", "kT4-vQz9")->token;
    s.now = start + 11h;
    CHECK(s.who->find(token));
  }
  server again(data.path);
  again.now = start + 22h;
  REQUIRE(again.who->find(token));
  CHECK(again.who->find(token)->name == "clerk1");
  again.now = start + 24h;
  CHECK_FALSE(again.who->find(token));
}

TEST_CASE("a session's uses are written while the server runs") {
  const temporary_directory data;
  add_clerk(data.path);
  authenticator_options options;
  options.write_uses = 5ms;
  server s(data.path, options);
  const auto mine = s.sign_in("clerk1", "kT4-vQz9");
  s.now = start + 3h;
  CHECK(s.who->find(mine->token));
  auto other = open_store(data.path);
  s.run_until([&] { return other.load_tokens(start)->tokens.front().used == start + 3h; });
}

TEST_CASE("what the command line changes counts while the server runs") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  auto command_line = open_store(data.path);
  const auto mine = s.sign_in("clerk1", "kT4-vQz9");
  REQUIRE(mine);

  const auto kiosk = command_line.add_device(machine("kiosk-1"));
  REQUIRE(kiosk);
  s.run_until([&] { return s.who->find(kiosk->token).has_value(); });
  CHECK(s.who->find(kiosk->token)->id == "device:kiosk-1");
  const auto cookie = s.redeem(kiosk->code);
  REQUIRE(cookie);

  int changes = 0;
  s.who->on_change([&] { ++changes; });
  REQUIRE(command_line.revoke_device("kiosk-1", start));
  s.run_until([&] { return changes > 0; });
  CHECK_FALSE(s.who->find(kiosk->token));
  CHECK_FALSE(s.who->find(cookie->token));
  CHECK(s.who->find(mine->token));

  REQUIRE(command_line.set_disabled("clerk1", true));
  s.run_until([&] { return !s.who->find(mine->token); });
  CHECK(s.sign_in("clerk1", "kT4-vQz9").error().code == sign_in_fault::wrong);
  REQUIRE(command_line.set_disabled("clerk1", false));
  CHECK(s.sign_in("clerk1", "kT4-vQz9").has_value());
}

TEST_CASE("the server and the command line write at the same time, and nothing is lost") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  std::thread command_line([&] {
    auto store = account_store::open(data.path, open_mode::existing);
    for (int i = 0; store && i < 30; ++i) (void)store->add_device(machine("k" + std::to_string(i)));
  });
  int signed_in = 0;
  for (int i = 0; i < 30; ++i) signed_in += s.sign_in("clerk1", "kT4-vQz9") ? 1 : 0;
  command_line.join();
  CHECK(signed_in == 30);
  auto store = open_store(data.path);
  CHECK(store.devices()->size() == 30);
  CHECK(store.load_tokens(start)->tokens.size() == 60);
}

TEST_CASE("a one-time code gives one browser session of its device") {
  const temporary_directory data;
  device board = machine("board-1", role::display);
  board.hall = "main";
  const auto secrets = open_store(data.path).add_device(board);
  REQUIRE(secrets);
  server s(data.path);
  const auto cookie = s.redeem(secrets->code);
  REQUIRE(cookie);
  CHECK(cookie->principal.kind == principal_kind::device);
  CHECK(cookie->principal.hall == "main");
  CHECK(cookie->expires == start + device_session_life);
  CHECK(*s.who->find(cookie->token) == cookie->principal);
  CHECK(s.redeem(secrets->code).error() == redeem_refusal::unknown);
  CHECK(s.redeem("").error() == redeem_refusal::unknown);
  CHECK(s.redeem(std::string(100'000, 'a')).error() == redeem_refusal::unknown);
}

TEST_CASE("a real hall's start removes sample accounts and their sessions") {
  const temporary_directory data;
  const std::vector<sample_account> wanted{{"clerk1", role::clerk, ""}};
  auto store = open_store(data.path);
  const auto given = ensure_sample_accounts(store, wanted, start);
  REQUIRE(given);
  std::string token;
  {
    authenticator_options options;
    options.sample_hall = true;
    server sample(data.path, options);
    const auto mine = sample.sign_in("clerk1", given->front().pin);
    REQUIRE(mine);
    token = mine->token;
  }
  server real(data.path);
  CHECK_FALSE(real.who->find(token));
  CHECK(real.sign_in("clerk1", given->front().pin).error().code == sign_in_fault::wrong);
}

TEST_CASE("while the file fails nobody signs in, and who is signed in stays") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  const auto mine = s.sign_in("clerk1", "kT4-vQz9");
  REQUIRE(mine);
  tamper(data.path,
         "ALTER TABLE failures RENAME TO elsewhere; ALTER TABLE sessions RENAME TO away");
  const auto refused = s.sign_in("clerk1", "kT4-vQz9");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == sign_in_fault::storage);
  CHECK(s.who->find(mine->token));
  tamper(data.path,
         "ALTER TABLE elsewhere RENAME TO failures; ALTER TABLE away RENAME TO sessions");
  CHECK(s.sign_in("clerk1", "kT4-vQz9").has_value());
}

TEST_CASE("an authenticator that goes while sign-ins are on their way calls nobody back") {
  const temporary_directory data;
  add_clerk(data.path);
  server s(data.path);
  int called = 0;
  for (int i = 0; i < 8; ++i)
    s.who->sign_in("clerk1", "kT4-vQz9", "10.0.0.1", [&](auto) { ++called; });
  s.reactor.post([&] { s.reactor.post([&] { s.reactor.stop(); }); });
  s.reactor.run();
  const int before = called;
  s.who.reset();
  s.reactor.post([&] { s.reactor.stop(); });
  s.reactor.run();
  CHECK(called == before);
}
