// What must hold between the parts of a hall.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "service/office_file_hall.hpp"

namespace hallcall::service::office_file {
namespace {

using engine::counter_kind;
using engine::lane;

void check_numbers(const section& hall, std::span<const counter_entry> counters) {
  if (counters.empty()) hall.note(hall.line(), "there is no [[hall.counter]]");
  std::map<engine::counter_no, std::uint32_t> seen;
  for (const auto& c : counters) {
    if (c.rules.number.value == 0) continue;  // already noted
    const auto [first, is_new] = seen.emplace(c.rules.number, c.line);
    if (!is_new) {
      hall.note(c.line, fmt::format("there is another counter {}, in line {}", c.rules.number.value,
                                    first->second));
    }
  }
}

// Mobile counters do not count here: they open for a while.
void check_lanes(const section& hall, const hall_config& read,
                 std::span<const counter_entry> counters) {
  const table* lanes = hall.inner("lanes");
  for (std::size_t i = 0; lanes && i < engine::lane_count; ++i) {
    const auto l = static_cast<lane>(i);
    const auto takes = [&](const counter_entry& c) {
      return c.rules.base && c.rules.takes.contains(l);
    };
    const value* from = lanes->find(lane_words[i]);
    if (!read.rules.lanes[i].in_use || !from || std::ranges::any_of(counters, takes)) continue;
    hall.note(from->line,
              fmt::format("the lane \"{}\" is in use, but no counter (mobile ones apart) takes it; "
                          "add it to a counter's \"takes\" or set its \"in_use\" to false",
                          lane_words[i]));
  }
}

// A service that nobody can do would wait for ever (R-15 applies to wishes, not to what a service
// requires).
void check_services(const section& hall, const hall_config& read,
                    std::span<const counter_entry> counters) {
  for (const auto& service : read.rules.services) {
    const auto can = [&](const counter_entry& c) {
      return c.rules.base && std::ranges::includes(c.rules.features, service.requires_features);
    };
    if (std::ranges::any_of(counters, can)) continue;
    std::vector<std::string_view> required;
    for (const auto& f : service.requires_features) required.push_back(f.value);
    hall.note_at(
        "services",
        fmt::format("the service \"{}\" requires {}, which no counter (mobile ones apart) has; "
                    "add it to a counter, or list in \"services\" only what the hall offers",
                    service.id.value, listed(required)));
  }
}

// a counter is kept free for a booking, so there must be one that can serve it.
void check_bookings(const section& hall, const hall_config& read,
                    std::span<const counter_entry> counters) {
  if (!read.rules.of(lane::booked).in_use) return;  // already noted
  for (const auto& plan : read.rules.booking.plans)
    for (const auto& id : plan.services) {
      const auto* service = read.rules.find_service(id);
      const auto can = [&](const counter_entry& c) {
        return c.rules.base && c.rules.takes.contains(lane::booked) && service != nullptr &&
               std::ranges::includes(c.rules.features, service->requires_features);
      };
      if (std::ranges::any_of(counters, can)) continue;
      hall.note_at(
          "bookings",
          fmt::format("the plan \"{}\" has the service \"{}\", which no counter that takes "
                      "the lane \"booked\" (mobile ones apart) can do",
                      plan.id, id.value));
    }
}

void check_backups(const section& hall, const hall_config& read,
                   std::span<const std::uint32_t> backup_lines) {
  std::set<engine::counter_no> taken;
  for (std::size_t i = 0; i < read.rules.backups.size(); ++i) {
    const auto& backup = read.rules.backups[i];
    if (backup.counter.value == 0) continue;  // already noted
    const std::uint32_t line = backup_lines[i];
    const auto* counter = read.rules.find_counter(backup.counter);
    if (!counter || counter->kind != counter_kind::mobile) {
      std::vector<std::string> mobile;
      for (const auto& c : read.rules.counters) {
        if (c.kind == counter_kind::mobile) mobile.push_back(std::to_string(c.number.value));
      }
      hall.note(
          line,
          fmt::format(
              "the backup \"{}\" names counter {}, which is not a mobile counter; allowed: {}",
              backup.id.value, backup.counter.value, listed(views_of(mobile))));
    } else if (!taken.insert(backup.counter).second) {
      hall.note(line,
                fmt::format("the backup \"{}\" names counter {}, which another backup has already",
                            backup.id.value, backup.counter.value));
    }
  }
}

// a sign that only the turning counter has would tell as much as the word itself.
void check_turning_signs(const section& hall, std::span<const counter_entry> counters) {
  const auto reveals = [](const auto& sign) { return !revealing_word(sign.second).empty(); };
  for (const auto& c : counters) {
    if (c.rules.kind != counter_kind::turning || c.text.public_sign.empty()) continue;
    if (std::ranges::any_of(c.text.public_sign, reveals)) continue;  // already noted
    const auto same = [&](const counter_entry& other) {
      return other.rules.kind != counter_kind::turning &&
             other.text.public_sign == c.text.public_sign;
    };
    if (std::ranges::any_of(counters, same)) continue;
    hall.note(
        c.public_sign_line,
        fmt::format("counter {}: no ordinary counter has the same public sign, so it gives "
                    "the turning counter away; use one that another counter has, word for word",
                    c.rules.number.value));
  }
}

void check_hours(const section& hall, const hall_config& read) {
  const auto& opening = read.rules.opening;
  const auto has_opening = [](const auto& day) { return !day.empty(); };
  const auto has_dated = [](const auto& date) { return !date.second.empty(); };
  if (std::ranges::any_of(opening.weekdays, has_opening)) return;
  if (std::ranges::any_of(opening.dates, has_dated)) return;
  hall.note_at("hours",
               "the hall is never open; give [office.hours] or [hall.hours], for instance "
               "weekdays = \"08:00-17:00 last 16:50\"");
}

}  // namespace

void check_hall(const section& hall, const hall_config& read,
                std::span<const counter_entry> counters,
                std::span<const std::uint32_t> backup_lines, bool hours_are_sound) {
  check_numbers(hall, counters);
  if (hours_are_sound) check_hours(hall, read);
  check_backups(hall, read, backup_lines);
  if (counters.empty()) return;  // everything else would follow from that
  check_lanes(hall, read, counters);
  check_services(hall, read, counters);
  check_bookings(hall, read, counters);
  check_turning_signs(hall, counters);
}

}  // namespace hallcall::service::office_file
