// What people of the tests do again and again, and the paths and bodies that it takes.
#pragma once

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "clients.hpp"

namespace hallcall::gateway::testing {

inline const std::string tickets = main_hall + "/tickets";

// ---- bodies
inline const std::string move_in = R"({"services":["move-in"]})";
inline const std::string finished = R"({"outcome":"finished"})";
inline const std::string paused = R"({"reason":"tea"})";

inline std::string call_body(const std::string& ticket, const std::string& reason = "asked for") {
  return fmt::format(R"({{"ticket":"{}","reason":"{}"}})", ticket, reason);
}

// ---- paths
inline std::string ticket_path(std::string_view id, std::string_view what) {
  return fmt::format("{}/{}/{}", tickets, id, what);
}
inline std::string ticket_path(const taken& t, std::string_view what) {
  return ticket_path(t.id, what);
}
inline std::string own_path(const taken& t, std::string_view what = "") {
  return fmt::format("/api/v1/tickets/{}{}{}", t.token, what.empty() ? "" : "/", what);
}

// ---- acts
// Staff's own line of that ticket, empty when it is not listed.
inline json::object listed(caller& staff, const taken& t, const std::string& query = "") {
  const auto all = staff.get(tickets + query).object();
  for (const auto& one : all.at("tickets").get_array())
    if (text_at(one.get_object(), "/id") == t.id) return one.get_object();
  return {};
}
// How many staff have listed.
inline std::size_t listed(caller& staff) {
  return staff.get(tickets).object().at("tickets").get_array().size();
}

inline void open_and_call(caller& clerk, int n = 1) {
  done(clerk.post(counter(n, "open")));
  done(clerk.post(counter(n, "call-next")));
}
inline void open_and_call(caller& clerk, int n, const taken& t) {
  done(clerk.post(counter(n, "open")));
  done(clerk.post(counter(n, "call"), call_body(t.id)));
}

inline watch_options by_device(test_hall& hall, const std::string& name) {
  watch_options o;
  o.headers.emplace_back("Authorization", "Bearer " + hall.device(name).token);
  return o;
}
inline std::string acknowledge(std::string_view what, std::string_view call) {
  return fmt::format(R"({{"type":"{}","call":"{}"}})", what, call);
}

}  // namespace hallcall::gateway::testing
