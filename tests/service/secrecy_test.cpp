// R-20 as a property: whatever happens in a hall, the public cannot tell its turning tickets from
// general ones. Two halls live through the same random day; in one a service is sensitive, in the
// other it is not, and they are dispatched alike. Every byte that leaves for the public is the
// same.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <regex>

#include "gateway/api.hpp"
#include "journal/memory_journal.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"
#include "service_bench.hpp"
#include "tests/engine/property.hpp"
#include "tests/engine/text_of.hpp"

namespace hallcall::service::testing {
namespace {

using engine::lane;
using engine::testing::first_difference;
using engine::testing::lane_of;
using engine::testing::text_of;

const engine::service_id sensitive{"sensitive"};

enum class matter { turning, general };

// The day's hall, changed so that turning and general are called alike, and only the matter
// differs.
engine::hall_rules alike(const engine::testing::random_day& day, matter m) {
  auto rules = engine::testing::rules_of(day);
  if (rules.order == engine::discipline::strict || rules.order == engine::discipline::ratio)
    rules.order = engine::discipline::fifo;  // these favour lanes by name
  lane_of(rules, lane::turning) = lane_of(rules, lane::general);
  lane_of(rules, lane::returning) = lane_of(rules, lane::general);  // who comes back, too (R-51)
  for (auto& c : rules.counters) {
    const auto follow = [](engine::enum_set<lane>& lanes) {
      for (const auto l : {lane::turning, lane::returning})
        if (lanes.contains(lane::general))
          lanes.insert(l);
        else
          lanes.bits &= ~engine::set_of({l}).bits;
    };
    follow(c.takes);
    follow(c.prefers);
  }
  for (auto& s : rules.services)
    if (s.id == sensitive) s.sensitive = m == matter::turning;
  return rules;
}

// One hall with the HTTP calls on it, without sockets.
class public_hall {
 public:
  public_hall(const engine::testing::random_day& day, matter m, const fresh_directory& accounts,
              hand_clock& clock)
      : bench_(std::make_unique<journal::memory_journal>(), clock, {}, office_of(alike(day, m))),
        pool_(bench_.reactor(), 1, 4),
        who_(*gateway::authenticator::start(
            bench_.reactor(), pool_,
            *gateway::account_store::open(accounts.path(), gateway::open_mode::create), {})),
        feed_([](const view_name&) { return std::string(); },
              [](const std::string&) { return std::pair(std::uint64_t{0}, engine::time_point{}); }),
        api_{bench_.service(), feed_, *who_, {true, false, "http://127.0.0.1"}, {}, {}},
        router_(gateway::api_routes(api_)) {
    bench_.until([this] { return bench_.published().day.has_value(); });
  }

  service_bench& bench() { return bench_; }

  // The answer to a kiosk, with the random token made the same in every hall.
  std::string take(const engine::take_ticket& c) {
    messages::take_ticket body;
    for (const auto& s : c.services) body.services.push_back(s.value);
    body.language = c.language;
    body.quiet = c.quiet;
    auto match = router_.find(net::method::post, "/api/v1/halls/main/tickets");
    gateway::call call;
    call.segments = match.segments;
    call.request.method = net::method::post;
    call.request.target = "/api/v1/halls/main/tickets";
    call.request.local = true;
    call.request.body = messages::encode(body);
    call.actor = "anyone";
    call.key = fmt::format("key-{}", ++keys_);
    std::optional<net::response> response;
    call.reply = [&](net::response r) {
      response = std::move(r);
      bench_.look();
    };
    match.route->handle(std::move(call));
    if (!bench_.until([&] { return response.has_value(); })) return "no answer";
    static const std::regex token("\"token\":\"[^\"]*\"|/t/[^\"]*\"");
    return fmt::format("{} {}", response->status,
                       std::regex_replace(*response->body, token, "(token)"));
  }

  // All that anybody may see.
  std::string seen() {
    const auto& s = bench_.published();
    const auto& office = bench_.service().the_office();
    const call_reports reports;
    const view_context context{office, office.halls[0], s, bench_.service().now(), reports};
    std::string all = messages::encode(board_of(context)) + "\n" +
                      messages::encode(kiosk_of(context)) + "\n" +
                      messages::encode(info_of(context, false)) + "\n";
    for (const auto& [id, t] :
         std::map<engine::ticket_id, engine::ticket>(s.tickets.begin(), s.tickets.end()))
      all += messages::encode(ticket_of(context, t)) + "\n";
    return all;
  }

