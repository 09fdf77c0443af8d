// Calls about the order of calling: a manager's choice while the hall is open.
#include <fmt/format.h>

#include "gateway/api.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

using enum role;

constexpr int highest_part = 20;  // of a ratio, as in the office file
constexpr std::int64_t lowest_cap = 60, highest_cap = 8 * 60 * 60;

bool is_part(int n) { return n >= 1 && n <= highest_part; }

// The order that the body asks for; what it leaves out stays as it is. Answers and returns nullopt
// when a value is not possible.
std::optional<engine::calling_order> order_of(const call& c,
                                              const messages::change_discipline& body,
                                              engine::calling_order order) {
  const auto wrong = [&](std::string what) -> std::optional<engine::calling_order> {
    answer(c, problem("invalid-value", what));
    return std::nullopt;
  };
  const auto how = messages::enum_from_name<engine::discipline>(body.discipline);
  if (!how)
    return wrong("/discipline must be one of: " + messages::enum_words<engine::discipline>());
  order.how = *how;
  if (body.ratio) {
    if (!is_part(body.ratio->priority) || !is_part(body.ratio->general))
      return wrong(fmt::format("/ratio must have two parts of 1 to {}", highest_part));
    order.ratio_priority = body.ratio->priority;
    order.ratio_general = body.ratio->general;
  }
  if (body.cap_seconds) {
    if (*body.cap_seconds < lowest_cap || *body.cap_seconds > highest_cap)
      return wrong(fmt::format("/capSeconds must be {} to {}", lowest_cap, highest_cap));
    order.cap = engine::seconds(*body.cap_seconds);
  }
  return order;
}

void change_discipline(api& a, call c) {
  const auto* config = hall_of(a, c);
  if (config == nullptr) return;
  const auto body = body_of<messages::change_discipline>(c);
  if (!body) return;
  const auto order = order_of(c, *body, a.halls.head(config->id)->order_in_force());
  if (!order) return;
  const engine::change_order command{*order, c.who->shown_name};
  submit(a, std::move(c), "discipline", command, manager_view_after(a, config->id));
}

}  // namespace

void add_order_routes(api& a, std::vector<route>& all) {
  all.push_back({net::method::post, "/api/v1/halls/{hall}/discipline",
                 only({manager, administrator}), key_need::optional,
                 [&a](call c) { change_discipline(a, std::move(c)); }});
}

}  // namespace hallcall::gateway
