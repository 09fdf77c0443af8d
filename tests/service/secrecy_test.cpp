// R-20 as a property: whatever happens in a hall, the public cannot tell its turning tickets from
// general ones. Two halls live through the same random day; in one a service is sensitive, in the
// other it is not, and they are dispatched alike. Every byte that leaves for the public is the
// same.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <regex>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include "gateway/gateway_server.hpp"
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

// What the program logs while this lives goes to the text that `into` points at.
class log_reader {
 public:
  static inline std::string* into = nullptr;

  log_reader() : before_(spdlog::default_logger()) {
    auto log = std::make_shared<spdlog::logger>("secrecy", std::make_shared<sink>());
    log->set_level(spdlog::level::trace);
    spdlog::set_default_logger(std::move(log));
  }
  ~log_reader() { spdlog::set_default_logger(before_); }
  log_reader(const log_reader&) = delete;
  log_reader& operator=(const log_reader&) = delete;

 private:
  struct sink final : spdlog::sinks::base_sink<std::mutex> {
    void sink_it_(const spdlog::details::log_msg& m) override {
      if (into != nullptr) into->append(m.payload.data(), m.payload.size()).append("\n");
    }
    void flush_() override {}
  };
  std::shared_ptr<spdlog::logger> before_;
};

// What differs between any two halls: tokens are random, times to answer are the machine's.
std::string without_chance(const std::string& text) {
  static const std::regex token("\"token\":\"[^\"]*\"|/t/[^\"]*\""), took(" us=[0-9]+"),
      groups("hallcall_(journal_commits_total|frames_built_total) [0-9]+"), date("Date: [^\n]*");
  auto same = std::regex_replace(text, token, "(token)");
  same = std::regex_replace(same, took, "");
  same = std::regex_replace(same, groups, "");
  return std::regex_replace(same, date, "");
}

std::shared_ptr<const office> office_of_day(const engine::testing::random_day& day, matter m) {
  auto o = office_of(alike(day, m));
  o->webhook = webhook{};
  o->webhook->secret = "a sample secret of the office";
  return o;
}

// One hall behind the real gateway, asked over its socket; its log and its webhook are read.
class public_hall {
 public:
  public_hall(const engine::testing::random_day& day, matter m, const fresh_directory& accounts,
              hand_clock& clock)
      : bench_(std::make_unique<journal::memory_journal>(), clock, {}, office_of_day(day, m)),
        pool_(bench_.reactor(), 1, 4),
        who_(*gateway::authenticator::start(
            bench_.reactor(), pool_,
            *gateway::account_store::open(accounts.path(), gateway::open_mode::create), {})) {
    gateway::gateway_options o;
    o.port = 0;
    o.api.sample = true;
    o.api.public_url = "http://hall.example.org";
    gateway_ = std::make_unique<gateway::gateway_server>(
        bench_.reactor(), bench_.service(), *who_, o,
        [](std::string_view) -> const web::asset* { return nullptr; });
    client_ = std::make_unique<net::http_client>(
        bench_.reactor(), net::endpoint{"127.0.0.1", gateway_->port()}, patience);
    bench_.service().on_notices = [this](const std::vector<journal::notice_row>& rows) {
      for (const auto& row : rows) notices_ += row.body + "\n";
    };
    // The gateway has taken this over from the bench, which must look as well.
    bench_.service().on_published = [this, gateway = bench_.service().on_published](
                                        const std::vector<std::string>& halls) {
      gateway(halls);
      bench_.look();
    };
    bench_.until([this] { return bench_.published().day.has_value(); });
  }

  ~public_hall() { log_reader::into = nullptr; }
  public_hall(const public_hall&) = delete;
  public_hall& operator=(const public_hall&) = delete;

  service_bench& bench() { return bench_; }
  answer get(const engine::command& c) {
    log_reader::into = &log_;
    return bench_.get(c);
  }

