// Calls at a counter. Each answers with the counter's view after the command.
#include <algorithm>

#include <fmt/format.h>

#include "gateway/api.hpp"
#include "gateway/secrets.hpp"
#include "service/actors.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr auto at_counters = only({clerk, backup, manager, administrator});
constexpr int largest_counter = 999;

// The path's counter, checked: it exists, and the caller may command it. Answers and returns
// nullptr otherwise.
struct place {
  const service::hall_config* config = nullptr;
  const engine::counter_rules* rules = nullptr;
};

std::optional<int> number_of(std::string_view text) {
  int n = 0;
  if (text.empty() || text.size() > 3 || text[0] == '0') return std::nullopt;
  for (char d : text) {
    if (d < '0' || d > '9') return std::nullopt;
    n = n * 10 + (d - '0');
  }
  return n <= largest_counter ? std::optional(n) : std::nullopt;
}

enum class hold {
  mine,
  anybodys
};  // whether the counter must be the caller's own, once it is open

std::optional<place> place_of(api& a, const call& c, hold held) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return std::nullopt;
  const auto n = number_of(c.segments.at("n"));
  const auto* rules = n ? config->rules.find_counter({static_cast<std::uint16_t>(*n)}) : nullptr;
  if (rules == nullptr) {
    answer(c, problem("not-found", "This hall has no such counter."));
    return std::nullopt;
  }
  if (c.who->role == backup && rules->base) {
    answer(c, problem("not-allowed", "Backups work at mobile counters."));
    return std::nullopt;
  }
  const auto* counter = a.halls.head(config->id)->find(rules->number);
  const bool others = counter != nullptr && counter->mode != engine::counter_mode::closed &&
                      counter->clerk_account != c.actor;
  if (held == hold::mine && others && c.who->role != manager && c.who->role != administrator) {
    answer(c,
           problem("not-allowed",
                   fmt::format("Counter {} is run by {}. Take it over under your own name first.",
                               rules->number.value, counter->clerk_shown)));
    return std::nullopt;
  }
  return place{config, rules};
}

// A command whose body has nothing to check beyond its shape.
template <class Body, class Make>
void simple(api& a, call c, std::string kind, hold held, Make make,
            renderer (*after)(api&, std::string, engine::counter_no) = counter_view_after) {
  const auto p = place_of(a, c, held);
  if (!p) return;
  const auto body = body_of<Body>(c);
  if (!body) return;
  const auto n = p->rules->number;
  const auto hall = p->config->id;
  std::optional<engine::command> command = make(c, n, *body);
  if (command) submit(a, std::move(c), std::move(kind), std::move(*command), after(a, hall, n));
}

// 200 of call-next and call: the ticket, why, and the counter's view.
renderer called_after(api& a, std::string hall, engine::counter_no n) {
  return [&a, hall = std::move(hall), n](const engine::hall_state& after,
                                         const std::vector<engine::event>& events,
                                         engine::time_point at) -> service::answer {
    const auto& e = std::get<engine::ticket_called>(events.back());
    const auto& office = a.halls.the_office();
    const auto* config = office.find_hall(hall);
    const service::view_context context{
        office, *config, after, at, a.reports[hall], a.feed.watching(hall, "board"), 0};
    messages::called m;
    m.ticket = service::wire_id(e.ticket);
    m.call = service::wire_id(e.call);
    m.why = service::why_of(e.why);
    m.counter = service::counter_of(context, *config->rules.find_counter(n));
    return {200, messages::encode(m)};
  };
}

void open_counter(api& a, call c) {
  simple<messages::open_counter>(
      a, std::move(c), "open", hold::anybodys,
      [](const call& call, engine::counter_no n,
         const messages::open_counter& b) -> std::optional<engine::command> {
        const auto shown =
            words_of(call, "/clerk", b.clerk.value_or(call.who->shown_name), true, 40);
        if (!shown) return std::nullopt;
        return engine::open_counter{n, call.actor, *shown};
      });
}

// The one who takes over asks: the clerk there need not be present, and the log says who it was.
void hand_over(api& a, call c) {
  simple<messages::hand_over>(
      a, std::move(c), "hand-over", hold::anybodys,
      [](const call& call, engine::counter_no n,
         const messages::hand_over& b) -> std::optional<engine::command> {
        const auto shown =
            words_of(call, "/clerk", b.clerk.value_or(call.who->shown_name), true, 40);
        if (!shown) return std::nullopt;
        return engine::hand_over{n, call.actor, *shown, b.deputy.value_or(false)};
      });
}

