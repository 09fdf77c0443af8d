// What each kind of reader sees of a hall: pure functions of the published state. What the public
// must not learn (R-20: turning; R-21: quiet calls) is hidden in public_face.hpp and nowhere else.
#pragma once

#include <set>
#include <string>

#include "engine/state.hpp"
#include "proto/messages/views.hpp"
#include "service/office.hpp"

namespace hallcall::service {

// Which calls a board said it showed or spoke. Kept in memory only: it is about the last
// seconds.
struct call_reports {
  std::set<std::uint64_t> shown;
  std::set<std::uint64_t> spoken;
};

struct view_context {
  const service::office& office;
  const hall_config& config;
  const engine::hall_state& state;
  engine::time_point now;
  const call_reports& reports;
  int boards = 0;  // watching now
  int kiosks = 0;
};

[[nodiscard]] messages::hall_status status_of(const view_context&);
[[nodiscard]] messages::hall_info info_of(const view_context&, bool sample);
[[nodiscard]] messages::board_view board_of(const view_context&);
[[nodiscard]] messages::kiosk_view kiosk_of(const view_context&);
[[nodiscard]] messages::ticket_view ticket_of(const view_context&, const engine::ticket&);
[[nodiscard]] messages::counter_view counter_of(const view_context&, const engine::counter_rules&);
[[nodiscard]] messages::manager_view manager_of(const view_context&);
[[nodiscard]] messages::staff_ticket staff_ticket_of(const engine::ticket&);
[[nodiscard]] messages::why why_of(const engine::reason&);

// Opaque ids on the wire and back.
[[nodiscard]] std::string wire_id(engine::ticket_id);
[[nodiscard]] std::string wire_id(engine::call_id);
[[nodiscard]] std::string wire_id(engine::page_id);
[[nodiscard]] std::optional<engine::ticket_id> ticket_from_wire(std::string_view);
[[nodiscard]] std::optional<engine::call_id> call_from_wire(std::string_view);
[[nodiscard]] std::optional<engine::page_id> page_from_wire(std::string_view);

}  // namespace hallcall::service
