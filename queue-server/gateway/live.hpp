// The push side: one session for each WebSocket that watches a view. A session has at most one
// frame in flight; when it is written, the newest view goes next if there is a newer one. Beats go
// out every two seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_set>
#include <variant>

#include "gateway/api.hpp"
#include "proto/net/http_server.hpp"

namespace hallcall::gateway {

class live {
 public:
  explicit live(api&, net::reactor&);
  ~live();
  live(const live&) = delete;
  live& operator=(const live&) = delete;

  // Refuses with a problem, or says what to do with the session.
  [[nodiscard]] std::variant<net::response, net::http_server_handlers::accept_upgrade> upgrade(
      const net::request&, const std::string& hall, const std::map<std::string, std::string>& query,
      std::optional<principal> who, const std::string& token);
  // Ends the sessions whose sign-in is no longer valid.
  void check_sign_ins();
  // The names of the devices that watch something now.
  [[nodiscard]] std::set<std::string> connected_devices() const;
  // Says goodbye to all, before the server closes.
  void say_bye(std::string_view code, std::chrono::seconds retry);

 private:
  class session;
  void beat();
  // Boards came, went or reported: staff's views change, a moment later and together.
  void boards_change(const std::string& hall);

  api& api_;
  net::reactor& reactor_;
  std::unordered_set<std::shared_ptr<session>> sessions_;
  net::timer beat_;
  std::unordered_set<std::string> boards_changed_;  // halls where a board came or went
  net::timer boards_refresh_;
};

}  // namespace hallcall::gateway
