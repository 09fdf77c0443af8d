// What anybody may know of the office: its halls, services, lanes and signs.
#include "gateway/api.hpp"

namespace hallcall::gateway {

void add_hall_routes(api& a, std::vector<route>& all) {
  all.push_back({net::method::get, "/api/v1/halls", everyone, key_need::none, [&a](call c) {
                   messages::hall_list list;
                   for (const auto& h : a.halls.the_office().halls)
                     list.halls.push_back(service::status_of(a.context(h.id)));
                   answer_json(c, 200, messages::encode(list));
                 }});
  all.push_back({net::method::get, "/api/v1/halls/{hall}", everyone, key_need::none, [&a](call c) {
                   const auto* config = hall_of(a, c);
                   if (config == nullptr) return;
                   answer_json(
                       c, 200,
                       messages::encode(service::info_of(a.context(config->id), a.options.sample)));
                 }});
}

}  // namespace hallcall::gateway
