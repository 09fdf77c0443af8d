// The bookings of a hall as a value. No identity: a person is a keyed hash, whose key is
// elsewhere and is destroyed in time; contacts are not here at all.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/types.hpp"

namespace hallcall::engine {

using booking_code = strong<struct booking_tag, std::string>;  // random; who knows it holds it

enum class booking_phase : std::uint8_t { booked, confirmed, arrived, lapsed, cancelled };
// The citizen may still come.
[[nodiscard]] constexpr bool is_expected(booking_phase p) { return p <= booking_phase::confirmed; }

struct booking {
  booking_code code;
  booking_phase phase = booking_phase::booked;
  std::string plan;
  service_id service;
  seconds standard{0};
  time_point slot;
  business_date date{};  // the slot's, in the office's zone
  std::string person;    // keyed hash
  std::string language;
  enum_set<need> needs;
  std::string clerk;   // account of the named one, empty for none
  std::string answer;  // the office's words to the citizen
  std::string cancelled_because;
  time_point made_at;
  time_point lapses_at;  // the first instant at which it is too late
  time_point erased_at;
  std::optional<ticket_id> ticket;
};

// How often a person did not come. Forgotten whole at `until`.
struct no_show_record {
  std::string person;  // keyed hash
  int count = 0;
  time_point until;
};

struct booking_book {
  std::map<booking_code, booking> by_code;
  std::map<std::string, no_show_record> no_shows;  // by person
  // What follows from the above.
  std::set<std::pair<time_point, booking_code>> by_slot;  // all but the cancelled
  std::set<std::pair<time_point, booking_code>> timers;   // its lapse, then its erasure
  std::set<std::pair<time_point, std::string>> forgets;   // of no_shows

  [[nodiscard]] const booking* find(const booking_code& code) const {
    const auto it = by_code.find(code);
    return it == by_code.end() ? nullptr : &it->second;
  }
  void put(booking);  // new, or in place of the one with its code
  void put(no_show_record);
  void erase(const booking_code&);
  void forget(const std::string& person);
};

}  // namespace hallcall::engine
