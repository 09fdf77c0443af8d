// What an office has decided about one hall: the numbers of domain.md, with their defaults, as
// plain data. Read from the office file elsewhere; never changed by the engine.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/booking_rules.hpp"
#include "engine/calendar.hpp"
#include "engine/types.hpp"

namespace hallcall::engine {

enum class discipline : std::uint8_t { apq, fifo, strict, ratio };

// Who is next: the discipline and its figures. The cap holds under every discipline.
struct calling_order {
  discipline how = discipline::apq;
  int ratio_priority = 2, ratio_general = 1;  // for discipline::ratio, each 1 to 20
  seconds cap{30 * 60};  // waited longer than this goes first, 1 minute to 8 hours
  friend bool operator==(const calling_order&, const calling_order&) = default;
};

struct lane_rules {
  bool in_use = false;
  double rate = 1.0;    // R-12 score per second of waiting
  char series = 'A';    // letter its numbers are drawn from; turning has general's
  bool walk_in = true;  // counted for the backup trigger
};

struct counter_rules {
  counter_no number;
  counter_kind kind = counter_kind::full_function;
  enum_set<lane> takes;
  enum_set<lane> prefers;         // served before the others it takes
  std::set<feature_id> features;  // functions, "accessible", "language:en", …
  bool base = true;               // false: opens only for a backup or a season (mobile)
};

struct service_rules {
  service_id id;
  seconds standard{600};                   // standard handling time
  bool sensitive = false;                  // goes to the turning lane
  bool express = false;                    // every service express: the express lane, when in use
  std::set<feature_id> requires_features;  // only counters with these can do it
};

struct backup_rules {
  backup_id id;        // account name of the back-office person
  counter_no counter;  // the mobile counter they open
};

// How a ticket's need or language chooses counters.
enum class affinity : std::uint8_t {
  narrow,  // only counters with the feature, unless none of them is open
  order    // counters with the feature first; others only when they have nothing else
};
struct feature_wish {
  feature_id feature;
  affinity how = affinity::narrow;
};

// Who mans which counters when: a noon roster, two shifts. Never over midnight.
struct shift {
  std::string id;                  // "noon"
  std::array<bool, 7> weekdays{};  // 0 = Sunday; on days that no shift names by date
  std::vector<date_span> dates;    // on these days the shifts that name them hold, and no others
  minutes from{0}, to{0};          // after local midnight, from..before to
  std::set<counter_no> counters;
};

// Pop-up counters: they open on these days alone.
struct season {
  std::string id;
  std::vector<date_span> dates;
  std::set<counter_no> counters;
};

struct hall_rules {
  std::array<lane_rules, lane_count> lanes{};
  std::vector<counter_rules> counters;  // by number
  std::vector<service_rules> services;
  std::vector<backup_rules> backups;  // in the order they are called
  enum_set<need> priority_needs =
      set_of({need::senior, need::pregnant, need::wheelchair, need::small_child,
              need::hard_of_hearing, need::hard_of_seeing});
  std::map<need, feature_wish> need_wishes;
  std::map<std::string, feature_wish> language_wishes;  // by language tag
  calendar opening;
  std::vector<shift> roster;  // shifts of one counter do not overlap
  std::vector<season> seasons;

  discipline order = discipline::apq;
  int ratio_priority = 2, ratio_general = 1;  // for discipline::ratio
  seconds cap{30 * 60};                       // waited longer goes first
  std::size_t max_services_per_ticket = 5;
  bool phone_may_issue = false;

  int max_calls = 3;
  seconds between_calls{20};
  int live_before_first_return = 3;
  int live_between_returns = 2;
  seconds confirm_slip_within{30};
  std::uint32_t offline_numbers = 40;  // lent to each kiosk for when the server is away; 0: none

  int pass_valid_days = 14;  // a return pass, after the day on which it was given
  seconds promise{30 * 60};  // a ticket that waits longer is told

  int backup_above = 5;                    // R-40 called at six
  int congested_above = 15;
  seconds answer_within{60};
  seconds next_backup_after{180};
  seconds backup_stays_at_least{15 * 60};
  seconds backup_when_wait_above{0};       // R-42 of the predicted wait; 0: it calls nobody

  booking_rules booking;

  // What the office file says; a manager may have chosen another order (order_in_force).
  [[nodiscard]] calling_order order_of_file() const {
    return {order, ratio_priority, ratio_general, cap};
  }
  [[nodiscard]] const lane_rules& of(lane l) const { return lanes[static_cast<std::size_t>(l)]; }
  [[nodiscard]] const counter_rules* find_counter(counter_no n) const;
  [[nodiscard]] const service_rules* find_service(const service_id& id) const;
  [[nodiscard]] const backup_rules* find_backup(const backup_id& id) const;
};

}  // namespace hallcall::engine