  // The answer to a kiosk: the slip and all.
  std::string take(const engine::take_ticket& c) {
    messages::take_ticket body;
    for (const auto& s : c.services) body.services.push_back(s.value);
    body.language = c.language;
    body.quiet = c.quiet;
    net::request r;
    r.method = net::method::post;
    r.target = "/api/v1/halls/main/tickets";
    r.headers = {{"Content-Type", "application/json"},
                 {"Idempotency-Key", fmt::format("key-{}", ++keys_)}};
    r.body = messages::encode(body);
    return ask(std::move(r));
  }

  // All that anybody may see, and what was logged and posted since the last look.
  std::string seen() {
    const auto& s = bench_.published();
    const auto& office = bench_.service().the_office();
    const call_reports reports;
    const view_context context{office, office.halls[0], s, bench_.service().now(), reports};
    std::string all = messages::encode(board_of(context)) + "\n" +
                      messages::encode(kiosk_of(context)) + "\n" +
                      messages::encode(info_of(context, false)) + "\n" +
                      messages::encode(status_of(context)) + "\n";
    for (const auto& [id, t] :
         std::map<engine::ticket_id, engine::ticket>(s.tickets.begin(), s.tickets.end()))
      all += messages::encode(ticket_of(context, t)) + "\n";
    logged_ += log_.size();
    posted_ += notices_.size();
    return all + without_chance(std::exchange(log_, "") + std::exchange(notices_, ""));
  }

  // What anybody is answered who asks: headers and all.
  std::string asked() {
    std::string all;
    for (const char* target : {"/api/v1/halls", "/api/v1/halls/main", "/metrics", "/readyz"})
      all += look_at(target);
    for (const auto& [id, t] : bench_.published().tickets)
      if (id.value == bench_.published().last_ticket) all += look_at("/api/v1/tickets/" + t.token);
    return all;
  }

  [[nodiscard]] std::size_t logged() const { return logged_; }  // bytes that were looked at
  [[nodiscard]] std::size_t posted() const { return posted_; }

 private:
  std::string look_at(const std::string& target) {
    net::request r;
    r.target = target;
    return ask(std::move(r));
  }
  std::string ask(net::request r) {
    log_reader::into = &log_;
    std::optional<std::string> text;
    client_->send(std::move(r), [&](std::optional<net::response> answered, net::client_error why) {
      text = answered ? fmt::format("{}\n", answered->status) : std::string(net::to_string(why));
      if (answered) {
        for (const auto& [name, value] : answered->headers)
          *text += fmt::format("{}: {}\n", name, value);
        if (answered->body) *text += *answered->body + "\n";
      }
      bench_.look();
    });
    if (!bench_.until([&] { return text.has_value(); })) return "no answer";
    return without_chance(*text);
  }

  std::string log_, notices_;
  std::size_t logged_ = 0, posted_ = 0;
  service_bench bench_;
  gateway::worker_pool pool_;
  std::unique_ptr<gateway::authenticator> who_;
  std::unique_ptr<gateway::gateway_server> gateway_;
  std::unique_ptr<net::http_client> client_;
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
    "no byte of what the public sees, hears or is answered, of a log line or a notice tells a "
    "turning ticket from a general one (R-20)") {
  const fresh_directory accounts;
  const log_reader reads_the_log;
  std::size_t turning = 0, answers = 0, logged = 0, posted = 0;
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
        const auto first = one.get(step.what), second = other.get(step.what);
        RC_ASSERT(first.status == second.status);
      }
      RC_ASSERT(first_difference(one.seen(), other.seen()) == "");
    }
    // What is due by now happens in both before anybody asks.
    RC_ASSERT(one.get(engine::tick{}).status == other.get(engine::tick{}).status);
    RC_ASSERT(first_difference(one.asked(), other.asked()) == "");
    RC_ASSERT(first_difference(one.seen(), other.seen()) == "");
    logged += one.logged();
    posted += one.posted();
    for (const auto& [id, t] : one.bench().published().tickets)
      turning += t.lane == lane::turning ? 1 : 0;
  });
  CHECK(turning > 10);
  CHECK(answers > 50);
  CHECK(logged > 2'000);
  CHECK(posted > 4'000);
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
  CHECK(turning > 10);
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
