// What the tests of notices share: an office with a webhook, and a hall whose notices are sent.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "journal/memory_journal.hpp"
#include "service/notifier.hpp"
#include "service_bench.hpp"
#include "webhook_receiver.hpp"

namespace hallcall::service::testing {

inline constexpr const char* webhook_secret = "a sample secret of the office";

[[nodiscard]] inline std::shared_ptr<office> office_with_webhook(
    std::uint16_t port, const engine::hall_rules& rules = engine::testing::sample_rules()) {
  auto o = office_of(rules);
  o->webhook = webhook{};
  o->webhook->at = {"127.0.0.1", port};
  o->webhook->target = "/hook";
  o->webhook->secret = webhook_secret;
  return o;
}

// A hall and what sends its notices. Time is the test's: a pause ends when the clock says so.
class notice_bench {
 public:
  notice_bench(std::unique_ptr<journal::journal> j, hand_clock& clock,
               std::shared_ptr<const office> o, std::chrono::milliseconds timeout = 10s)
      : clock_(clock), bench_(std::move(j), clock, {}, std::move(o)) {
    notifier_options n;
    n.public_url = "https://hall.example.org";
    n.timeout = timeout;
    notifier_ = std::make_unique<notifier>(bench_.reactor(), bench_.service(), std::move(n));
    bench_.until([this] { return bench_.published().day.has_value(); });
  }

  service_bench& hall() { return bench_; }
  notifier& sender() { return *notifier_; }
  answer get(engine::command c) { return bench_.get(std::move(c)); }

  // Runs until this holds; `pass` is what the hall's clock moves on at each look.
  bool until(const std::function<bool()>& holds, std::chrono::milliseconds pass = 0ms) {
    net::timer next;
    const std::function<void()> look = [&] {
      clock_.pass(pass);
      if (pass > 0ms) notifier_->configure();  // looks at its queue, as its own timer would
      bench_.look();
      next = bench_.reactor().after(5ms, look);
    };
    look();
    return bench_.until(holds);
  }
  bool until_all_received() {
    return until([this] { return notifier_->figures().waiting == 0; });
  }
  // As Ctrl-C does.
  void close() {
    notifier_->close();
    bench_.close();
  }

 private:
  hand_clock& clock_;
  service_bench bench_;
  std::unique_ptr<notifier> notifier_;
};

}  // namespace hallcall::service::testing
