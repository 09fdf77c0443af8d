#include "engine/apply_bookings.hpp"

namespace hallcall::engine {
namespace {

// Changes a booking and keeps what follows from it in step.
template <class Change>
bool change_booking(booking_book& book, const booking_code& code, Change change) {
  const booking* known = book.find(code);
  if (known == nullptr) return false;
  booking changed = *known;
  change(changed);
  book.put(std::move(changed));
  return true;
}

}  // namespace

bool apply_booking(booking_book& book, const booking_made& e, time_point at) {
  if (book.find(e.code) != nullptr) return false;
  booking b;
  b.code = e.code;
  b.plan = e.plan;
  b.service = e.service;
  b.standard = e.standard;
  b.slot = e.slot;
  b.date = e.date;
  b.person = e.person;
  b.language = e.language;
  b.needs = e.needs;
  b.clerk = e.clerk;
  b.made_at = at;
  b.lapses_at = e.lapses_at;
  b.erased_at = e.erased_at;
  book.put(std::move(b));
  return true;
}

bool apply_booking(booking_book& book, const booking_amended& e, time_point) {
  return change_booking(book, e.code, [&](booking& b) {
    if (is_expected(b.phase))
      b.phase = e.confirmed ? booking_phase::confirmed : booking_phase::booked;
    b.clerk = e.clerk;
    b.answer = e.answer;
  });
}

bool apply_booking(booking_book& book, const booking_cancelled& e, time_point) {
  return change_booking(book, e.code, [&](booking& b) {
    b.phase = booking_phase::cancelled;
    b.cancelled_because = e.reason;
  });
}

bool apply_booking(booking_book& book, const booking_arrived& e, time_point) {
  return change_booking(book, e.code, [&](booking& b) {
    b.phase = booking_phase::arrived;
    b.ticket = e.ticket;
  });
}

void take_back_arrival(booking_book& book, business_date day, ticket_id ticket, time_point at) {
  for (const auto& [code, b] : book.by_code) {
    if (b.date != day || b.ticket != ticket || at >= b.lapses_at) continue;
    (void)change_booking(book, booking_code(code), [](booking& back) {
      back.phase = booking_phase::confirmed;
      back.ticket.reset();
    });
    return;
  }
}

bool apply_booking(booking_book& book, const booking_lapsed& e, time_point) {
  std::string person;
  const bool known = change_booking(book, e.code, [&](booking& b) {
    b.phase = booking_phase::lapsed;
    person = b.person;
  });
  if (known) book.put(no_show_record{person, e.no_shows, e.counted_until});
  return known;
}

bool apply_booking(booking_book& book, const booking_erased& e, time_point) {
  if (book.find(e.code) == nullptr) return false;
  book.erase(e.code);
  return true;
}

bool apply_booking(booking_book& book, const no_shows_forgotten& e, time_point) {
  if (!book.no_shows.contains(e.person)) return false;
  book.forget(e.person);
  return true;
}

}  // namespace hallcall::engine
