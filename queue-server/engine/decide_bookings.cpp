// Commands about bookings: making, amending and cancelling one, checking in, and
// what becomes of those for whom nobody came.
#include "engine/bookings.hpp"
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {
namespace {

// Over fifteen minutes late is late, fifteen are not: a lapse begins with the next instant.
constexpr std::chrono::milliseconds just_over{1};
constexpr std::size_t most_lapses_at_once = 100;

seconds until(time_point then, time_point now) { return std::chrono::ceil<seconds>(then - now); }

result<const booking*> known_booking(const hall_state& state, const booking_code& code) {
  const booking* b = state.bookings.find(code);
  if (b == nullptr)
    return refuse(refusal_code::unknown_booking,
                  "There is no booking with this code. Look at the code again.");
  return b;
}

result<bookable_slot> bookable(const hall_state& state, const book& c, time_point now) {
  const auto& rules = *state.rules;
  if (rules.find_service(c.service) == nullptr)
    return refuse(refusal_code::unknown_service, "This hall does not offer the service \"" +
                                                     cut(c.service.value) +
                                                     "\". Choose one of the services it lists.");
  if (!can_be_booked(rules, c.service))
    return refuse(refusal_code::not_bookable,
                  "This service cannot be booked. Take a ticket when you come.");
  const auto slot = slot_at(rules, c.service, c.slot);
  if (!slot)
    return refuse(refusal_code::no_such_slot,
                  "There is nothing to book at that time. Choose one of the listed slots.");
  const auto window = window_of(rules, *slot);
  if (now < window.opens)
    return refuse_until(refusal_code::too_early,
                        "This slot can be booked from " + local_text(rules.opening, window.opens) +
                            " until " + local_text(rules.opening, window.closes) + ".",
                        until(window.opens, now));
  if (now >= window.closes)
    return refuse(refusal_code::too_late,
                  "This slot could be booked until " + local_text(rules.opening, window.closes) +
                      ". Choose a later one, or take a ticket when you come.");
  return *slot;
}

// R-31, for the person under each hash they have.
std::optional<refusal> person_refused(const hall_state& state, const book& c,
                                      const bookable_slot& slot, time_point now) {
  std::set<std::string> person(c.known_as.begin(), c.known_as.end());
  person.insert(c.person);
  const auto& calendar = state.rules->opening;
  if (const auto end = suspended_until(state, person); end && !c.by_staff)
    return refusal{refusal_code::booking_suspended,
                   "Bookings were not kept too often. Online booking is possible again from " +
                       local_text(calendar, *end) + "; until then please ask the office.",
                   until(*end, now)};
  for (const auto& [code, b] : state.bookings.by_code)
    if (b.date == slot.date && b.phase != booking_phase::cancelled &&
        person.contains(b.person))
      return refusal{refusal_code::booked_already,
                     "You have a booking on that day already, at " + local_text(calendar, b.slot) +
                         ". Cancel it first if you want another.",
                     {}};
  return std::nullopt;
}

// The first of the plan's clerks who has no booking in the slot; nobody in particular when all do.
std::string named_clerk(const hall_state& state, const bookable_slot& slot) {
  const auto& book = state.bookings;
  for (const auto& clerk : slot.plan->clerks) {
    auto it = book.by_slot.lower_bound({slot.at, {}});
    while (it != book.by_slot.end() && it->first == slot.at &&
           book.by_code.at(it->second).clerk != clerk)
      ++it;
    if (it == book.by_slot.end() || it->first != slot.at) return clerk;
  }
  return "";
}

std::optional<refusal> not_expected(const calendar& calendar, const booking& b) {
  switch (b.phase) {
    case booking_phase::arrived:
      return refusal{
          refusal_code::arrived_already, "This booking has been checked in already.", {}};
    case booking_phase::cancelled:
      return refusal{refusal_code::already_ended, "This booking was cancelled.", {}};
    case booking_phase::lapsed:
      return refusal{refusal_code::too_late,
                     "The booking was for " + local_text(calendar, b.slot) +
                         " and is no longer kept. Please take an ordinary ticket.",
                     {}};
    default:
      return std::nullopt;
  }
}

booking_lapsed lapse_of(const hall_state& state, const booking& b, int before) {
  const auto known = state.bookings.no_shows.find(b.person);
  const int so_far = known == state.bookings.no_shows.end() ? 0 : known->second.count;
  return {b.code, so_far + before + 1,
          months_after(state.rules->opening, b.slot, state.rules->booking.suspended_months)};
}

}  // namespace

outcome_of decide_on(const hall_state& state, const book& c, time_point now) {
  const auto slot = bookable(state, c, now);
  if (!slot) return tl::make_unexpected(slot.error());
  if (auto refused = person_refused(state, c, *slot, now)) return tl::make_unexpected(*refused);
  if (places_left(state, *slot) == 0)
    return refuse(refusal_code::slot_full, "This slot is fully booked. Choose another one.");
  const auto& r = state.rules->booking;
  booking_made e;
  e.code = c.code;
  e.plan = slot->plan->id;
  e.service = c.service;
  e.standard = state.rules->find_service(c.service)->standard;
  e.slot = slot->at;
  e.date = slot->date;
  e.person = c.person;
  e.language = c.language;
  e.needs = c.needs;
  e.clerk = named_clerk(state, *slot);
  e.lapses_at = slot->at + r.lapses_after + just_over;
  e.erased_at = slot->at + r.erased_after;
  return events{std::move(e)};
}

outcome_of decide_on(const hall_state& state, const amend_booking& c, time_point) {
  const auto b = known_booking(state, c.code);
  if (!b) return tl::make_unexpected(b.error());
  if (auto refused = not_expected(state.rules->opening, **b)) return tl::make_unexpected(*refused);
  booking_amended e{c.code, c.confirm || (*b)->phase == booking_phase::confirmed,
                    c.clerk.value_or((*b)->clerk), c.answer.value_or((*b)->answer)};
  return events{std::move(e)};
}

outcome_of decide_on(const hall_state& state, const cancel_booking& c, time_point now) {
  const auto b = known_booking(state, c.code);
  if (!b) return tl::make_unexpected(b.error());
  if (auto refused = not_expected(state.rules->opening, **b)) return tl::make_unexpected(*refused);
  if (c.by_staff && c.reason.empty())
    return refuse(refusal_code::reason_needed, "Say why the booking is cancelled.");
  if (!c.by_staff && now >= (*b)->slot)
    return refuse(refusal_code::too_late, "A booking can be cancelled until its time, which was " +
                                              local_text(state.rules->opening, (*b)->slot) + ".");
  return events{booking_cancelled{c.code, c.by_staff ? c.reason : ""}};
}

outcome_of decide_on(const hall_state& state, const check_in_booking& c, time_point now) {
  const auto known = known_booking(state, c.code);
  if (!known) return tl::make_unexpected(known.error());
  const booking& b = **known;
  const auto& rules = *state.rules;
  if (auto refused = not_expected(rules.opening, b)) return tl::make_unexpected(*refused);
  if (const auto from = b.slot - rules.booking.check_in_before; now < from)
    return refuse_until(refusal_code::too_early,
                        "Your booking is for " + local_text(rules.opening, b.slot) +
                            ". Check in from " + local_text(rules.opening, from) + " on.",
                        until(from, now));
  if (now >= b.lapses_at) {  // its timer is a moment late
    booking lapsed = b;
    lapsed.phase = booking_phase::lapsed;
    return tl::make_unexpected(*not_expected(rules.opening, lapsed));
  }
  const bool late = now > b.slot + rules.booking.late_after;
  const std::vector<service_id> services{b.service};
  const bool has_lane = rules.of(lane::booked).in_use;
  auto next = next_ticket(state, {services, b.needs, b.language}, now, coming::booked);
  if (!next) return tl::make_unexpected(next.error());
  ticket_issued& e = *next;
  if (has_lane && late) {
    const bool prior = b.needs.intersects(rules.priority_needs) && rules.of(lane::priority).in_use;
    e.rate = prior ? std::max(rules.booking.late_rate, rules.of(lane::priority).rate)
                   : rules.booking.late_rate;
  }
  e.quiet = c.quiet;
  e.channel = c.channel;
  e.token = c.token;
  e.issued_by = c.issued_by;
  e.wants_clerk = b.clerk;
  const auto ticket = e.ticket;
  events happened{std::move(e)};
  happened.emplace_back(booking_arrived{b.code, ticket, late});
  return happened;
}

events due_bookings(const hall_state& state, time_point now) {
  events happened;
  const auto& book = state.bookings;
  std::map<std::string, int> lapsed;  // by person, in these events
  for (const auto& [due, code] : book.timers) {
    if (due > now || happened.size() == most_lapses_at_once) break;
    const booking& b = book.by_code.at(code);
    if (is_expected(b.phase))
      happened.emplace_back(lapse_of(state, b, lapsed[b.person]++));
    else
      happened.emplace_back(booking_erased{code});
  }
  if (!happened.empty()) return happened;
  for (const auto& [due, person] : book.forgets) {
    if (due > now || happened.size() == most_lapses_at_once) break;
    happened.emplace_back(no_shows_forgotten{person});
  }
  return happened;
}

}  // namespace hallcall::engine::deciding
