// Clients of a real server on the test's own thread: connections, and a reactor that runs until
// something holds.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proto/net/http_client.hpp"
#include "server_process.hpp"

namespace hallcall::crash {

class http_bench {
 public:
  [[nodiscard]] net::reactor& reactor() { return reactor_; }
  // Runs the reactor until this holds; false (and a failed check) when it does not in time.
  bool until(const std::function<bool()>& holds);
  // Whoever changes what until() may wait for says so.
  void look();

 private:
  net::reactor reactor_;
  std::function<bool()> wanted_;
};

// One client connection with the name of who speaks; keeps who it is over restarts of the server.
class caller {
 public:
  caller(http_bench& bench, std::string header, std::string value)
      : bench_(bench), header_(std::move(header)), value_(std::move(value)) {}

  void connect(std::uint16_t port);
  void disconnect() { client_.reset(); }
  // `done` gets nullopt when there was no answer.
  using callback = std::function<void(std::optional<net::response>)>;
  void send(net::method, const std::string& target, const std::string& body, const std::string& key,
            callback done);
  // The same, waiting for the answer; fails the test when there is none.
  net::response ask(net::method, const std::string& target, const std::string& body = "",
                    const std::string& key = "");
  net::response get(const std::string& target) { return ask(net::method::get, target); }
  [[nodiscard]] net::header_list headers() const { return {{header_, value_}}; }

 private:
  http_bench& bench_;
  std::string header_, value_;
  std::unique_ptr<net::http_client> client_;
};

[[nodiscard]] inline std::string text_of(const net::response& r) {
  return r.body ? *r.body : std::string();
}

// Signs in; the caller that the cookie makes.
[[nodiscard]] caller signed_in(http_bench&, std::uint16_t port, const std::string& account);
[[nodiscard]] caller kiosk(http_bench&);

// The data of the first frame of a view.
[[nodiscard]] std::string first_view(http_bench&, std::uint16_t port, const caller&,
                                     const std::string& view);

}  // namespace hallcall::crash
