// Calls about tickets: taking one, its slip, the citizen's own page, coming back, priority, the
// line.
#include <algorithm>

#include <fmt/format.h>

#include "forecast/wait.hpp"
#include "gateway/api.hpp"
#include "gateway/secrets.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"
#include "service/public_face.hpp"
#include "service/view_parts.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr auto issuers = only({kiosk, greeter, clerk, backup, manager, administrator});
constexpr auto staff = only({greeter, clerk, backup, manager, administrator});
constexpr std::size_t services_read = 20;  // a longer list is refused before it is looked at
constexpr std::size_t listed_tickets = 500;

bool staff_only(engine::channel c) {
  return c == engine::channel::greeter || c == engine::channel::counter ||
         c == engine::channel::hand;
}

// Who may issue: an enrolled kiosk, staff, a phone where the office allows it, and anyone on the
// sample hall's own machine. Answers and returns false otherwise.
bool may_issue(api& a, const call& c, const service::hall_config& config, engine::channel channel) {
  if (c.who && issuers.has(c.who->role)) {
    if (!staff_only(channel) || is_staff(c)) return true;
    answer(c, problem("not-allowed",
                      "Only staff may issue a ticket in that way. Leave out \"channel\"."));
    return false;
  }
  if (a.may_issue_anonymously(c) && !staff_only(channel)) return true;
  if (channel == engine::channel::phone && config.rules.phone_may_issue) {
    const auto wait = a.phone_tickets.begin(c.request.remote_address, a.halls.now());
    if (wait.count() == 0) return true;
    answer(c, problem("too-many-requests",
                      "Many phones take tickets right now. Try again in a moment.", wait));
    return false;
  }
  answer(c, c.who ? problem("not-allowed", "Your role does not issue tickets.")
                  : problem("not-signed-in",
                            "This kiosk is not enrolled. An administrator enrols it with "
                            "\"queue-server device add\" and opens the link it prints here."));
  return false;
}

std::string local_minute(const engine::calendar& calendar, engine::time_point t) {
  const auto local = t + calendar.offset_at(t);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{local - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count());
}

// A slip is in the ticket's language and in the office's own (the first of its languages, here
// zh-TW).
service::localized words_in(const service::localized& all, const std::string& language) {
  service::localized some;
  for (const auto& [tag, words] : all)
    if (tag == language || tag == "zh-TW") some.emplace(tag, words);
  return some;
}

}  // namespace

bool is_staff(const call& c) { return c.who && staff.has(c.who->role); }

engine::channel usual_channel(const call& c) {
  if (!is_staff(c)) return engine::channel::kiosk;
  return c.who->role == greeter ? engine::channel::greeter : engine::channel::counter;
}

std::optional<engine::enum_set<engine::need>> needs_of(const call& c,
                                                       const std::vector<std::string>& words) {
  engine::enum_set<engine::need> needs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto n = messages::enum_from_name<engine::need>(words[i]);
    if (!n) {
      answer(c, problem("invalid-value", fmt::format("/needs/{} must be one of: {}", i,
                                                     messages::enum_words<engine::need>())));
      return std::nullopt;
    }
    needs.insert(*n);
  }
  return needs;
}

std::optional<engine::take_ticket> wish_of(api& a, const call& c,
                                           const service::hall_config& config,
                                           const std::vector<std::string>& services,
                                           const std::optional<std::vector<std::string>>& needs,
                                           const std::optional<std::string>& language,
                                           bool lenient) {
  engine::take_ticket wish;
  if (services.empty() || services.size() > services_read) {
    answer(c, problem("invalid-value", fmt::format("/services must name 1 to {} services",
                                                   config.rules.max_services_per_ticket)));
    return std::nullopt;
  }
  for (const auto& s : services) wish.services.push_back({s});
  if (needs) {
    const auto known = needs_of(c, *needs);
    if (!known) return std::nullopt;
    wish.needs = *known;
  }
  const auto& languages = a.halls.the_office().languages;
  wish.language = language.value_or(languages.front());
  if (std::find(languages.begin(), languages.end(), wish.language) == languages.end()) {
    if (!lenient) {
      answer(c, problem("invalid-value",
                        fmt::format("/language must be one of: {}", fmt::join(languages, ", "))));
      return std::nullopt;
    }
    wish.language = languages.front();
  }
  return wish;
}

