// Who is asking: the reactor's side of accounts, devices and sessions. Looking a token up is a
// matter of memory; passwords are hashed on a worker pool and the accounts file is touched on a
// thread of its own. What the command line changes while the server runs counts within two seconds.
// On the reactor's thread alone.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include "gateway/account_store.hpp"
#include "gateway/password.hpp"
#include "gateway/roles.hpp"
#include "gateway/worker_pool.hpp"
#include "proto/net/reactor.hpp"

namespace hallcall::gateway {

struct session {
  std::string token;  // for a cookie; given out here and never again
  gateway::principal principal;
  time_point expires;  // the latest it can last, for the cookie; unused, an account's ends earlier
};

enum class sign_in_fault : std::uint8_t {
  wrong,       // the name or the password
  locked,      // five failures, whether anybody has that name or not
  throttled,   // too many failures from this address
  overloaded,  // too many sign-ins at once
  storage      // the accounts file fails now
};
struct sign_in_refusal {
  sign_in_fault code = sign_in_fault::wrong;
  std::chrono::seconds retry_after{0};  // of locked, throttled, overloaded and storage; at least 1
};
enum class redeem_refusal : std::uint8_t {
  unknown,  // no such code, used, expired, or its device revoked
  overloaded,
  storage
};

struct authenticator_options {
  hash_cost cost = usual_hash_cost();  // of the hash an unknown name is compared with; tests: least
  std::size_t max_sign_ins = 32;       // at once; more are refused as overloaded
  std::chrono::milliseconds poll{1'000};         // how often to look for changes by other processes
  std::chrono::milliseconds write_uses{60'000};  // how often sessions' last uses are written
  bool sample_hall = false;                      // false: sample accounts are removed at start
  std::function<time_point()> now;               // the wall clock; default: the system's
};

class authenticator {
 public:
  using sign_in_callback = std::function<void(tl::expected<session, sign_in_refusal>)>;
  using redeem_callback = std::function<void(tl::expected<session, redeem_refusal>)>;

  // Reads the store, blocking: before the reactor runs. The reactor and the pool must outlive it.
  [[nodiscard]] static stored<std::unique_ptr<authenticator>> start(net::reactor&,
                                                                    worker_pool& hashing,
                                                                    account_store,
                                                                    authenticator_options);
  // Writes the last uses, blocking. Callbacks that wait are dropped.
  ~authenticator();

  // Whose token this is: a session's cookie or a device's own token. Uses the session.
  [[nodiscard]] std::optional<principal> find(std::string_view token);

  // For connections that outlive a request: keep the digest, and ask again whenever on_change
  // calls.
  [[nodiscard]] bool still_valid(const token_digest&) const;
  // Called after tokens were ended, revoked, expired, or their principals changed. One listener.
  void on_change(std::function<void()> listener);

  // The callback is called once, later, never from inside. `remote_address` without port.
  void sign_in(std::string name, std::string password, std::string remote_address,
               sign_in_callback);
  // Ends a session at once; a device's own token stays. Written to the file as soon as that works.
  void sign_out(std::string_view token);
  // A one-time code of `device add` for a browser session of the device.
  void redeem(std::string_view code, redeem_callback);

  // Runs `work(store, now)` on the store's own thread, then `done` with its result here; nullopt
  // when too much waits and it did not run. Tokens that it changed count anew before `done` is
  // called, and connections that rested on ended ones are told. `done` is called later, never from
  // inside.
  template <class Work, class Done>
  void with_store(Work work, Done done) {
    using result_type = std::invoke_result_t<Work, account_store&, time_point>;
    const auto result = std::make_shared<std::optional<result_type>>();
    at_store([work = std::move(work), result](
                 account_store& store, time_point now) { result->emplace(work(store, now)); },
             [done = std::move(done), result] { done(std::move(*result)); });
  }

 private:
  void at_store(std::function<void(account_store&, time_point)> work, std::function<void()> done);
  struct impl;
  explicit authenticator(std::shared_ptr<impl>);
  std::shared_ptr<impl> impl_;
};

}  // namespace hallcall::gateway
