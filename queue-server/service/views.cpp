// Views that the public may see.
#include "service/views.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"
#include "service/public_face.hpp"
#include "service/view_parts.hpp"
#include "service/voice.hpp"

namespace hallcall::service {
namespace {

constexpr std::size_t calls_shown = 8;
constexpr std::chrono::seconds still_spoken{15};  // an older call is shown, not spoken

template <class Id>
std::optional<Id> from_wire(std::string_view text, char letter) {
  if (text.size() < 2 || text.size() > 20 || text[0] != letter || text[1] == '0')
    return std::nullopt;
  std::uint64_t n = 0;
  const auto r = std::from_chars(text.data() + 1, text.data() + text.size(), n);
  if (r.ec != std::errc{} || r.ptr != text.data() + text.size()) return std::nullopt;
  return Id{n};
}

// A board is pushed to many and often: it carries its own two languages, not the office's six.
localized in_languages(const localized& all, const std::vector<std::string>& languages) {
  localized some;
  for (const auto& tag : languages)
    if (const auto it = all.find(tag); it != all.end()) some.insert(*it);
  return some;
}

messages::board_call board_call_of(const view_context& c, const engine::ticket& t) {
  messages::board_call call;
  call.call = wire_id(t.call);
  call.number = to_string(t.number);
  call.counter = t.counter->value;
  call.label = in_languages(text_of(c.config, *t.counter).public_sign, c.config.board_languages);
  call.at = *t.called_at;
  call.repeat = t.calls;
  if (c.now - *t.called_at < still_spoken) {
    auto languages = c.config.board_languages;
    if (std::find(languages.begin(), languages.end(), t.language) == languages.end())
      languages.push_back(t.language);
    call.speak = call_clips(call.number, *t.counter, languages);
  }
  return call;
}

std::vector<messages::notice> notices_of(const hall_config& config) {
  std::vector<messages::notice> all;
  for (const auto& n : config.marquee) all.push_back({n.id, n.text});
  return all;
}

std::vector<messages::board_lane> lanes_of(const view_context& c) {
  std::vector<messages::board_lane> lanes;
  for (auto l : public_lanes(c.config.rules))
    lanes.push_back({messages::enum_name(l), c.config.lane_names[static_cast<std::size_t>(l)],
                     public_waiting(c.state, l), wire_range(public_wait(c.state, l, c.now))});
  return lanes;
}

messages::board_counter board_counter_of(const view_context& c, const engine::counter_rules& r) {
  messages::board_counter b;
  const auto& text = text_of(c.config, r.number);
  b.n = r.number.value;
  b.zone = text.zone;
  b.sign.function = in_languages(text.public_sign, c.config.board_languages);
  b.state = "closed";
  const auto* counter = c.state.find(r.number);
  if (counter == nullptr || counter->mode == engine::counter_mode::closed) return b;
  b.state = messages::enum_name(counter->mode);
  if (!counter->clerk_shown.empty()) b.sign.clerk = counter->clerk_shown;
  if (!text.deputy.empty()) b.sign.deputy = text.deputy;
  if (!counter->stands_in_for.empty()) {  // the clerk is away, and this is who is here
    b.sign.clerk = counter->stands_in_for;
    b.sign.deputy = counter->clerk_shown;
  }
  if (counter->current)
    if (const auto* t = c.state.find(*counter->current); t != nullptr && called_in_public(*t))
      b.number = to_string(t->number);
  return b;
}

}  // namespace

std::string wire_id(engine::ticket_id id) { return fmt::format("t{}", id.value); }
std::string wire_id(engine::call_id id) { return fmt::format("c{}", id.value); }
std::string wire_id(engine::page_id id) { return fmt::format("p{}", id.value); }
std::optional<engine::ticket_id> ticket_from_wire(std::string_view s) {
  return from_wire<engine::ticket_id>(s, 't');
}
std::optional<engine::call_id> call_from_wire(std::string_view s) {
  return from_wire<engine::call_id>(s, 'c');
}
std::optional<engine::page_id> page_from_wire(std::string_view s) {
  return from_wire<engine::page_id>(s, 'p');
}

messages::hall_status status_of(const view_context& c) {
  static constexpr const char* doors[] = {"open", "last-called", "closed"};
  const auto door = engine::door_at(c.config.rules.opening, c.now);
  return {
      c.config.id,         c.config.name,  c.office.name, doors[static_cast<std::size_t>(door.now)],
      door.last_ticket_at, door.closes_at, door.opens_at, c.office.time_zone};
}

messages::hall_info info_of(const view_context& c, bool sample) {
  messages::hall_info info;
  info.hall = status_of(c);
  info.revision = c.office.revision;
  info.languages = c.office.languages;
  info.board_languages = c.config.board_languages;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<engine::need>>(
      [&](auto d) { info.needs.push_back(messages::enum_name(d.value)); });
  for (const auto& s : c.config.rules.services) {
    const auto* text = c.office.find_service(s.id);
    if (text == nullptr) continue;
    info.services.push_back(
        {s.id.value, text->group, text->name, text->documents, text->keywords, s.standard.count()});
  }
  for (const auto& g : c.office.groups)
    if (std::any_of(info.services.begin(), info.services.end(),
                    [&](const auto& s) { return s.group == g.id; }))
      info.groups.push_back({g.id, g.name, g.icon});
  for (auto l : public_lanes(c.config.rules))
    info.lanes.push_back(
        {messages::enum_name(l), c.config.lane_names[static_cast<std::size_t>(l)]});
  for (const auto& t : c.config.counters)
    info.counters.push_back({t.number.value, t.public_sign, t.zone});
  info.sample = sample;
  return info;
}

messages::board_view board_of(const view_context& c) {
  messages::board_view v;
  v.hall = status_of(c);
  v.languages = c.config.board_languages;
  v.hall.name = in_languages(v.hall.name, v.languages);
  v.hall.office = in_languages(v.hall.office, v.languages);
  v.level = messages::enum_name(c.state.level);
  for (auto id : c.state.recent_calls) {
    const auto* t = c.state.find(id);
    if (t == nullptr || !called_in_public(*t)) continue;
    auto& list = t->state == engine::ticket_state::called ? v.now : v.recent;
    if (list.size() < calls_shown) list.push_back(board_call_of(c, *t));
  }
  v.lanes = lanes_of(c);
  for (auto& lane : v.lanes) lane.name = in_languages(lane.name, v.languages);
  for (const auto& r : c.config.rules.counters) {
    // A mobile counter is on the board only while it is there.
    const auto* counter = c.state.find(r.number);
    if (!r.base && (counter == nullptr || counter->mode == engine::counter_mode::closed)) continue;
    v.counters.push_back(board_counter_of(c, r));
  }
  v.notices = notices_of(c.config);
  for (auto& n : v.notices) n.text = in_languages(n.text, v.languages);
  return v;
}

messages::kiosk_view kiosk_of(const view_context& c) {
  messages::kiosk_view v;
  v.hall = status_of(c);
  v.revision = c.office.revision;
  v.lanes = lanes_of(c);
  for (const auto& l : v.lanes) v.waiting += l.waiting;
  for (const auto& [n, counter] : c.state.counters)
    if (counter.mode == engine::counter_mode::open) ++v.open_counters;
  v.notices = notices_of(c.config);
  return v;
}

messages::ticket_view ticket_of(const view_context& c, const engine::ticket& t) {
  using enum engine::ticket_state;
  messages::ticket_view v;
  v.hall = status_of(c);
  v.number = to_string(t.number);
  v.state = messages::enum_name(t.state);
  v.language = t.language;
  v.issued_at = t.issued_at;
  v.calls = t.calls;
  if (t.state == waiting) {
    v.returning = t.returning;
    v.ahead = t.returning ? ahead_of_return(c.state, t) : ahead_of(c.state, t);
    if (forecast::trustworthy(c.state.predictions))
      v.wait = wire_range(forecast::wait_behind(c.state, public_lane(t.lane), v.ahead, c.now));
    v.near = v.ahead <= nearly_there;
  }
  if (t.state == called || t.state == serving) {
    v.counter = t.counter->value;
    v.label = text_of(c.config, *t.counter).public_sign;
    v.call = wire_id(t.call);
    v.called_at = t.called_at;
  }
  if (t.state == done && t.outcome) v.outcome = messages::enum_name(*t.outcome);
  v.missing = t.missing;
  if (const auto* pass = c.state.find_pass(t.pass)) v.pass = wire_pass(*pass);
  v.may_leave = t.state == waiting || t.state == missed || t.state == parked;
  v.may_check_in = t.state == missed || t.state == parked;
  return v;
}

}  // namespace hallcall::service
