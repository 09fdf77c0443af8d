#include "engine/booking_state.hpp"

namespace hallcall::engine {
namespace {

std::pair<time_point, booking_code> timer_of(const booking& b) {
  return {is_expected(b.phase) ? b.lapses_at : b.erased_at, b.code};
}

}  // namespace

void booking_book::put(booking b) {
  erase(b.code);
  if (b.phase != booking_phase::cancelled) by_slot.emplace(b.slot, b.code);
  timers.insert(timer_of(b));
  const auto code = b.code;
  by_code.emplace(code, std::move(b));
}

void booking_book::erase(const booking_code& code) {
  const auto it = by_code.find(code);
  if (it == by_code.end()) return;
  by_slot.erase({it->second.slot, code});
  timers.erase(timer_of(it->second));
  by_code.erase(it);
}

void booking_book::put(no_show_record r) {
  forget(r.person);
  forgets.emplace(r.until, r.person);
  const auto person = r.person;
  no_shows.emplace(person, std::move(r));
}

void booking_book::forget(const std::string& person) {
  const auto it = no_shows.find(person);
  if (it == no_shows.end()) return;
  forgets.erase({it->second.until, person});
  no_shows.erase(it);
}

}  // namespace hallcall::engine