bool kiosk_or_staff(api& a, const call& c) {
  if ((c.who && issuers.has(c.who->role)) || a.may_issue_anonymously(c)) return true;
  answer(c, c.who ? problem("not-allowed", "Only a kiosk or staff may do this.")
                  : problem("not-signed-in", "Only an enrolled kiosk or staff may do this."));
  return false;
}

service::answer issued_answer(api& a, const std::string& hall, bool for_staff,
                              const engine::hall_state& after,
                              const std::vector<engine::event>& events, engine::time_point at) {
  const auto& office = a.halls.the_office();
  const auto& config = *office.find_hall(hall);
  const auto e = std::find_if(events.begin(), events.end(), [](const engine::event& one) {
    return std::holds_alternative<engine::ticket_issued>(one);
  });
  const auto& t = *after.find(std::get<engine::ticket_issued>(*e).ticket);
  messages::ticket_issued m;
  m.id = service::wire_id(t.id);
  m.number = to_string(t.number);
  m.token = t.token;
  m.hall = hall;
  if (for_staff) m.lane = messages::enum_name(t.lane);
  for (const auto& s : t.services) m.services.push_back(s.value);
  m.issued_at = t.issued_at;
  m.ahead = service::ahead_of_newest(after, t);
  if (t.predicted_high_s > 0 && forecast::trustworthy(after.predictions))
    m.wait = messages::wait_range{t.predicted_low_s, t.predicted_high_s};
  m.url = a.options.public_url + "/t/" + t.token;
  m.slip = {t.language,
            words_in(office.name, t.language),
            words_in(config.name, t.language),
            m.number,
            t.issued_at,
            local_minute(config.rules.opening, at),
            m.ahead,
            m.wait,
            m.url};
  return {201, messages::encode(m)};
}

