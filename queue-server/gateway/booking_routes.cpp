// Calls about bookings: slots, making one, the holder's own, checking in, the staff's work list
//
#include <algorithm>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "engine/bookings.hpp"
#include "gateway/booking_parts.hpp"
#include "gateway/id_number.hpp"
#include "gateway/secrets.hpp"
#include "service/actors.hpp"
#include "service/engine_describe.hpp"
#include "service/office_file_hours.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr auto work_list_readers = only({greeter, clerk, backup, manager, administrator});
constexpr std::size_t longest_contact = 100;
constexpr std::size_t booking_token_length = 22;

// The query's date; answers and returns nothing when it is none. Absent: `usual`.
std::optional<engine::business_date> day_asked_for(const call& c, engine::business_date usual) {
  const auto it = c.query.find("date");
  if (it == c.query.end()) return usual;
  const auto date = service::office_file::parse_date(it->second);
  if (!date) answer(c, problem("invalid-value", "date must be a day such as 2026-11-23"));
  return date;
}

void list_slots(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto now = a.halls.now();
  const auto date = day_asked_for(c, config->rules.opening.date_of(now));
  if (!date) return;
  const auto it = c.query.find("service");
  const engine::service_id id{it == c.query.end() ? "" : it->second};
  if (config->rules.find_service(id) == nullptr)
    return answer(c, problem("invalid-value", "service must be one of the hall's services"));
  answer_json(c, 200,
              messages::encode(slots_of(*config, *a.halls.published(config->id), id, *date, now)));
}

// Anyone may book, so an address may not do it without end.
bool may_book(api& a, const call& c) {
  if (is_staff(c)) return true;
  const auto wait = a.bookings_made.begin(c.request.remote_address, a.halls.now());
  if (wait.count() == 0) return true;
  answer(c, problem("too-many-requests",
                    "Many bookings come from this place right now. Try again in a moment.", wait));
  return false;
}

// The command without what is known of the person; answers and returns nothing for a value that is
// not possible.
std::optional<engine::book> booking_of(api& a, const call& c, const messages::make_booking& body) {
  engine::book command;
  command.service = {body.service};
  command.slot = body.slot;
  command.by_staff = is_staff(c);
  const auto& languages = a.halls.the_office().languages;
  command.language = body.language.value_or(languages.front());
  if (std::find(languages.begin(), languages.end(), command.language) == languages.end()) {
    answer(c, problem("invalid-value",
                      fmt::format("/language must be one of: {}", fmt::join(languages, ", "))));
    return std::nullopt;
  }
  if (body.needs) {
    const auto needs = needs_of(c, *body.needs);
    if (!needs) return std::nullopt;
    command.needs = *needs;
  }
  command.code = random_booking_code();
  return command;
}

void make_booking(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto body = body_of<messages::make_booking>(c);
  if (!body || !may_book(a, c)) return;
  auto command = booking_of(a, c, *body);
  if (!command) return;
  const auto number = valid_id_number(body->id_number);
  if (!number)
    return answer(c, problem("invalid-value",
                             "/idNumber must be a national ID number or a resident certificate's "
                             "number; check its letters and digits"));
  std::optional<std::string> contact;
  if (body->contact) {
    contact = words_of(c, "/contact", *body->contact, true, longest_contact);
    if (!contact) return;
  }
  if (!a.persons->turn(a.halls.now())) {
    spdlog::error("bookings what=\"the file of the persons' keys cannot be written\"");
    if (a.persons->size() == 0)
      return answer(c, problem("storage-unavailable",
                               "Nothing can be booked right now. Try again in a moment.",
                               std::chrono::seconds(10)));
  }
  auto hashes = a.persons->hashes_of(*number);
  command->person = hashes.front();
  command->known_as.assign(hashes.begin() + 1, hashes.end());
  // The fingerprint that is kept with the key must not let anybody guess the number.
  c.request.body = a.persons->fingerprint(c.request.body);
  const auto code = command->code;
  journal::personal_note note{code.value, encode_booker(std::move(contact), *number)};
  submit(
      a, std::move(c), "book", std::move(*command),
      [&a, hall = config->id, code](const engine::hall_state& after,
                                    const std::vector<engine::event>&,
                                    engine::time_point) -> service::answer {
        const auto* b = after.bookings.find(code);
        return {201, messages::encode(view_of(*a.halls.the_office().find_hall(hall), after, *b))};
      },
      {.personal = std::move(note)});
}

