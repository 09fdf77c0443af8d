// How the events of bookings change them. For apply() alone; no rule is decided here.
#pragma once

#include <concepts>

#include "engine/events.hpp"

namespace hallcall::engine {

template <class E>
concept booking_event = std::same_as<E, booking_made> || std::same_as<E, booking_amended> ||
    std::same_as<E, booking_cancelled> || std::same_as<E, booking_arrived> ||
    std::same_as<E, booking_lapsed> || std::same_as<E, booking_erased> ||
    std::same_as<E, no_shows_forgotten>;

// False when the event does not fit: a bug in decide() or a damaged journal.
[[nodiscard]] bool apply_booking(booking_book&, const booking_made&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const booking_amended&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const booking_cancelled&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const booking_arrived&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const booking_lapsed&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const booking_erased&, time_point at);
[[nodiscard]] bool apply_booking(booking_book&, const no_shows_forgotten&, time_point at);

// nobody had the number of the day's booking in hand. Until the booking lapses, its holder may
// check in again.
void take_back_arrival(booking_book&, business_date, ticket_id, time_point at);

}  // namespace hallcall::engine
