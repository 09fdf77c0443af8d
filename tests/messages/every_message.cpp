#include "every_message.hpp"

#include "proto/messages/notices.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::messages {
namespace {

// What the feed writes around a view's bytes; the board's stands for all.
struct view_frame {
  std::string type;
  std::string view;
  std::uint64_t seq = 0;
  time_point at;
  board_view data;
};
BOOST_DESCRIBE_STRUCT(view_frame, (), (type, view, seq, at, data))

template <class T>
tl::expected<std::string, decode_error> again(std::string_view text, const decode_limits& limits) {
  return decode<T>(text, limits).map([](const T& message) { return encode(message); });
}

template <class T>
message_kind kind(std::string_view name) {
  message_kind k{name, {}, again<T>};
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto d) {
        using member = std::remove_reference_t<decltype(std::declval<T>().*d.pointer)>;
        message_member m;
        detail::append_camel(m.key, d.name);
        m.optional = detail::is_optional<member>::value;
        k.members.push_back(std::move(m));
      });
  return k;
}

}  // namespace

#define HALLCALL_KIND(name) kind<messages::name>(#name)
std::span<const message_kind> every_message() {
  static const std::vector<message_kind> all{HALLCALL_KIND(wait_range),
                                             HALLCALL_KIND(hall_status),
                                             HALLCALL_KIND(passed_over),
                                             HALLCALL_KIND(why),
                                             HALLCALL_KIND(notice),
                                             HALLCALL_KIND(walk_in_offer),
                                             HALLCALL_KIND(problem),

                                             HALLCALL_KIND(empty_request),
                                             HALLCALL_KIND(take_ticket),
                                             HALLCALL_KIND(lend_numbers),
                                             HALLCALL_KIND(offline_ticket),
                                             HALLCALL_KIND(print_result),
                                             HALLCALL_KIND(with_reason),
                                             HALLCALL_KIND(optional_reason),
                                             HALLCALL_KIND(sign_in),
                                             HALLCALL_KIND(enrol_browser),
                                             HALLCALL_KIND(ask_pairing),
                                             HALLCALL_KIND(take_device_token),
                                             HALLCALL_KIND(confirm_pairing),
                                             HALLCALL_KIND(open_counter),
                                             HALLCALL_KIND(call_next),
                                             HALLCALL_KIND(call_ticket),
                                             HALLCALL_KIND(finish_visit),
                                             HALLCALL_KIND(park_visit),
                                             HALLCALL_KIND(transfer_visit),
                                             HALLCALL_KIND(change_services),
                                             HALLCALL_KIND(call_backup),
                                             HALLCALL_KIND(accept_page),
                                             HALLCALL_KIND(hand_over),
                                             HALLCALL_KIND(ratio),
                                             HALLCALL_KIND(change_discipline),
                                             HALLCALL_KIND(acknowledgement),
                                             HALLCALL_KIND(make_booking),
                                             HALLCALL_KIND(check_in_booking),
                                             HALLCALL_KIND(amend_booking),

                                             HALLCALL_KIND(slip),
                                             HALLCALL_KIND(ticket_issued),
                                             HALLCALL_KIND(number_block),
                                             HALLCALL_KIND(service_info),
                                             HALLCALL_KIND(group_info),
                                             HALLCALL_KIND(lane_info),
                                             HALLCALL_KIND(counter_info),
                                             HALLCALL_KIND(hall_info),
                                             HALLCALL_KIND(hall_list),
                                             HALLCALL_KIND(return_pass),
                                             HALLCALL_KIND(history_event),
                                             HALLCALL_KIND(ticket_history),
                                             HALLCALL_KIND(session_info),
                                             HALLCALL_KIND(pairing_asked),
                                             HALLCALL_KIND(pairing_waits),
                                             HALLCALL_KIND(enrolled_device),
                                             HALLCALL_KIND(waiting_pairing),
                                             HALLCALL_KIND(pairing_list),
                                             HALLCALL_KIND(device_info),
                                             HALLCALL_KIND(device_list),
                                             HALLCALL_KIND(slot_info),
                                             HALLCALL_KIND(slot_list),
                                             HALLCALL_KIND(booking_view),
                                             HALLCALL_KIND(staff_booking),
                                             HALLCALL_KIND(booking_list),

                                             HALLCALL_KIND(board_call),
                                             HALLCALL_KIND(board_lane),
                                             HALLCALL_KIND(counter_sign),
                                             HALLCALL_KIND(board_counter),
                                             HALLCALL_KIND(board_view),
                                             HALLCALL_KIND(kiosk_view),
                                             HALLCALL_KIND(ticket_view),
                                             HALLCALL_KIND(staff_ticket),
                                             HALLCALL_KIND(ticket_list),
                                             HALLCALL_KIND(visit),
                                             HALLCALL_KIND(staff_lane),
                                             HALLCALL_KIND(backup_page),
                                             HALLCALL_KIND(shift),
                                             HALLCALL_KIND(alert),
                                             HALLCALL_KIND(counter_view),
                                             HALLCALL_KIND(called),
                                             HALLCALL_KIND(manager_counter),
                                             HALLCALL_KIND(manager_backup),
                                             HALLCALL_KIND(manager_call),
                                             HALLCALL_KIND(level_entry),
                                             HALLCALL_KIND(day_figures),
                                             HALLCALL_KIND(calling_order),
                                             HALLCALL_KIND(manager_view),
                                             HALLCALL_KIND(beat_frame),
                                             HALLCALL_KIND(bye_frame),
                                             HALLCALL_KIND(visit_notice),
                                             kind<view_frame>("view_frame")};
  return all;
}
#undef HALLCALL_KIND

}  // namespace hallcall::messages
