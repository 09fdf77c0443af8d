// Delivery to a receiver that speaks TLS: with the office's own authority, and not without.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <mutex>
#include <thread>

#include "notice_bench.hpp"
#include "proto/net/http_server.hpp"
#include "tests/net/certificates.hpp"

namespace hallcall::service::testing {
namespace {

// Takes whatever comes, on a thread of its own.
class tls_receiver {
 public:
  explicit tls_receiver(std::shared_ptr<net::tls_identity> identity) {
    net::http_server_handlers handlers;
    handlers.on_request = [this](const net::request& asked, const net::responder& reply) {
      {
        const std::lock_guard guard(lock_);
        bodies_.push_back(asked.body);
      }
      reply({.status = 204, .headers = {}, .body = nullptr});
    };
    server_ =
        std::make_unique<net::http_server>(reactor_, "127.0.0.1", 0, net::http_server_limits{},
                                           std::move(handlers), std::move(identity));
    thread_ = std::thread([this] { reactor_.run(); });
  }
  ~tls_receiver() {
    reactor_.stop();
    thread_.join();
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::size_t received() {
    const std::lock_guard guard(lock_);
    return bodies_.size();
  }

 private:
  std::mutex lock_;
  std::vector<std::string> bodies_;
  net::reactor reactor_;
  std::unique_ptr<net::http_server> server_;
  std::thread thread_;
};

std::shared_ptr<office> office_with_tls(std::uint16_t port, const std::string& authority_file) {
  auto o = office_with_webhook(port);
  o->webhook->at = {"localhost", port, true};
  std::ifstream in(authority_file);
  o->webhook->authorities.assign(std::istreambuf_iterator<char>(in), {});
  return o;
}

}  // namespace

TEST_CASE("notices go to a receiver with TLS that the office's authority stands for, alone") {
  net::testing::test_authority authority, another;
  tls_receiver receiver(net::testing::identity_of(authority.issue()));
  {
    hand_clock clock;
    notice_bench b(std::make_unique<journal::memory_journal>(), clock,
                   office_with_tls(receiver.port(), another.file()));
    b.get(take("token-1"));
    CHECK(b.until([&] { return b.sender().figures().failed > 0; }));
    CHECK(b.sender().figures().delivered == 0);
    b.close();
  }
  CHECK(receiver.received() == 0);
  hand_clock clock;
  notice_bench b(std::make_unique<journal::memory_journal>(), clock,
                 office_with_tls(receiver.port(), authority.file()));
  b.get(take("token-1"));
  CHECK(b.until_all_received());
  CHECK(b.sender().figures().failed == 0);
  b.close();
  CHECK(receiver.received() > 0);
}

}  // namespace hallcall::service::testing
