// The rules of bookings that are read off a hall's rules and state: which slots there are, when
// they can be booked, and for whom a counter is kept free.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/state.hpp"

namespace hallcall::engine {

struct bookable_slot {
  const booking_plan* plan = nullptr;  // of the rules it was looked up in
  time_point at;
  business_date date{};
};
// In order of time; of two plans with one time the first.
[[nodiscard]] std::vector<bookable_slot> slots_on(const hall_rules&, const service_id&,
                                                  business_date);
[[nodiscard]] std::optional<bookable_slot> slot_at(const hall_rules&, const service_id&,
                                                   time_point);
[[nodiscard]] bool can_be_booked(const hall_rules&, const service_id&);

// A slot can be booked from `opens` until just before `closes`.
struct booking_window {
  time_point opens;
  time_point closes;
};
[[nodiscard]] booking_window window_of(const hall_rules&, const bookable_slot&);
[[nodiscard]] int places_left(const hall_state&, const bookable_slot&);

// until when somebody may not book online. One person has a hash under each key that is kept.
[[nodiscard]] std::optional<time_point> suspended_until(const hall_state&,
                                                        const std::set<std::string>& person);

// The instant `months` after the date of `t`, at the beginning of that local day.
[[nodiscard]] time_point months_after(const calendar&, time_point t, int months);

// The next lapse, erasure or forgetting.
[[nodiscard]] std::optional<time_point> next_booking_timer(const booking_book&);

// For whom one counter must be kept free, at one instant. It is when fewer of the expected
// and arrived bookings would find a free counter without it. Costs as much as the day's bookings
// and the counters, which are few; nothing without bookings.
class keeping {
 public:
  keeping(const hall_state&, const counter_rules&, time_point now);

  // The slot for which the counter gets no ticket of this standard time now; none: it may.
  [[nodiscard]] std::optional<time_point> kept_from(seconds standard) const;
  [[nodiscard]] bool for_nobody() const { return bookings_.empty(); }
  // This ticket has found a counter: nothing is kept for it any more.
  void found_one(ticket_id);

 private:
  struct due_booking {
    time_point slot;
    std::set<feature_id> features;
    std::optional<ticket_id> ticket;
    bool names_this = false;  // its clerk is at the counter
  };
  // A counter that takes bookings, and from when on it is free as far as one can tell.
  struct room {
    const counter_rules* rules;
    time_point free_from;
  };

  void find_bookings();
  void find_rooms();
  [[nodiscard]] std::set<feature_id> features_for(const booking&) const;
  [[nodiscard]] std::set<feature_id> with_wishes(const std::set<feature_id>& required,
                                                 const std::set<feature_id>& narrow) const;
  [[nodiscard]] bool names_this(const booking&) const;
  [[nodiscard]] std::size_t served(const std::vector<const due_booking*>&, bool with_this) const;

  const hall_state& state_;
  const counter_rules& counter_;
  time_point now_;
  std::vector<due_booking> bookings_;  // by slot
  std::vector<room> rooms_;            // the counter itself first
};

}  // namespace hallcall::engine