// The hall and booking that the path's {code} names.
struct held_booking {
  const service::hall_config* config = nullptr;
  const engine::booking* booking = nullptr;
};

// Answers and returns nothing when there is none. Codes cannot be guessed, and nobody may try
// often.
std::optional<held_booking> booking_of_path(api& a, call& c) {
  const auto& from = c.request.remote_address;
  const auto now = a.halls.now();
  if (const auto wait = a.booking_codes.begin(from, now); wait.count() > 0) {
    answer(c, problem("too-many-requests",
                      "Too many codes that are none were tried. Try again in a moment.", wait));
    return std::nullopt;
  }
  if (const auto code = read_booking_code(c.segments.at("code")))
    for (const auto& h : a.halls.the_office().halls) {
      if (c.who && c.who->hall && *c.who->hall != h.id) continue;
      if (const auto* b = a.halls.published(h.id)->bookings.find(*code)) {
        a.booking_codes.forgive(from);
        c.segments["hall"] = h.id;
        return held_booking{&h, b};
      }
    }
  answer(c, problem("not-found", "There is no booking with this code. Look at the code again."));
  return std::nullopt;
}

renderer booking_after(api& a, std::string hall, engine::booking_code code, bool for_staff) {
  return [&a, hall = std::move(hall), code = std::move(code), for_staff](
             const engine::hall_state& after, const std::vector<engine::event>&,
             engine::time_point) -> service::answer {
    const auto& config = *a.halls.the_office().find_hall(hall);
    const auto* b = after.bookings.find(code);
    if (b == nullptr) return problem_answer("not-found", "There is no booking with this code.");
    return {200, for_staff ? messages::encode(staff_view_of(config, after, *b))
                           : messages::encode(view_of(config, after, *b))};
  };
}

void own_booking(api& a, call c) {
  const auto held = booking_of_path(a, c);
  if (!held) return;
  answer_json(c, 200,
              messages::encode(
                  view_of(*held->config, *a.halls.published(held->config->id), *held->booking)));
}

void cancel_own(api& a, call c) {
  const auto held = booking_of_path(a, c);
  if (!held || !body_of<messages::empty_request>(c)) return;
  if (!c.who) c.actor = "holder";
  const auto code = held->booking->code;
  submit(a, std::move(c), "cancel-booking", engine::cancel_booking{code},
         booking_after(a, held->config->id, code, false));
}

// Too late: the same answer says which ordinary ticket to take, in one tap.
service::answer too_late(const engine::refusal& refusal, const held_booking& held) {
  messages::walk_in_offer offer;
  offer.hall = held.config->id;
  offer.services = {held.booking->service.value};
  offer.needs = need_words(held.booking->needs);
  offer.language = held.booking->language;
  return refusal_answer(refusal, std::move(offer));
}

void check_in_booking(api& a, call c) {
  if (!kiosk_or_staff(a, c)) return;
  const auto held = booking_of_path(a, c);
  if (!held) return;
  const auto body = body_of<messages::check_in_booking>(c);
  if (!body) return;
  engine::check_in_booking command;
  command.code = held->booking->code;
  command.token = random_token().substr(0, booking_token_length);
  command.channel = usual_channel(c);
  command.quiet = body->quiet.value_or(false);
  command.issued_by = c.actor;
  const bool for_staff = is_staff(c);
  const auto hall = held->config->id;
  const auto code = command.code;
  submit(a, std::move(c), "check-in-booking", std::move(command),
         [&a, hall, for_staff](const auto& after, const auto& events, auto at) {
           return issued_answer(a, hall, for_staff, after, events, at);
         },
         {.refused = [&a, hall, code](const engine::hall_state& after,
                                      const engine::refusal& refusal) -> service::answer {
           const auto* config = a.halls.the_office().find_hall(hall);
           const auto* b = after.bookings.find(code);
           return refusal.code == engine::refusal_code::too_late && b != nullptr
                      ? too_late(refusal, {config, b})
                      : refusal_answer(refusal);
         }});
}