 private:
  service_bench bench_;
  gateway::worker_pool pool_;
  std::unique_ptr<gateway::authenticator> who_;
  feed feed_;
  gateway::api api_;
  gateway::router router_;
  int keys_ = 0;
};

// What the public sees of a hall that never was in a service: for states made by hand.
std::string seen_of(const engine::hall_state& s, const office& o, engine::time_point now) {
  const call_reports reports;
  const view_context context{o, o.halls[0], s, now, reports};
  std::string all =
      messages::encode(board_of(context)) + "\n" + messages::encode(kiosk_of(context)) + "\n";
  for (const auto& [id, t] :
       std::map<engine::ticket_id, engine::ticket>(s.tickets.begin(), s.tickets.end()))
    all += messages::encode(ticket_of(context, t)) + "\n";
  // The told wait is of the work before somebody and may well know how it is shared out.
  static const std::regex wait(R"("wait":\{[^}]*\},?)");
  return std::regex_replace(all, wait, "");
}

// The same hall, had none of its matters been sensitive.
engine::hall_state all_general(const engine::hall_state& s) {
  auto copy = s;
  for (auto& [id, t] : copy.tickets) {
    if (t.lane != lane::turning) continue;
    if (t.rate == s.rules->of(lane::turning).rate) t.rate = s.rules->of(lane::general).rate;
    t.lane = lane::general;
  }
  auto back = decode_snapshot(
      {"main", copy.seq, snapshot_version, encode_snapshot(copy)});  // lines them up anew
  if (!back) throw std::runtime_error(back.error());
  back->rules = s.rules;
  return std::move(*back);
}

bool is_grant(const engine::command& c) {
  return std::holds_alternative<engine::grant_priority>(c);
}

// These favour lanes by name, as alike() says.
bool favours_lanes(const engine::command& c) {
  const auto* change = std::get_if<engine::change_order>(&c);
  return change != nullptr && (change->order.how == engine::discipline::strict ||
                               change->order.how == engine::discipline::ratio);
}

// What the clerk alone is told: that the counter cannot handle a turning matter.
bool adds_the_matter(const engine::command& c) {
  const auto* change = std::get_if<engine::change_services>(&c);
  return change != nullptr && std::any_of(change->add.begin(), change->add.end(),
                                          [](const auto& s) { return s == sensitive; });
}

}  // namespace

TEST_CASE(
    "no byte of what the public sees or is answered tells a turning ticket from a general one "
    "(R-20)") {
  const fresh_directory accounts;
  std::size_t turning = 0, answers = 0;
  engine::testing::for_all_days("secrecy", 20, [&](const engine::testing::random_day& day) {
    hand_clock clock;
    public_hall one(day, matter::turning, accounts, clock),
        other(day, matter::general, accounts, clock);
    int tokens = 0;
    for (const auto n : day.steps) {
      const auto step = engine::testing::step_of(n, one.bench().head(), tokens);
      if (step.wait > 0ms) clock.pass(std::min<std::chrono::milliseconds>(step.wait, 15min));
      if (adds_the_matter(step.what)) continue;
      if (is_grant(step.what))
        continue;  // shows on a general ticket's lane, and must not on a turning one's
      if (favours_lanes(step.what)) continue;
      if (const auto* take = std::get_if<engine::take_ticket>(&step.what)) {
        const auto first = one.take(*take), second = other.take(*take);
        RC_ASSERT(first == second);
        ++answers;
      } else {
        const auto first = one.bench().get(step.what), second = other.bench().get(step.what);
        RC_ASSERT(first.status == second.status);
      }
      RC_ASSERT(first_difference(one.seen(), other.seen()) == "");
    }
    for (const auto& [id, t] : one.bench().published().tickets)
      turning += t.lane == lane::turning ? 1 : 0;
  });
  CHECK(turning > 50);
  CHECK(answers > 200);
}

TEST_CASE("in any hall at any moment the public's view is as if no matter were sensitive (R-20)") {
  struct comparing final : engine::testing::watcher {
    void after(const engine::testing::hall_driver& hall, const engine::command&,
               const engine::result<std::vector<engine::event>>&) override {
      if (++steps % 5 != 0) return;
      const auto& s = hall.state();
      const auto o = office_of(hall.rules());
      const auto plain = all_general(s);
      for (const auto& [id, t] : s.tickets)
        turning += t.lane == lane::turning && !engine::has_ended(t.state) ? 1 : 0;
      RC_ASSERT(first_difference(seen_of(s, *o, hall.now()), seen_of(plain, *o, hall.now())) == "");
    }
    std::size_t& turning;
    int steps = 0;
    explicit comparing(std::size_t& t) : turning(t) {}
  };
  std::size_t turning = 0;
  engine::testing::for_all_days("public face", 30, [&](const engine::testing::random_day& day) {
    comparing looks(turning);
    engine::testing::live_through(day, looks);
  });
  CHECK(turning > 50);
}

TEST_CASE("no word of what the public sees names the turning lane") {
  auto rules = engine::testing::sample_rules();
  hand_clock clock;
  service_bench bench(std::make_unique<journal::memory_journal>(), clock, {}, office_of(rules));
  bench.get(open_counter(5));
  bench.get(take("a", "divorce"));
  bench.get(engine::call_next{number(5)});
  bench.get(take("b", "divorce"));
  CHECK(bench.published().find(engine::ticket_id{2})->lane == lane::turning);
  const auto all = std::regex_replace(
      seen_of(bench.published(), bench.service().the_office(), clock.wall), std::regex("returning"),
      "");  // the word for a missed ticket that came back
  CHECK(all.find("A002") != std::string::npos);
  for (const char* word : {"turning", "divorce", "staff sign", "sensitive"}) {
    CAPTURE(std::string(word));
    CHECK(all.find(word) == std::string::npos);
  }
}

}  // namespace hallcall::service::testing
