// Commands about tickets: taking, the slip, leaving, coming back, priority (R-1 to,
//
#include "engine/decide.hpp"

namespace hallcall::engine::deciding {
namespace {

bool somebody_could(const hall_rules& rules, const std::set<feature_id>& features) {
  return std::any_of(rules.counters.begin(), rules.counters.end(), [&](const counter_rules& c) {
    return std::includes(c.features.begin(), c.features.end(), features.begin(), features.end());
  });
}

void add_wish(ticket_issued& e, const feature_wish& wish) {
  (wish.how == affinity::narrow ? e.wants_narrow : e.wants_order).insert(wish.feature);
}

bool staff(channel c) {
  return c == channel::greeter || c == channel::counter || c == channel::hand;
}

result<const ticket*> known_ticket(const hall_state& state, ticket_id id) {
  const ticket* t = state.find(id);
  if (t == nullptr)
    return refuse(refusal_code::unknown_ticket, "There is no such ticket today. Take a new one.");
  return t;
}

}  // namespace

result<std::vector<const service_rules*>> known_services(const hall_rules& rules,
                                                         const std::vector<service_id>& asked) {
  std::vector<const service_rules*> known;
  for (const auto& id : asked) {
    const auto* s = rules.find_service(id);
    if (s == nullptr)
      return refuse(refusal_code::unknown_service, "This hall does not offer the service \"" +
                                                       cut(id.value) +
                                                       "\". Choose one of the services it lists.");
    if (std::find(known.begin(), known.end(), s) == known.end()) known.push_back(s);
  }
  if (known.empty()) return refuse(refusal_code::unknown_service, "Choose at least one service.");
  if (known.size() > rules.max_services_per_ticket)
    return refuse(refusal_code::too_many_services,
                  "One ticket carries at most " + std::to_string(rules.max_services_per_ticket) +
                      " services. Take a second ticket for the rest.");
  return known;
}

lane lane_of(const hall_rules& rules, const std::vector<const service_rules*>& services,
             enum_set<need> needs) {
  const auto in_use = [&](lane l) { return rules.of(l).in_use; };
  const bool sensitive =
      std::any_of(services.begin(), services.end(), [](auto* s) { return s->sensitive; });
  if (sensitive && in_use(lane::turning)) return lane::turning;
  if (needs.intersects(rules.priority_needs) && in_use(lane::priority)) return lane::priority;
  const bool express =
      std::all_of(services.begin(), services.end(), [](auto* s) { return s->express; });
  return express && !sensitive && in_use(lane::express) ? lane::express : lane::general;
}

std::optional<refusal> door_refuses(const hall_state& state, channel from, time_point now) {
  const door d = door_at(state.rules->opening, now);
  if (d.now == door::state::open || (d.now == door::state::last_called && staff(from)))
    return std::nullopt;
  std::string words = d.now == door::state::closed
                          ? "The hall is closed."
                          : "The last ticket of this opening has been given.";
  if (d.opens_at)
    words += " It opens again at " + local_text(state.rules->opening, *d.opens_at) + ".";
  return refusal{refusal_code::hall_closed, std::move(words), std::nullopt};
}

// Cut between characters.
std::string cut(const std::string& text) {
  constexpr std::size_t most = 40;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string local_text(const calendar& c, time_point t) {
  const auto local = t + c.offset_at(t);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<minutes>(local - day)};
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(int(date.year())) + "-" + two(unsigned(date.month())) + "-" +
         two(unsigned(date.day())) + " " + two(unsigned(clock.hours().count())) + ":" +
         two(unsigned(clock.minutes().count()));
}

double rate_in(const hall_rules& rules, lane l, enum_set<need> needs) {
  const lane_rules& priority = rules.of(lane::priority);
  const bool prior = priority.in_use && needs.intersects(rules.priority_needs);
  return prior ? std::max(rules.of(l).rate, priority.rate) : rules.of(l).rate;
}

result<ticket_issued> next_ticket(const hall_state& state, const visitor& c, time_point now,
                                  coming how) {
  const hall_rules& rules = *state.rules;
  const auto services = known_services(rules, c.services);
  if (!services) return tl::make_unexpected(services.error());

  ticket_issued e;
  e.ticket = ticket_id{state.last_ticket + 1};
  e.lane = lane_of(rules, *services, c.needs);
  // A turning matter stays with the counters that handle it, and is first there.
  e.head_of_line = how == coming::with_pass;
  if (e.head_of_line && e.lane != lane::turning && rules.of(lane::returning).in_use)
    e.lane = lane::returning;
  if (how == coming::booked && rules.of(lane::booked).in_use) e.lane = lane::booked;
  e.rate = rate_in(rules, e.lane, c.needs);
  for (const auto* s : *services) {
    e.services.push_back(s->id);
    e.standard += s->standard;
    e.requires_features.insert(s->requires_features.begin(), s->requires_features.end());
  }
  if (!somebody_could(rules, e.requires_features))
    return refuse(
        refusal_code::nobody_offers,
        "No single counter of this hall handles these services together. Take a ticket for each.");
  for (const auto& [need, wish] : rules.need_wishes)
    if (c.needs.contains(need)) add_wish(e, wish);
  if (const auto it = rules.language_wishes.find(c.language); it != rules.language_wishes.end())
    add_wish(e, it->second);
  // One letter for all who come back: it does not tell who has a turning matter.
  const bool returning = e.head_of_line && rules.of(lane::returning).in_use;
  const char series = rules.of(returning ? lane::returning : e.lane).series;
  e.number = next_number(state, series);
  e.needs = c.needs;
  e.language = c.language;
  e.promise_by = now + rules.promise;
  return e;
}

outcome_of decide_on(const hall_state& state, const take_ticket& c, time_point now) {
  // Who got a number while the server was away holds it, whatever the hour by now.
  auto closed = c.offline ? std::nullopt : door_refuses(state, c.channel, now);
  if (closed) return tl::make_unexpected(*closed);
  auto next = next_ticket(state, {c.services, c.needs, c.language}, now);
  if (!next) return tl::make_unexpected(next.error());
  ticket_issued& e = *next;
  e.quiet = c.quiet;
  e.channel = c.channel;
  e.token = c.token;
  e.predicted_low_s = c.predicted_low_s;
  e.predicted_high_s = c.predicted_high_s;
  e.issued_by = c.issued_by;
  if (!c.offline) return events{std::move(e)};
  if (const auto not_theirs = number_from_block(state, c, now, e))
    return tl::make_unexpected(*not_theirs);
  const auto id = e.ticket;
  events happened{std::move(e)};
  if (!c.offline->in_hand) happened.emplace_back(ticket_voided{id, "not-confirmed"});
  return happened;
}

outcome_of decide_on(const hall_state& state, const report_slip& c, time_point now) {
  const auto t = known_ticket(state, c.ticket);
  if (!t) return tl::make_unexpected(t.error());
  if (has_ended((*t)->state))
    return refuse(refusal_code::already_ended, "This ticket is no longer valid. Take a new one.");
  if (c.printed) {
    if (!(*t)->confirm_by) return events{};  // printed as usual: nothing was in doubt
    return events{slip_printed{c.ticket}};
  }
  if ((*t)->state != ticket_state::waiting)
    return refuse(refusal_code::not_waiting,
                  "This ticket has been called already; its slip no longer matters.");
  return events{slip_failed{c.ticket, c.reason, now + state.rules->confirm_slip_within}};
}

outcome_of decide_on(const hall_state& state, const void_ticket& c, time_point) {
  const auto t = known_ticket(state, c.ticket);
  if (!t) return tl::make_unexpected(t.error());
  if (has_ended((*t)->state))
    return refuse(refusal_code::already_ended, "This ticket has ended already.");
  if ((*t)->state != ticket_state::waiting)
    return refuse(refusal_code::not_waiting,
                  "Only a waiting ticket can be voided; this one has been called.");
  return events{ticket_voided{c.ticket, c.reason.empty() ? "voided" : c.reason}};
}

outcome_of decide_on(const hall_state& state, const leave& c, time_point) {
  const auto t = known_ticket(state, c.ticket);
  if (!t) return tl::make_unexpected(t.error());
  if (has_ended((*t)->state))
    return refuse(refusal_code::already_ended, "This ticket has ended already.");
  if ((*t)->state == ticket_state::called || (*t)->state == ticket_state::serving)
    return refuse(refusal_code::already_called,
                  "Your number has been called. Please tell the clerk at the counter.");
  return events{ticket_left{c.ticket}};
}

outcome_of decide_on(const hall_state& state, const check_in& c, time_point) {
  const auto t = known_ticket(state, c.ticket);
  if (!t) return tl::make_unexpected(t.error());
  switch ((*t)->state) {
    case ticket_state::missed:
      return events{ticket_returned{c.ticket, true}};
    case ticket_state::parked:
      return events{ticket_returned{c.ticket, false}};
    case ticket_state::waiting:
      return refuse(refusal_code::not_missed, "This ticket is waiting already; it will be called.");
    case ticket_state::called:
    case ticket_state::serving:
      return refuse(refusal_code::already_called,
                    "This ticket is at a counter now. Please go there.");
    default:
      return refuse(refusal_code::already_ended, "This ticket has ended. Take a new one.");
  }
}

outcome_of decide_on(const hall_state& state, const grant_priority& c, time_point) {
  const auto t = known_ticket(state, c.ticket);
  if (!t) return tl::make_unexpected(t.error());
  if (c.reason.empty())
    return refuse(refusal_code::reason_needed, "Say why this ticket gets priority.");
  if (has_ended((*t)->state))
    return refuse(refusal_code::already_ended, "This ticket has ended already.");
  if ((*t)->state != ticket_state::waiting && (*t)->state != ticket_state::missed &&
      (*t)->state != ticket_state::parked)
    return refuse(refusal_code::already_called,
                  "This ticket is at a counter already; it needs no priority.");
  const auto& rules = *state.rules;
  // A turning ticket stays private: it keeps its lane and gains the rate.
  const lane l =
      (*t)->lane == lane::turning || !rules.of(lane::priority).in_use ? (*t)->lane : lane::priority;
  return events{
      priority_granted{c.ticket, l, std::max((*t)->rate, rules.of(lane::priority).rate), c.reason}};
}

}  // namespace hallcall::engine::deciding

namespace hallcall::engine {

lane lane_for(const hall_rules& rules, const std::vector<service_id>& services,
              enum_set<need> needs) {
  std::vector<const service_rules*> known;
  for (const auto& id : services)
    if (const auto* s = rules.find_service(id)) known.push_back(s);
  return deciding::lane_of(rules, known, needs);
}

}  // namespace hallcall::engine
