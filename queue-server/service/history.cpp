#include "service/history.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"
#include "service/record.hpp"
#include "service/views.hpp"

namespace hallcall::service {
namespace {

// When a ticket's first and last event can have been, both included.
struct span_of_time {
  std::int64_t from_ms = 0;
  std::optional<std::int64_t> to_ms;  // none: it has not ended
};

std::optional<span_of_time> life_of(journal::journal& j, const history_question& q) {
  const auto ms = [](engine::time_point t) { return t.time_since_epoch().count(); };
  if (q.issued_at) {
    span_of_time life{ms(*q.issued_at), std::nullopt};
    if (q.ended_at) life.to_ms = ms(*q.ended_at);
    return life;
  }
  const auto visit = j.find_visit(q.hall, wire_id(q.ticket));
  if (!visit) return std::nullopt;
  return span_of_time{visit->issued_ms, visit->ended_ms};
}

// The seq before the first entry of that time or later. The hall's time never goes back, so
// that halving finds it.
std::uint64_t last_before(journal::journal& j, std::int64_t at_ms, std::uint64_t up_to) {
  std::uint64_t before = 0, from = up_to + 1;  // before < the wanted first one <= from
  while (before + 1 < from) {
    const auto middle = before + (from - before) / 2;
    const auto e = j.read(middle);
    (e && e->at_ms < at_ms ? before : from) = middle;
  }
  return before;
}

// Told from the text, so that another ticket's entries need not be decoded.
bool may_concern(const journal::entry& e, engine::ticket_id id) {
  const auto named = fmt::format("\"ticket\":{}", id.value);
  for (auto at = e.body.find(named); at != std::string::npos; at = e.body.find(named, at + 1)) {
    const auto after = at + named.size();
    if (after == e.body.size() || e.body[after] < '0' || e.body[after] > '9') return true;
  }
  return e.body.find("\"day-ended\"") != std::string::npos;
}

// What an event tells, by its members' names: the engine uses each for one thing.
template <class E>
void tell(const E& e, messages::history_event& h) {
  const auto unless_empty = [](const std::string& s) {
    return s.empty() ? std::nullopt : std::optional(s);
  };
  if constexpr (requires { e.counter.value; }) h.counter = e.counter.value;
  if constexpr (requires { e.from.value; }) h.counter = e.from.value;
  if constexpr (requires { e.to->value; })
    if (e.to) h.to = e.to->value;
  if constexpr (requires { e.lane; }) h.lane = messages::enum_name(e.lane);
  if constexpr (requires { e.call; }) h.call = wire_id(e.call);
  if constexpr (requires { e.nth; }) h.nth = e.nth;
  if constexpr (requires { e.services; }) {
    h.services.emplace();
    for (const auto& s : e.services) h.services->push_back(s.value);
  }
  if constexpr (requires { e.reason; }) h.reason = unless_empty(e.reason);
  if constexpr (requires { e.note; }) h.note = unless_empty(e.note);
  if constexpr (requires { e.outcome; }) h.outcome = messages::enum_name(e.outcome);
  if constexpr (requires { e.missing; })
    if (!e.missing.empty()) h.missing = e.missing;
  if constexpr (requires { e.after_missed; }) h.after = e.after_missed ? "missed" : "parked";
  if constexpr (requires { e.clerk; }) h.clerk = unless_empty(e.clerk);
  if constexpr (requires { e.why; }) h.why = why_of(e.why);
}

// Nothing when the event is about something else.
struct teller {
  engine::ticket_id ticket;

  std::optional<messages::history_event> operator()(const engine::day_ended& e) const {
    if (std::find(e.expired.begin(), e.expired.end(), ticket) == e.expired.end())
      return std::nullopt;
    messages::history_event h;
    h.what = "ticket-expired";
    return h;
  }
  template <class E>
  std::optional<messages::history_event> operator()(const E& e) const {
    if constexpr (requires { e.ticket.value; }) {
      if (e.ticket != ticket) return std::nullopt;
      messages::history_event h;
      h.what = E::type;
      tell(e, h);
      return h;
    } else {
      return std::nullopt;
    }
  }
};

// Adds what this entry did to the ticket; false when no more may be told.
bool add_events(const journal::entry& e, engine::ticket_id id, messages::ticket_history& told) {
  for (const auto& event : decode_events(e)) {
    auto h = std::visit(teller{id}, event);
    if (!h) continue;
    if (told.events.size() == history_events_told) return false;
    if (const auto* issued = std::get_if<engine::ticket_issued>(&event))
      told.number = to_string(issued->number);
    h->seq = e.seq;
    h->at = engine::time_point{std::chrono::milliseconds(e.at_ms)};
    h->actor = e.actor;
    told.events.push_back(std::move(*h));
  }
  return true;
}

}  // namespace

std::optional<messages::ticket_history> history_of(journal::journal& j, const history_question& q) {
  const auto life = life_of(j, q);
  if (!life) return std::nullopt;
  messages::ticket_history told;
  told.id = wire_id(q.ticket);
  std::uint64_t left = history_entries_read;
  j.read_while(last_before(j, life->from_ms, q.up_to), [&](const journal::entry& e) {
    if (e.seq > q.up_to || (life->to_ms && e.at_ms > *life->to_ms)) return false;
    if (left-- == 0) return told.complete = false;
    if (e.hall != q.hall || !may_concern(e, q.ticket)) return true;
    return told.complete = add_events(e, q.ticket, told);
  });
  if (told.events.empty()) return std::nullopt;
  return told;
}

}  // namespace hallcall::service