namespace {

void take(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto body = body_of<messages::take_ticket>(c);
  if (!body) return;
  auto channel = usual_channel(c);
  if (body->channel) {
    const auto named = messages::enum_from_name<engine::channel>(*body->channel);
    if (!named)
      return answer(c, problem("invalid-value", "/channel must be one of: " +
                                                    messages::enum_words<engine::channel>()));
    channel = *named;
  }
  if (!may_issue(a, c, *config, channel)) return;
  auto wish = wish_of(a, c, *config, body->services, body->needs, body->language, false);
  if (!wish) return;
  auto& command = *wish;
  command.channel = channel;
  command.quiet = body->quiet.value_or(false);
  command.token = random_token().substr(0, ticket_token_length);
  command.issued_by = c.actor;
  const auto& head = *a.halls.head(config->id);
  const auto lane = engine::lane_for(config->rules, command.services, command.needs);
  if (const auto wait = forecast::wait_to_join(head, service::public_lane(lane), a.halls.now())) {
    command.predicted_low_s = wait->low.count();
    command.predicted_high_s = wait->high.count();
  }
  const bool for_staff = is_staff(c);
  submit(a, std::move(c), "take-ticket", std::move(*wish),
         [&a, hall = config->id, for_staff](const auto& after, const auto& events, auto at) {
           return issued_answer(a, hall, for_staff, after, events, at);
         });
}

// The ticket that the path's {id} names; answers not-found otherwise.
std::optional<engine::ticket_id> ticket_of_path(const call& c) {
  const auto id = service::ticket_from_wire(c.segments.at("id"));
  if (!id) answer(c, problem("not-found", "There is no such ticket today."));
  return id;
}

// 200 with the ticket as staff see it; for kiosks the public view.
renderer ticket_after(api& a, std::string hall, engine::ticket_id id, bool for_staff) {
  return [&a, hall = std::move(hall), id, for_staff](const engine::hall_state& after,
                                                     const std::vector<engine::event>&,
                                                     engine::time_point at) -> service::answer {
    const auto* t = after.find(id);
    if (t == nullptr) return problem_answer("not-found", "There is no such ticket today.");
    if (for_staff) return {200, messages::encode(service::staff_ticket_of(*t))};
    const auto& office = a.halls.the_office();
    const service::view_context context{
        office, *office.find_hall(hall), after, at, a.reports[hall], 0, 0};
    return {200, messages::encode(service::ticket_of(context, *t))};
  };
}

// Ids are counted up, so that whoever stands at a kiosk could name anybody's: a kiosk speaks of the
// tickets it issued alone, and does not learn whether there are others. Answers and returns
// false otherwise.
bool may_speak_of(api& a, const call& c, const service::hall_config& config, engine::ticket_id id) {
  const auto* t = a.halls.head(config.id)->find(id);
  if (t == nullptr || is_staff(c) || t->issued_by.empty() || t->issued_by == c.actor) return true;
  answer(c, problem("not-found", "There is no such ticket today. Take a new one."));
  return false;
}

void print_result(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !kiosk_or_staff(a, c)) return;
  const auto id = ticket_of_path(c);
  if (!id || !may_speak_of(a, c, *config, *id)) return;
  const auto body = body_of<messages::print_result>(c);
  if (!body) return;
  const auto reason = words_of(c, "/reason", body->reason.value_or(""), false, 60);
  if (!reason) return;
  const bool for_staff = is_staff(c);
  submit(a, std::move(c), "print-result", engine::report_slip{*id, body->printed, *reason},
         ticket_after(a, config->id, *id, for_staff));
}

void void_ticket(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr || !kiosk_or_staff(a, c)) return;
  const auto id = ticket_of_path(c);
  if (!id || !may_speak_of(a, c, *config, *id)) return;
  const auto body = body_of<messages::optional_reason>(c);
  if (!body) return;
  const auto reason = words_of(c, "/reason", body->reason.value_or(""), false);
  if (!reason) return;
  const bool for_staff = is_staff(c);
  submit(a, std::move(c), "void-ticket", engine::void_ticket{*id, *reason},
         ticket_after(a, config->id, *id, for_staff));
}

void reinstate(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto id = ticket_of_path(c);
  if (!id) return;
  if (!body_of<messages::empty_request>(c)) return;
  submit(a, std::move(c), "reinstate", engine::check_in{*id},
         ticket_after(a, config->id, *id, true));
}

void priority(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto id = ticket_of_path(c);
  if (!id) return;
  const auto body = body_of<messages::with_reason>(c);
  if (!body) return;
  const auto reason = words_of(c, "/reason", body->reason, true);
  if (!reason) return;
  submit(a, std::move(c), "priority", engine::grant_priority{*id, *reason},
         ticket_after(a, config->id, *id, true));
}

void list(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  std::optional<engine::ticket_state> wanted;
  if (const auto it = c.query.find("state"); it != c.query.end()) {
    wanted = messages::enum_from_name<engine::ticket_state>(it->second);
    if (!wanted)
      return answer(c, problem("invalid-value", "state must be one of: " +
                                                    messages::enum_words<engine::ticket_state>()));
  }
  std::vector<const engine::ticket*> found;
  for (const auto& [id, t] : a.halls.published(config->id)->tickets)
    if (wanted ? t.state == *wanted : !engine::has_ended(t.state)) found.push_back(&t);
  const auto first = std::min(found.size(), listed_tickets);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                    [](auto* x, auto* y) { return x->id < y->id; });
  messages::ticket_list all;
  for (std::size_t i = 0; i < first; ++i)
    all.tickets.push_back(service::staff_ticket_of(*found[i]));
  answer_json(c, 200, messages::encode(all));
}