void list_bookings(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto date = day_asked_for(c, config->rules.opening.date_of(a.halls.now()));
  if (!date) return;
  a.halls.read_personal(
      config->id, [&a, hall = config->id, date = *date, c = std::move(c)](const auto& notes) {
        if (!notes) return answer(c, trouble_response(service::trouble::storage_unavailable));
        const auto& state = *a.halls.published(hall);
        const auto& of_hall = *a.halls.the_office().find_hall(hall);
        std::vector<const engine::booking*> found;
        for (const auto& [code, b] : state.bookings.by_code)
          if (b.date == date) found.push_back(&b);
        std::stable_sort(found.begin(), found.end(),
                         [](auto* x, auto* y) { return x->slot < y->slot; });
        messages::booking_list all{date_text(date), {}};
        for (const auto* b : found) {
          auto& one = all.bookings.emplace_back(staff_view_of(of_hall, state, *b));
          if (const auto it = notes->find(b->code.value); it != notes->end())
            tell_booker(one, it->second);
        }
        answer_json(c, 200, messages::encode(all));
      });
}

void amend_booking(api& a, call c) {
  const auto held = booking_of_path(a, c);
  if (!held) return;
  const auto body = body_of<messages::amend_booking>(c);
  if (!body) return;
  const auto code = held->booking->code;
  auto render = booking_after(a, held->config->id, code, true);
  if (body->cancel) {
    if (body->confirm || body->clerk || body->answer)
      return answer(c, problem("invalid-value", "/cancel must stand alone"));
    const auto reason = words_of(c, "/cancel", *body->cancel, true);
    if (!reason) return;
    return submit(a, std::move(c), "cancel-booking", engine::cancel_booking{code, true, *reason},
                  std::move(render));
  }
  if (!body->confirm && !body->clerk && !body->answer)
    return answer(c, problem("invalid-value",
                             "Name what is to change: /confirm, /clerk, /answer or /cancel"));
  if (body->confirm && !*body->confirm)
    return answer(c, problem("invalid-value", "/confirm must be true; cancel it with a reason"));
  engine::amend_booking command{code, body->confirm.value_or(false), std::nullopt, std::nullopt};
  for (const auto& [from, to, where] : {std::tuple(&body->clerk, &command.clerk, "/clerk"),
                                        std::tuple(&body->answer, &command.answer, "/answer")}) {
    if (!*from) continue;
    *to = words_of(c, where, **from, false);
    if (!*to) return;
  }
  if (command.clerk && !command.clerk->empty())
    command.clerk = service::actor_of_account(*command.clerk);
  submit(a, std::move(c), "amend-booking", std::move(command), std::move(render));
}

}  // namespace

void add_booking_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::get, "/api/v1/halls/{hall}/slots", everyone, key_need::none,
                 [&a](call c) { list_slots(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/halls/{hall}/bookings", everyone, key_need::required,
                 [&a](call c) { make_booking(a, std::move(c)); }});
  all.push_back({method::get, "/api/v1/halls/{hall}/bookings", work_list_readers, key_need::none,
                 [&a](call c) { list_bookings(a, std::move(c)); }});
  all.push_back({method::get, "/api/v1/bookings/{code}", everyone, key_need::none,
                 [&a](call c) { own_booking(a, std::move(c)); }});
  all.push_back({method::delete_, "/api/v1/bookings/{code}", everyone, key_need::optional,
                 [&a](call c) { cancel_own(a, std::move(c)); }});
  all.push_back({method::post, "/api/v1/bookings/{code}/check-in", everyone, key_need::optional,
                 [&a](call c) { check_in_booking(a, std::move(c)); }});
  all.push_back({method::patch, "/api/v1/bookings/{code}", work_list_readers, key_need::optional,
                 [&a](call c) { amend_booking(a, std::move(c)); }});
}

}  // namespace hallcall::gateway
