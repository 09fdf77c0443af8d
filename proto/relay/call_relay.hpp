// Asks the server in the place of the box's browser, with the device's token, which the browser
// does not have. Nothing is asked twice: a browser repeats its own requests, with its own keys.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "proto/net/http_client.hpp"
#include "proto/relay/kept_file.hpp"

namespace hallcall::relay {

// application/problem+json; `detail` is a sentence for a person.
[[nodiscard]] net::response problem(int status, const std::string& code, const std::string& detail);

class call_relay {
 public:
  struct options {
    net::server_url server;
    std::optional<std::string> token;
    std::shared_ptr<net::tls_trust> trust;
    std::chrono::milliseconds timeout{5'000};       // less than a page waits
    std::chrono::milliseconds read_timeout{2'500};  // where a kept answer may help out
  };
  // `kept`: null to forget.
  call_relay(net::reactor&, options, std::unique_ptr<kept_file> kept);

  // As it came: target, body, Accept, Content-Type and Idempotency-Key. No answer is 502.
  void forward(const net::request&, net::responder);
  // The same; `seen` is told of the answer before the browser is.
  void forward(const net::request&, net::responder, std::function<void(const net::response&)> seen);
  // The same; `settle` is told of the answer, null for none, and may give another one in its place.
  using settle = std::function<std::optional<net::response>(const net::response*)>;
  void forward_or(const net::request&, net::responder, settle);
  // The last answer to read() of that path, as kept; nullopt when there was none.
  [[nodiscard]] std::optional<std::string> last_read(const std::string& target) const;
  // GET of a path that few ask for (each is kept). When the server is away, its last answer.
  void read(const std::string& target, net::responder);

 private:
  [[nodiscard]] net::request with_token(const net::request&) const;
  void recall();
  void keep(const std::string& target, const std::string& body);

  options options_;
  std::unique_ptr<kept_file> kept_;
  std::map<std::string, std::string> answers_;  // target → body
  net::http_client calls_;
  net::http_client reads_;
};

}  // namespace hallcall::relay
