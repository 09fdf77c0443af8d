// The words in which the tests of single rules are written: a driven hall whose commands must
// succeed, or must be refused, else the test fails. It starts on Monday at 09:00 with every counter
// closed.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "hall_driver.hpp"
#include "sample_hall.hpp"
#include "text_of.hpp"

// doctest shows the engine's values as text_of does.
namespace hallcall::engine::testing {
template <class T>
constexpr bool shown =
    std::is_enum_v<T> || detail::is_strong<T> || detail::is_instant<T> || detail::is_duration<T>;
template <class T>
constexpr bool shown<std::optional<T>> = true;
template <class T>
constexpr bool shown<std::vector<T>> = true;
}  // namespace hallcall::engine::testing
template <class T>
requires hallcall::engine::testing::shown<T>
struct doctest::StringMaker<T> {
  static doctest::String convert(const T& value) {
    return hallcall::engine::testing::text_of(value).c_str();
  }
};

namespace hallcall::engine::testing {

using namespace std::chrono_literals;

// The first event of a type among these, or null.
template <class Event>
const Event* find(const std::vector<event>& events) {
  for (const auto& e : events)
    if (const auto* one = std::get_if<Event>(&e)) return one;
  return nullptr;
}

class test_hall : public hall_driver {
 public:
  explicit test_hall(hall_rules rules = sample_rules(), time_point start = local_time(0, 9))
      : hall_driver(std::move(rules), start) {}

  std::vector<event> done(const command&);  // it must succeed
  refusal refused(const command&);          // it must be refused
  refusal_code code(const command& c) { return refused(c).code; }

  ticket_id take(const std::string& service = "register", std::initializer_list<need> needs = {},
                 const std::string& language = "zh-TW");
  ticket_id take(take_ticket);  // an empty token is filled in
  void open(int counter);
  void open(std::initializer_list<int> counters) {
    for (int n : counters) open(n);
  }
  ticket_id call(int counter);  // call_next
  void start(int counter);
  void finish(int counter);
  ticket_id serve(int counter);            // call_next, start, finish, all at this instant
  ticket_id call_and_miss(int counter);    // call_next, and nobody comes for 20 s
  ticket_id miss_and_return(int counter);  // and checks in again at once

  [[nodiscard]] const ticket& the(ticket_id) const;
  [[nodiscard]] const counter& at(int counter) const;
  [[nodiscard]] std::string numbered(ticket_id id) const { return to_string(the(id).number); }
  [[nodiscard]] ticket_state state_of(ticket_id id) const { return the(id).state; }

  // Every event of a type so far.
  template <class Event>
  [[nodiscard]] std::vector<Event> all() const {
    std::vector<Event> found;
    for (const auto& entry : journal())
      if (const auto* one = std::get_if<Event>(&entry.what)) found.push_back(*one);
    return found;
  }

 private:
  int tokens_ = 0;
};

// take_ticket for some services, everything else as usual.
[[nodiscard]] take_ticket asking(std::initializer_list<const char*> services);

}  // namespace hallcall::engine::testing
