// The server's calls that a kiosk makes, with their retries: a ticket is asked for under one
// idempotency key, as often as needed, and is issued once.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "kiosk-client/exit_code.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/requests.hpp"
#include "proto/net/http_client.hpp"

namespace hallcall::kiosk {

// Waits between attempts: doubling from `first`, no longer than `last` each, until `attempts` are
// used up. A Retry-After of the server is kept to, within `last_asked`.
struct retry_policy {
  int attempts = 6;
  std::chrono::milliseconds first{300};
  std::chrono::milliseconds last{3'000};
  std::chrono::milliseconds last_asked{5'000};
};

// What a desk needs from outside; a test brings its own.
struct desk_tools {
  std::function<tl::expected<net::response, net::client_error>(net::request)> fetch;
  std::function<void(std::chrono::milliseconds)> sleep;
  std::function<std::string()> new_key;
};

// 128 random bits from the kernel, 32 hex digits. Throws std::system_error when it has none.
[[nodiscard]] std::string random_key();

class ticket_desk {
 public:
  ticket_desk(desk_tools, std::string base_path, std::optional<std::string> token,
              retry_policy = {});

  // The given hall, or the server's first.
  [[nodiscard]] tl::expected<messages::hall_info, failure> hall(
      const std::optional<std::string>& id);
  // One ticket. After a failure `no_answer` it may have been issued all the same; nobody having
  // confirmed its slip, the server voids it.
  [[nodiscard]] tl::expected<messages::ticket_issued, failure> take(const std::string& hall,
                                                                    const messages::take_ticket&);
  [[nodiscard]] tl::expected<void, failure> report_print(const std::string& hall,
                                                         const std::string& ticket,
                                                         const messages::print_result&);

 private:
  [[nodiscard]] tl::expected<net::response, failure> get(const std::string& path);
  [[nodiscard]] tl::expected<net::response, failure> post(const std::string& path,
                                                          std::string body);
  [[nodiscard]] tl::expected<net::response, failure> until_answered(const net::request&);
  [[nodiscard]] net::request request_for(net::method, const std::string& path) const;

  desk_tools tools_;
  std::string base_path_;
  std::optional<std::string> token_;
  retry_policy policy_;
};

}  // namespace hallcall::kiosk