void pause_counter(api& a, call c) {
  simple<messages::with_reason>(
      a, std::move(c), "pause", hold::mine,
      [](const call& call, engine::counter_no n,
         const messages::with_reason& b) -> std::optional<engine::command> {
        const auto reason = words_of(call, "/reason", b.reason, true, 60);
        if (!reason) return std::nullopt;
        return engine::pause_counter{n, *reason};
      });
}

void call_next(api& a, call c) {
  const auto p = place_of(a, c, hold::mine);
  if (!p) return;
  const auto body = body_of<messages::call_next>(c);
  if (!body) return;
  const engine::call_next command{p->rules->number, body->finish_current.value_or(false)};
  submit(a, std::move(c), "call-next", command, called_after(a, p->config->id, p->rules->number));
}

void call_ticket(api& a, call c) {
  const auto p = place_of(a, c, hold::mine);
  if (!p) return;
  const auto body = body_of<messages::call_ticket>(c);
  if (!body) return;
  const auto id = service::ticket_from_wire(body->ticket);
  if (!id) return answer(c, problem("invalid-value", "/ticket must be a ticket's id, such as t12"));
  const auto reason = words_of(c, "/reason", body->reason, true);
  if (!reason) return;
  submit(a, std::move(c), "call", engine::call_ticket{p->rules->number, *id, *reason},
         called_after(a, p->config->id, p->rules->number));
}

constexpr std::size_t most_missing = 20;
constexpr std::size_t services_read = 20;     // a longer list is refused before it is looked at
constexpr std::size_t pass_code_length = 22;  // 132 random bits, and a QR code that is easy to read

// 200 of finish: the counter's view, with the pass that the outcome gave.
renderer finished_after(api& a, std::string hall, engine::counter_no n) {
  return [&a, hall = std::move(hall), n](const engine::hall_state& after,
                                         const std::vector<engine::event>& events,
                                         engine::time_point at) -> service::answer {
    const auto& office = a.halls.the_office();
    const auto* config = office.find_hall(hall);
    const service::view_context context{
        office, *config, after, at, a.reports[hall], a.feed.watching(hall, "board"), 0};
    auto view = service::counter_of(context, *config->rules.find_counter(n));
    for (const auto& e : events)
      if (const auto* pass = std::get_if<engine::pass_issued>(&e))
        view.pass = messages::return_pass{pass->code, pass->valid_until, false};
    return {200, messages::encode(view)};
  };
}

void finish(api& a, call c) {
  simple<messages::finish_visit>(
      a, std::move(c), "finish", hold::mine,
      [](const call& call, engine::counter_no n,
         const messages::finish_visit& b) -> std::optional<engine::command> {
        const auto outcome = messages::enum_from_name<engine::outcome>(b.outcome);
        if (!outcome) {
          answer(call, problem("invalid-value", "/outcome must be one of: " +
                                                    messages::enum_words<engine::outcome>()));
          return std::nullopt;
        }
        engine::finish_visit command{n, *outcome, {}, {}};
        if (*outcome == engine::outcome::supplement)
          command.pass = random_token().substr(0, pass_code_length);
        if (b.missing && b.missing->size() > most_missing) {
          answer(call, problem("invalid-value",
                               fmt::format("/missing may name at most {}", most_missing)));
          return std::nullopt;
        }
        for (const auto& m : b.missing.value_or(std::vector<std::string>{})) {
          auto words = words_of(call, "/missing", m, true, 80);
          if (!words) return std::nullopt;
          command.missing.push_back(std::move(*words));
        }
        return command;
      },
      finished_after);
}

void change_services(api& a, call c) {
  simple<messages::change_services>(
      a, std::move(c), "services", hold::mine,
      [](const call& call, engine::counter_no n,
         const messages::change_services& b) -> std::optional<engine::command> {
        const auto add = b.add.value_or(std::vector<std::string>{});
        const auto remove = b.remove.value_or(std::vector<std::string>{});
        if (add.size() + remove.size() == 0 ||
            std::max(add.size(), remove.size()) > services_read) {
          answer(call, problem("invalid-value",
                               fmt::format("Name services in \"add\" or \"remove\", at most {}.",
                                           services_read)));
          return std::nullopt;
        }
        engine::change_services command{n, {}, {}};
        for (const auto& s : add) command.add.push_back({s});
        for (const auto& s : remove) command.remove.push_back({s});
        return command;
      });
}