// The hall and ticket of the path's {token}; a token is known in one hall only.
struct held {
  std::string hall;
  const engine::ticket* ticket = nullptr;
};
held held_by(api& a, const std::string& token) {
  for (const auto& h : a.halls.the_office().halls)
    if (const auto* t = a.halls.published(h.id)->find_token(token)) return {h.id, t};
  return {};
}

std::optional<held> held_of(api& a, const call& c) {
  auto h = held_by(a, c.segments.at("token"));
  if (h.ticket != nullptr) return h;
  answer(c,
         problem("not-found",
                 "This number is not known today. Numbers are valid for one day; take a new one."));
  return std::nullopt;
}

void own(api& a, call c) {
  const auto h = held_of(a, c);
  if (h) answer_json(c, 200, messages::encode(service::ticket_of(a.context(h->hall), *h->ticket)));
}

void own_command(api& a, call c, std::string kind,
                 const std::function<engine::command(engine::ticket_id)>& make) {
  const auto h = held_of(a, c);
  if (!h || !body_of<messages::empty_request>(c)) return;
  c.segments["hall"] = h->hall;
  c.actor = "holder:" + service::wire_id(h->ticket->id);
  const auto id = h->ticket->id;
  submit(a, std::move(c), std::move(kind), make(id), ticket_after(a, h->hall, id, false));
}

// who comes back with a return pass gets a ticket of their own, whichever hall gave it.
// Answers and returns true when the path's token is a pass's code.
bool came_back(api& a, call& c) {
  for (const auto& h : a.halls.the_office().halls) {
    const auto* pass = a.halls.published(h.id)->find_pass(c.segments.at("token"));
    if (pass == nullptr) continue;
    if (!body_of<messages::empty_request>(c)) return true;
    const bool issuer = c.who && issuers.has(c.who->role);
    if (!issuer) c.actor = "holder:" + service::wire_id(pass->ticket);
    const bool for_staff = is_staff(c);
    engine::use_pass command{pass->code, issuer ? usual_channel(c) : engine::channel::phone,
                             random_token().substr(0, ticket_token_length), c.actor};
    c.segments["hall"] = h.id;
    submit(a, std::move(c), "check-in", std::move(command),
           [&a, hall = h.id, for_staff](const auto& after, const auto& events, auto at) {
             return issued_answer(a, hall, for_staff, after, events, at);
           });
    return true;
  }
  return false;
}

void check_in(api& a, call c) {
  if (came_back(a, c)) return;
  own_command(a, std::move(c), "check-in", [](auto id) { return engine::check_in{id}; });
}

}  // namespace

void add_ticket_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::post, "/api/v1/halls/{hall}/tickets", everyone, key_need::required,
                 [&a](call c) { take(a, std::move(c)); }});
  all.push_back({method::get, "/api/v1/halls/{hall}/tickets", staff, key_need::none,
                 [&a](call c) { list(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/tickets/{id}/print-result", everyone,
                 key_need::optional, [&a](call c) { print_result(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/tickets/{id}/void", everyone,
                 key_need::optional, [&a](call c) { void_ticket(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/tickets/{id}/reinstate", staff,
                 key_need::optional, [&a](call c) { reinstate(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/tickets/{id}/priority", staff,
                 key_need::optional, [&a](call c) { priority(a, std::move(c)); }});
  all.push_back({method::get, "/api/v1/tickets/{token}", everyone, key_need::none,
                 [&a](call c) { own(a, std::move(c)); }});
  all.push_back(
      {method::post, "/api/v1/tickets/{token}/leave", everyone, key_need::optional, [&a](call c) {
         own_command(a, std::move(c), "leave", [](auto id) { return engine::leave{id}; });
       }});
  all.push_back({method::post, "/api/v1/tickets/{token}/check-in", everyone, key_need::optional,
                 [&a](call c) { check_in(a, std::move(c)); }});
}

}  // namespace hallcall::gateway
