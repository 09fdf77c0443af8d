// Calls about enrolled devices: who they are, and revoking one, which ends its connections and its
// next call at once.
#include <algorithm>

#include <spdlog/spdlog.h>

#include "gateway/api.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::gateway {
namespace {

using enum role;

void list_devices(api& a, const call& c) {
  a.who.with_store([](account_store& store, time_point) { return store.devices(); },
                   [&a, reply = c.reply](const std::optional<stored<std::vector<device>>>& all) {
                     if (!all) return reply(store_problem({}));
                     if (!*all) return reply(store_problem(all->error()));
                     const auto connected =
                         a.connected_devices ? a.connected_devices() : std::set<std::string>();
                     messages::device_list list;
                     for (const device& d : **all)
                       list.devices.push_back(info_of(d, !d.revoked && connected.contains(d.name)));
                     reply(to_response({200, messages::encode(list)}));
                   });
}

// Revoked already is revoked: the answer before may be lost.
stored<bool> revoke_once(account_store& store, const std::string& name, std::string_view by,
                         time_point now) {
  const auto all = store.devices();
  if (!all) return tl::unexpected(all.error());
  const auto known =
      std::find_if(all->begin(), all->end(), [&](const device& d) { return d.name == name; });
  if (known != all->end() && known->revoked) return false;
  if (auto done = store.revoke_device(name, now, by); !done) return tl::unexpected(done.error());
  return true;
}

void revoke(api& a, const call& c) {
  if (!body_of<messages::empty_request>(c)) return;
  const auto name = c.segments.at("name");
  a.who.with_store(
      [name, by = c.who->id](account_store& store, time_point now) {
        return revoke_once(store, name, by, now);
      },
      [c, name](const std::optional<stored<bool>>& done) {
        if (!done) return c.reply(store_problem({}));
        if (!*done) return c.reply(store_problem(done->error()));
        if (**done) spdlog::info("device={} act=revoked by={}", name, c.who->id);
        answer(c, to_response({204, ""}));
      });
}

}  // namespace

messages::device_info info_of(const device& d, bool connected) {
  return {d.name, std::string(to_string(d.role)), d.hall, d.created, d.revoked, connected};
}

net::response store_problem(const std::optional<store_error>& error) {
  using std::chrono::seconds;
  if (!error) return trouble_response(service::trouble::overloaded);
  switch (error->code) {
    case store_fault::unknown:
      return problem("not-found", error->what);
    case store_fault::exists:
      return problem("device-exists", error->what);
    case store_fault::decided:
      return problem("pairing-decided", error->what);
    case store_fault::invalid:
      return problem("invalid-value", error->what);
    case store_fault::full:
      return problem("overloaded", error->what, seconds(30));
    default:
      return problem("storage-unavailable",
                     "Devices cannot be read or kept right now. Try again in a moment.",
                     seconds(1));
  }
}

void add_device_routes(api& a, std::vector<route>& all) {
  using net::method;
  all.push_back({method::get, "/api/v1/devices", only({administrator}), key_need::none,
                 [&a](const call& c) { list_devices(a, c); }});
  all.push_back({method::post, "/api/v1/devices/{name}/revoke", only({administrator}),
                 key_need::none, [&a](const call& c) { revoke(a, c); }});
}

}  // namespace hallcall::gateway
