// See busy_hall.hpp.
#include "busy_hall.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"
#include "real_office.hpp"

namespace hallcall::crash {
namespace {

constexpr int kiosks = 2;
constexpr int counters[] = {1, 2, 3, 9, 19};  // the last is the turning one
constexpr const char* services[] = {"birth", "transcript", "household-certificate", "divorce",
                                    "marriage"};

template <class Message>
Message read(const std::string& text) {
  auto m = messages::decode<Message>(text, messages::lenient);
  REQUIRE_MESSAGE(m.has_value(), text);
  return std::move(*m);
}

}  // namespace

std::string worker::new_key() {
  std::string key;
  for (int i = 0; i < 4; ++i) key += fmt::format("{:08x}", random_());
  return key;
}

void worker::begin(std::uint16_t port) {
  who_.connect(port);
  working_ = true;
  work();
}

void worker::work() {
  if (!working_) return;
  round_.push_back(next());
  const auto& a = round_.back();
  waiting_ = true;
  who_.send(net::method::post, a.target, a.body, a.key, [this](std::optional<net::response> r) {
    waiting_ = false;
    // A server that is going down may say so: then it did nothing, or not surely.
    if (!r || r->status == 503) return;
    ++answered_;
    round_.back().first = *r;
    learn(round_.back(), *r);
    work();
  });
}

net::response worker::again(const asked& a) {
  return who_.ask(net::method::post, a.target, a.body, a.key);
}

void worker::check_retries(std::uint16_t port) {
  who_.connect(port);
  for (auto& a : round_) {
    auto answer = again(a);
    if (!a.first) {
      CHECK_MESSAGE(answer.status < 500, text_of(answer));
      ++answered_;
      learn(a, answer);
      a.first = std::move(answer);
      answer = again(a);
    }
    CHECK(answer.status == a.first->status);
    CHECK(text_of(answer) == text_of(*a.first));
  }
  round_.clear();
}

asked kiosk_worker::next() {
  messages::take_ticket t;
  t.services = {services[random()() % std::size(services)]};
  if (random()() % 8 == 0) t.needs = {"senior"};
  if (random()() % 4 == 0) t.language = "en";
  return {"/api/v1/halls/main/tickets", messages::encode(t), new_key(), std::nullopt};
}

void kiosk_worker::learn(const asked&, const net::response& r) {
  CHECK_MESSAGE(r.status == 201, text_of(r));
  if (r.status != 201) return;
  const auto t = read<messages::ticket_issued>(text_of(r));
  CHECK_MESSAGE(hall_.numbers.emplace(t.id, t.number).second,
                "ticket " << t.id << " was given twice");
  hall_.tokens.emplace(t.id, t.token);
}

asked clerk_worker::next() {
  const auto at = fmt::format("/api/v1/halls/main/counters/{}/", counter_);
  if (!open_) return {at + "open", "{}", new_key(), std::nullopt};
  const auto visit = hall_.at_counter.find(counter_);
  if (visit == hall_.at_counter.end()) return {at + "call-next", "{}", new_key(), std::nullopt};
  if (visit->second.state == "called") return {at + "start", "", new_key(), std::nullopt};
  return {at + "finish", R"({"outcome":"finished"})", new_key(), std::nullopt};
}

void clerk_worker::learn(const asked& a, const net::response& r) {
  if (a.target.ends_with("open")) {
    CHECK_MESSAGE(r.status == 200, text_of(r));
    open_ = true;
  } else if (a.target.ends_with("call-next")) {
    if (r.status == 409) {
      CHECK(text_of(r).find("nothing-waiting") != std::string::npos);
      return;
    }
    CHECK_MESSAGE(r.status == 200, text_of(r));
    const auto called = read<messages::called>(text_of(r));
    CHECK_MESSAGE(hall_.calls.emplace(called.ticket, counter_).second,
                  called.ticket << " was called twice");
    CHECK(hall_.call_ids.insert(called.call).second);
    CHECK(called.why.waited_seconds >= 0);
    hall_.at_counter[counter_] = {called.ticket, "called"};
  } else if (a.target.ends_with("start")) {
    CHECK_MESSAGE(r.status == 200, text_of(r));
    hall_.at_counter[counter_].state = "serving";
  } else {
    CHECK_MESSAGE(r.status == 200, text_of(r));
    hall_.done.insert(hall_.at_counter[counter_].ticket);
    hall_.at_counter.erase(counter_);
    ++hall_.served[counter_];
  }
}

busy_hall::busy_hall(http_bench& bench, const std::filesystem::path& data, std::uint32_t seed)
    : bench_(bench), data_(data), random_(seed) {}

void busy_hall::start() {
  server_ = std::make_unique<server_process>(real_office::get().arguments(data_));
  REQUIRE_MESSAGE(server_->listens(), server_->end().out);
  if (!manager_) {
    manager_ = std::make_unique<caller>(signed_in(bench_, server_->port(), "manager1"));
    for (int n = 0; n < kiosks; ++n)
      workers_.push_back(std::make_unique<kiosk_worker>(bench_, hall_, random_()));
    int n = 0;
    for (const int counter : counters)
      workers_.push_back(std::make_unique<clerk_worker>(
          bench_, hall_, signed_in(bench_, server_->port(), fmt::format("clerk{}", ++n)), counter,
          random_()));
  }
  manager_->connect(server_->port());
}

void busy_hall::work_until(std::chrono::milliseconds after, const std::function<void()>& strike) {
  for (auto& w : workers_) w->begin(server_->port());
  const auto moment = bench_.reactor().after(after, strike);
  bench_.until([&] {
    return std::all_of(workers_.begin(), workers_.end(), [](const auto& w) { return w->idle(); });
  });
  for (auto& w : workers_) w->stop();
}

void busy_hall::check() {
  for (auto& w : workers_) w->check_retries(server_->port());
  check_line();
  check_counters();
  check_numbers();
  check_tickets();
}

// Everybody who took a number and was not finished is in the hall, and nobody else.
void busy_hall::check_line() {
  constexpr std::size_t listed = 500;
  std::map<std::string, std::string> expected, found;
  std::map<int, known_hall::visit> at_counter;
  for (const auto& [ticket, number] : hall_.numbers)
    if (!hall_.done.contains(ticket)) expected.emplace(ticket, number);
  const auto list =
      read<messages::ticket_list>(text_of(manager_->get("/api/v1/halls/main/tickets")));
  for (const auto& t : list.tickets) {
    found.emplace(t.id, t.number);
    if (t.state == "called" || t.state == "serving") {
      REQUIRE(t.counter.has_value());
      CHECK_MESSAGE(at_counter.emplace(*t.counter, known_hall::visit{t.id, t.state}).second,
                    "two tickets at counter " << *t.counter);
    }
  }
  REQUIRE(expected.size() < listed);
  CHECK(found == expected);
  CHECK(at_counter == hall_.at_counter);
}

void busy_hall::check_counters() {
  for (const int n : counters) {
    const auto view = read<messages::counter_view>(
        first_view(bench_, server_->port(), *manager_, fmt::format("counter:{}", n)));
    CHECK(view.served_today == hall_.served[n]);
    const auto known = hall_.at_counter.find(n);
    REQUIRE(view.visit.has_value() == (known != hall_.at_counter.end()));
    if (view.visit) {
      CHECK(view.visit->ticket.id == known->second.ticket);
      CHECK(view.visit->ticket.state == known->second.state);
      CHECK(view.visit->waited_seconds >= 0);
    }
  }
}

// Each letter's numbers are 1, 2, 3, … over the whole day: none twice, and none lost.
void busy_hall::check_numbers() {
  std::map<char, std::set<int>> given;
  for (const auto& [ticket, number] : hall_.numbers) {
    REQUIRE(number.size() >= 4);
    CHECK_MESSAGE(given[number[0]].insert(std::stoi(number.substr(1))).second,
                  number << " was given twice");
  }
  for (const auto& [letter, numbers] : given) {
    CHECK(*numbers.begin() == 1);
    CHECK(*numbers.rbegin() == static_cast<int>(numbers.size()));
  }
}

// The page of each ticket that was taken since the last look knows its number.
void busy_hall::check_tickets() {
  for (const auto& [ticket, token] : hall_.tokens) {
    if (!seen_.insert(ticket).second) continue;
    const auto r = manager_->get("/api/v1/tickets/" + token);
    CHECK(r.status == 200);
    CHECK(text_of(r).find("\"number\":\"" + hall_.numbers.at(ticket) + "\"") != std::string::npos);
  }
}

std::uint64_t busy_hall::answered() const {
  std::uint64_t all = 0;
  for (const auto& w : workers_) all += w->answered();
  return all;
}

}  // namespace hallcall::crash