void park(api& a, call c) {
  simple<messages::park_visit>(a, std::move(c), "park", hold::mine,
                               [](const call& call, engine::counter_no n,
                                  const messages::park_visit& b) -> std::optional<engine::command> {
                                 auto note = words_of(call, "/note", b.note.value_or(""), false);
                                 if (!note) return std::nullopt;
                                 return engine::park{n, std::move(*note)};
                               });
}

void transfer(api& a, call c) {
  simple<messages::transfer_visit>(
      a, std::move(c), "transfer", hold::mine,
      [](const call& call, engine::counter_no n,
         const messages::transfer_visit& b) -> std::optional<engine::command> {
        if (int(b.lane.has_value()) + int(b.counter.has_value()) + int(b.clerk.has_value()) != 1) {
          answer(call, problem("invalid-value", "Name a lane, a counter or a clerk, one of them."));
          return std::nullopt;
        }
        engine::transfer command{n, std::nullopt, std::nullopt, "", ""};
        if (b.lane) {
          command.lane = messages::enum_from_name<engine::lane>(*b.lane);
          if (!command.lane) {
            answer(call, problem("invalid-value",
                                 "/lane must be one of: " + messages::enum_words<engine::lane>()));
            return std::nullopt;
          }
        } else if (b.clerk) {
          const auto name = words_of(call, "/clerk", *b.clerk, true, 40);
          if (!name) return std::nullopt;
          command.clerk = service::actor_of_account(*name);
        } else {
          if (*b.counter < 1 || *b.counter > largest_counter) {
            answer(call, problem("invalid-value",
                                 fmt::format("/counter must be 1 to {}", largest_counter)));
            return std::nullopt;
          }
          command.to = engine::counter_no{static_cast<std::uint16_t>(*b.counter)};
        }
        auto note = words_of(call, "/note", b.note.value_or(""), false);
        if (!note) return std::nullopt;
        command.note = std::move(*note);
        return command;
      });
}

template <class Command>
auto without_words(std::string kind, hold held) {
  return [kind = std::move(kind), held](api& a, call c) {
    simple<messages::empty_request>(
        a, std::move(c), kind, held,
        [](const call&, engine::counter_no n, const messages::empty_request&)
            -> std::optional<engine::command> { return Command{n}; });
  };
}

}  // namespace

void add_counter_routes(api& a, std::vector<route>& all) {
  const auto add = [&](std::string_view pattern, key_need key,
                       std::function<void(api&, call)> handle) {
    all.push_back({net::method::post, pattern, at_counters, key,
                   [&a, handle = std::move(handle)](call c) { handle(a, std::move(c)); }});
  };
  add("/api/v1/halls/{hall}/counters/{n}/call-next", key_need::required, call_next);
  add("/api/v1/halls/{hall}/counters/{n}/call", key_need::required, call_ticket);
  add("/api/v1/halls/{hall}/counters/{n}/start", key_need::optional,
      without_words<engine::start_visit>("start", hold::mine));
  add("/api/v1/halls/{hall}/counters/{n}/finish", key_need::optional, finish);
  add("/api/v1/halls/{hall}/counters/{n}/recall", key_need::optional,
      without_words<engine::recall>("recall", hold::mine));
  add("/api/v1/halls/{hall}/counters/{n}/no-show", key_need::optional,
      without_words<engine::no_show>("no-show", hold::mine));
  add("/api/v1/halls/{hall}/counters/{n}/park", key_need::optional, park);
  add("/api/v1/halls/{hall}/counters/{n}/transfer", key_need::optional, transfer);
  add("/api/v1/halls/{hall}/counters/{n}/services", key_need::optional, change_services);
  add("/api/v1/halls/{hall}/counters/{n}/open", key_need::optional, open_counter);
  add("/api/v1/halls/{hall}/counters/{n}/hand-over", key_need::optional, hand_over);
  // Whoever comes to a counter that was left open may close it; it must be free of a visit.
  add("/api/v1/halls/{hall}/counters/{n}/close", key_need::optional,
      without_words<engine::close_counter>("close", hold::anybodys));
  add("/api/v1/halls/{hall}/counters/{n}/pause", key_need::optional, pause_counter);
  add("/api/v1/halls/{hall}/counters/{n}/resume", key_need::optional,
      without_words<engine::resume_counter>("resume", hold::mine));
}

}  // namespace hallcall::gateway
