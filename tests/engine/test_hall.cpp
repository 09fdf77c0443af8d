// The tests' words for a hall.
#include "test_hall.hpp"

namespace hallcall::engine::testing {

std::vector<event> test_hall::done(const command& c) {
  auto answer = give(c);
  INFO("refused: " << (answer ? "" : text_of(answer.error())));
  REQUIRE(answer.has_value());
  return *answer;
}

refusal test_hall::refused(const command& c) {
  auto answer = give(c);
  INFO("happened: " << (answer ? text_of(*answer) : ""));
  REQUIRE_FALSE(answer.has_value());
  CHECK_FALSE(answer.error().detail.empty());
  return answer.error();
}

ticket_id test_hall::take(const std::string& service, std::initializer_list<need> needs,
                          const std::string& language) {
  take_ticket c;
  c.services = {{service}};
  c.needs = set_of(needs);
  c.language = language;
  return take(std::move(c));
}

ticket_id test_hall::take(take_ticket c) {
  if (c.token.empty()) c.token = "token-" + std::to_string(++tokens_);
  const auto happened = done(c);
  const auto* issued = find<ticket_issued>(happened);
  REQUIRE(issued != nullptr);
  return issued->ticket;
}

void test_hall::open(int counter) {
  const auto n = std::to_string(counter);
  done(open_counter{number(counter), "clerk-" + n, "Sample clerk " + n});
}

ticket_id test_hall::call(int counter) {
  const auto happened = done(call_next{number(counter)});
  const auto* called = find<ticket_called>(happened);
  REQUIRE(called != nullptr);
  CHECK(called->counter == number(counter));
  return called->ticket;
}

void test_hall::start(int counter) { done(start_visit{number(counter)}); }

void test_hall::finish(int counter) { done(finish_visit{number(counter)}); }

ticket_id test_hall::serve(int counter) {
  const auto id = call(counter);
  start(counter);
  finish(counter);
  return id;
}

ticket_id test_hall::call_and_miss(int counter) {
  const auto id = call(counter);
  pass(rules().between_calls);
  done(no_show{number(counter)});
  return id;
}

ticket_id test_hall::miss_and_return(int counter) {
  const auto id = call_and_miss(counter);
  done(check_in{id});
  return id;
}

const ticket& test_hall::the(ticket_id id) const {
  const auto* t = state().find(id);
  REQUIRE(t != nullptr);
  return *t;
}

const counter& test_hall::at(int counter) const {
  const auto* c = state().find(number(counter));
  REQUIRE(c != nullptr);
  return *c;
}

take_ticket asking(std::initializer_list<const char*> services) {
  take_ticket c;
  for (const char* s : services) c.services.push_back({s});
  c.language = "zh-TW";
  return c;
}

}  // namespace hallcall::engine::testing
