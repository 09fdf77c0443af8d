// What the parts of the authenticator share. For authenticator*.cpp alone.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/authenticator.hpp"
#include "gateway/sign_in_throttle.hpp"
#include "gateway/token_table.hpp"

namespace hallcall::gateway {

inline constexpr std::size_t max_redeeming = 32;    // one-time codes at once
inline constexpr std::size_t max_device_work = 32;  // devices and pairings: looked at or changed
inline constexpr std::chrono::seconds retry_soon{2};

// One sign-in on its way. Shared by the steps, one of which runs at a time.
struct sign_in_request {
  std::string name;
  secret_text password;
  std::string address;
  authenticator::sign_in_callback done;
  std::string hash;
  bool known = false;
};
using sign_in_pointer = std::shared_ptr<sign_in_request>;

struct authenticator::impl : std::enable_shared_from_this<impl> {
  impl(net::reactor& r, worker_pool& pool, account_store s, authenticator_options o,
       std::string nobody)
      : reactor(r),
        hashing(pool),
        store(std::move(s)),
        options(std::move(o)),
        nobodys_hash(std::move(nobody)),
        // Each sign-in or redeeming has at most one piece of work here; the rest is the poll's.
        store_thread(std::make_unique<worker_pool>(
            r, 1, options.max_sign_ins + max_redeeming + max_device_work + 64)) {}

  // Sign-in, in order: begin (file) → check (hash) → finish (file).
  void begin(sign_in_pointer);
  void check(sign_in_pointer, stored<sign_in_attempt>);
  void finish(sign_in_pointer, bool right);
  void welcome(const sign_in_pointer&, std::string token, stored<std::optional<known_token>>);
  void refuse(const sign_in_pointer&, sign_in_fault, std::chrono::seconds retry_after = retry_soon);
  void give_attempt_back(const sign_in_pointer&);

  void poll();
  void poll_later() {
    poll_timer = reactor.after(options.poll, [this] { poll(); });
  }
  void take_snapshot(stored<std::optional<token_snapshot>>);
  void write_uses();
  void write_later() {
    write_timer = reactor.after(options.write_uses, [this] { write_uses(); });
  }
  void write_end(const token_digest&);
  void changed() {
    if (listener) listener();
  }

  net::reactor& reactor;
  worker_pool& hashing;
  account_store store;
  authenticator_options options;
  const std::string nobodys_hash;  // compared with when nobody has the name, for the same time
  token_table table;
  sign_in_throttle throttle;
  std::function<void()> listener;
  std::size_t signing_in = 0;
  std::size_t redeeming = 0;
  std::size_t device_work = 0;
  bool store_fails = false;  // as last logged
  net::timer poll_timer;
  net::timer write_timer;
  std::unique_ptr<worker_pool> store_thread;  // last: joined before what it uses goes
};

}  // namespace hallcall::gateway
