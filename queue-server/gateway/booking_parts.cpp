#include "gateway/booking_parts.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "engine/bookings.hpp"
#include "gateway/secrets.hpp"
#include "service/actors.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {

BOOST_DESCRIBE_STRUCT(booker, (), (salt, contact, last_three))

namespace {

constexpr std::string_view code_letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
static_assert(code_letters.size() == 32);
constexpr std::size_t code_length = 12;
constexpr std::size_t code_group = 4;
constexpr std::size_t last_shown = 3;

struct local_parts {
  std::string date, time;
};
local_parts local_of(const engine::calendar& calendar, engine::time_point t) {
  const auto local = t + calendar.offset_at(t);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::hh_mm_ss clock{local - day};
  return {date_text(day),
          fmt::format("{:02}:{:02}", clock.hours().count(), clock.minutes().count())};
}

std::string slot_state(const engine::booking_window& window, int left, engine::time_point now) {
  if (now < window.opens) return "too-early";
  if (now >= window.closes) return "too-late";
  return left > 0 ? "open" : "full";
}

}  // namespace

std::vector<std::string> need_words(engine::enum_set<engine::need> needs) {
  std::vector<std::string> words;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<engine::need>>([&](auto d) {
    if (needs.contains(d.value)) words.push_back(messages::enum_name(d.value));
  });
  return words;
}

engine::booking_code random_booking_code() {
  ready_sodium();
  std::string text(code_length, '\0');
  randombytes_buf(text.data(), text.size());
  for (char& c : text) c = code_letters[static_cast<unsigned char>(c) & 31U];
  return {text};
}

std::optional<engine::booking_code> read_booking_code(std::string_view typed) {
  constexpr std::size_t longest_read = 2 * code_length;
  if (typed.size() > longest_read) return std::nullopt;
  std::string code;
  for (char c : typed) {
    if (c == '-' || c == ' ') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (code_letters.find(c) == std::string_view::npos) return std::nullopt;
    code += c;
  }
  if (code.size() != code_length) return std::nullopt;
  return engine::booking_code{code};
}

std::string shown_code(const engine::booking_code& code) {
  std::string shown = code.value;
  for (std::size_t at = code_group; at < shown.size(); at += code_group + 1) shown.insert(at, "-");
  return shown;
}

std::string encode_booker(std::optional<std::string> contact, const std::string& id_number) {
  return messages::encode(
      booker{random_token(), std::move(contact), id_number.substr(id_number.size() - last_shown)});
}

std::string date_text(engine::business_date date) {
  const std::chrono::year_month_day d{date};
  return fmt::format("{:04}-{:02}-{:02}", int(d.year()), unsigned(d.month()), unsigned(d.day()));
}

messages::booking_view view_of(const service::hall_config& config, const engine::hall_state& state,
                               const engine::booking& b) {
  const auto local = local_of(config.rules.opening, b.slot);
  messages::booking_view v;
  v.code = shown_code(b.code);
  v.hall = config.id;
  v.service = b.service.value;
  v.slot = b.slot;
  v.slot_local = local.date + " " + local.time;
  v.state = messages::enum_name(b.phase);
  v.language = b.language;
  v.check_in_from = b.slot - config.rules.booking.check_in_before;
  v.lapses_at = b.lapses_at;
  if (!b.answer.empty()) v.answer = b.answer;
  if (!b.cancelled_because.empty()) v.cancelled_because = b.cancelled_because;
  if (const auto* t = b.ticket ? state.find(*b.ticket) : nullptr) v.number = to_string(t->number);
  return v;
}

messages::staff_booking staff_view_of(const service::hall_config& config,
                                      const engine::hall_state& state, const engine::booking& b) {
  messages::staff_booking s;
  s.booking = view_of(config, state, b);
  s.needs = need_words(b.needs);
  s.made_at = b.made_at;
  s.erased_at = b.erased_at;
  if (!b.clerk.empty()) s.clerk = service::account_of_actor(b.clerk);
  return s;
}

void tell_booker(messages::staff_booking& to, const std::string& kept) {
  auto known = messages::decode<booker>(kept, messages::trusted);
  if (!known) return;
  to.contact = std::move(known->contact);
  to.last_three = std::move(known->last_three);
}

messages::slot_list slots_of(const service::hall_config& config, const engine::hall_state& state,
                             const engine::service_id& service, engine::business_date date,
                             engine::time_point now) {
  messages::slot_list list{service.value, date_text(date), {}};
  for (const auto& slot : engine::slots_on(config.rules, service, date)) {
    const auto window = engine::window_of(config.rules, slot);
    const int left = engine::places_left(state, slot);
    list.slots.push_back({slot.at, local_of(config.rules.opening, slot.at).time,
                          slot_state(window, left, now), left, window.opens, window.closes});
  }
  return list;
}

}  // namespace hallcall::gateway
