// What the calls about bookings share: codes, what is known of a person, answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/api.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::gateway {

// 60 random bits as twelve capitals and digits, none of which is mistaken for another when read out
// (no 0, O, 1, I).
[[nodiscard]] engine::booking_code random_booking_code();
// What somebody typed: in any case, with blanks and hyphens. Nothing for what can be no code.
[[nodiscard]] std::optional<engine::booking_code> read_booking_code(std::string_view typed);
[[nodiscard]] std::string shown_code(const engine::booking_code&);  // "K7M2-9QRT-X4BD"

// What is kept beside the journal of the person who booked. The salt keeps its digest, which
// stays, from being guessed.
struct booker {
  std::string salt;
  std::optional<std::string> contact;
  std::string last_three;
};
[[nodiscard]] std::string encode_booker(std::optional<std::string> contact,
                                        const std::string& id_number);

[[nodiscard]] messages::booking_view view_of(const service::hall_config&, const engine::hall_state&,
                                             const engine::booking&);
// Without what is personal.
[[nodiscard]] messages::staff_booking staff_view_of(const service::hall_config&,
                                                    const engine::hall_state&,
                                                    const engine::booking&);
// Adds it.
void tell_booker(messages::staff_booking& to, const std::string& kept);

[[nodiscard]] messages::slot_list slots_of(const service::hall_config&, const engine::hall_state&,
                                           const engine::service_id&, engine::business_date,
                                           engine::time_point now);
[[nodiscard]] std::vector<std::string> need_words(engine::enum_set<engine::need>);
[[nodiscard]] std::string date_text(engine::business_date);

}  // namespace hallcall::gateway
