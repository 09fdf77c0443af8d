// Sends the notices of visits to the office's webhook: signed, each ticket's in order, until
// they are received or given up. A notice stays in the journal until then, so that neither a killed
// process nor a lost answer loses one: it may come twice, with the same id.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "proto/net/http_client.hpp"
#include "service/hall_service.hpp"
#include "service/notice_queue.hpp"

namespace hallcall::service {

// "t=<seconds since 1970>,v1=<hex>": HMAC-SHA256 of "<t>.<body>" with the office's secret.
[[nodiscard]] std::string signature_of(std::string_view secret, std::int64_t at_seconds,
                                       std::string_view body);

struct notifier_options {
  std::string public_url;                        // of the ticket pages
  std::chrono::milliseconds timeout{10'000};     // for an answer
  std::chrono::milliseconds first_pause{1'000};  // after a failure
};

struct notifier_figures {
  std::size_t waiting = 0;
  std::uint64_t delivered = 0, failed = 0, given_up = 0;  // failed: attempts
};

// On the reactor's thread. Goes before the halls do.
class notifier {
 public:
  notifier(net::reactor&, hall_service&, notifier_options);
  ~notifier();
  notifier(const notifier&) = delete;
  notifier& operator=(const notifier&) = delete;

  // The office file was read again.
  void configure();
  // Sends no more, and has the journal forget what was received. Before the halls close.
  void close();
  [[nodiscard]] notifier_figures figures() const;

 private:
  struct line;  // one connection
  void add(const std::vector<journal::notice_row>&);
  void pump();
  void send(line&, const notice_queue::sending&);
  void answered(line&, journal::notice_key, const std::optional<net::response>&, net::client_error);
  void settle(journal::notice_key);
  void forget_settled();
  void give_up(engine::time_point now);
  void say(bool works, std::string_view what);

  net::reactor& reactor_;
  hall_service& halls_;
  notifier_options options_;
  std::optional<webhook> to_;
  notice_queue queue_;
  std::vector<std::unique_ptr<line>> lines_;
  std::vector<journal::notice_key> settled_;  // that the journal still has
  std::minstd_rand random_{std::random_device{}()};
  net::timer wake_, forget_;
  notifier_figures figures_;
  std::size_t given_up_unsaid_ = 0;
  engine::time_point say_given_up_from_{};
  bool works_ = true;  // as was said last
  engine::time_point say_from_{};
  bool closed_ = false;
};

// The figures as Prometheus text.
[[nodiscard]] std::string metrics_of(const notifier&);

}  // namespace hallcall::service
