// Tokens, one-time codes, and the table's pace with the file. The store is used by its own thread
// alone once the authenticator has started.
#include "gateway/authenticator.hpp"

#include <spdlog/spdlog.h>

#include "gateway/authenticator_impl.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::size_t max_token_bytes = 128;

// All tokens, if any may have changed since they were loaded last.
stored<std::optional<token_snapshot>> newer_tokens(account_store& store, time_point now) {
  const auto changed = store.changed_elsewhere();
  if (!changed) return tl::unexpected(changed.error());
  if (!*changed) return std::nullopt;
  auto tokens = store.load_tokens(now);
  if (!tokens) return tl::unexpected(tokens.error());
  return std::optional(std::move(*tokens));
}

}  // namespace

stored<std::unique_ptr<authenticator>> authenticator::start(net::reactor& reactor,
                                                            worker_pool& hashing,
                                                            account_store store,
                                                            authenticator_options options) {
  if (!options.now) {
    options.now = [] {
      return std::chrono::time_point_cast<std::chrono::milliseconds>(
          std::chrono::system_clock::now());
    };
  }
  const time_point now = options.now();
  if (!options.sample_hall) {
    if (auto ok = store.replace_sample_accounts({}); !ok) return tl::unexpected(ok.error());
  }
  if (auto ok = store.delete_expired(now); !ok) return tl::unexpected(ok.error());
  auto tokens = store.load_tokens(now);
  if (!tokens) return tl::unexpected(tokens.error());
  auto nobody = hash_password(random_token(), options.cost);
  if (!nobody)
    return tl::unexpected(store_error{store_fault::storage, "There is no memory for hashing."});

  auto made =
      std::make_shared<impl>(reactor, hashing, std::move(store), std::move(options), *nobody);
  made->take_snapshot(std::optional(std::move(*tokens)));
  made->poll_later();
  made->write_later();
  return std::unique_ptr<authenticator>(new authenticator(std::move(made)));
}

authenticator::authenticator(std::shared_ptr<impl> i) : impl_(std::move(i)) {}

authenticator::~authenticator() {
  impl_->poll_timer.cancel();
  impl_->write_timer.cancel();
  impl_->store_thread.reset();
  for (const token_digest& digest : impl_->table.ending()) (void)impl_->store.end_session(digest);
  const auto uses = impl_->table.take_uses();
  if (!uses.empty()) (void)impl_->store.extend_sessions(uses);
}

std::optional<principal> authenticator::find(std::string_view token) {
  if (token.empty() || token.size() > max_token_bytes) return std::nullopt;
  return impl_->table.find(digest_of(token), impl_->options.now());
}

bool authenticator::still_valid(const token_digest& digest) const {
  return impl_->table.knows(digest, impl_->options.now());
}

void authenticator::on_change(std::function<void()> listener) {
  impl_->listener = std::move(listener);
}

void authenticator::sign_out(std::string_view token) {
  if (token.size() > max_token_bytes) return;
  const token_digest digest = digest_of(token);
  if (!impl_->table.end(digest)) return;
  impl_->write_end(digest);
  impl_->changed();
}

void authenticator::impl::write_end(const token_digest& digest) {
  // When there is no room or it fails, the next poll tries again.
  (void)store_thread->run([this, digest] { return store.end_session(digest); },
                          [this, digest](const stored<void>& ended) {
                            if (ended) table.ended_in_store(digest);
                          });
}

void authenticator::redeem(std::string_view code, redeem_callback done) {
  auto* const in = impl_.get();
  const auto shared_done = std::make_shared<redeem_callback>(std::move(done));
  std::string token = random_token();
  const token_digest digest = digest_of(token);
  const auto redeemed = [in, token, shared_done](stored<std::optional<known_token>> kept) {
    --in->redeeming;
    if (!kept) return (*shared_done)(tl::unexpected(redeem_refusal::storage));
    if (!*kept) return (*shared_done)(tl::unexpected(redeem_refusal::unknown));
    in->table.insert(**kept);
    (*shared_done)(session{token, (*kept)->principal, latest_end(**kept)});
  };
  const bool accepted =
      in->redeeming < max_redeeming &&
      in->store_thread->run(
          [in, digest, text = std::string(code.substr(0, max_token_bytes)),
           now = in->options.now()] { return in->store.redeem(text, digest, now); },
          redeemed);
  if (accepted) {
    ++in->redeeming;
    return;
  }
  in->reactor.post([shared_done] { (*shared_done)(tl::unexpected(redeem_refusal::overloaded)); });
}

void authenticator::at_store(std::function<void(account_store&, time_point)> work,
                             std::function<void()> done) {
  auto* const in = impl_.get();
  const bool accepted =
      in->device_work < max_device_work &&
      in->store_thread->run(
          [in, work = std::move(work), now = in->options.now()] {
            work(in->store, now);
            return newer_tokens(in->store, now);  // fails: the next poll gets them
          },
          [in, done](stored<std::optional<token_snapshot>> newer) {
            --in->device_work;
            in->take_snapshot(std::move(newer));
            done();
          });
  if (accepted) {
    ++in->device_work;
    return;
  }
  in->reactor.post([done] { done(); });
}

void authenticator::impl::poll() {
  for (const token_digest& digest : table.ending()) write_end(digest);
  const bool accepted =
      store_thread->run([this, now = options.now()] { return newer_tokens(store, now); },
                        [this](stored<std::optional<token_snapshot>> snapshot) {
                          take_snapshot(std::move(snapshot));
                          poll_later();
                        });
  if (!accepted) poll_later();
}

// Who is signed in stays so while the file cannot be read: the hall goes on.
void authenticator::impl::take_snapshot(stored<std::optional<token_snapshot>> snapshot) {
  if (snapshot.has_value() == store_fails) {
    store_fails = !store_fails;
    if (store_fails) spdlog::error("accounts: {}", snapshot.error().what);
    if (!store_fails) spdlog::info("accounts: the file can be read again");
  }
  if (!snapshot || !*snapshot) return;
  if ((*snapshot)->unreadable > 0) {
    spdlog::warn("accounts: {} rows of the file make no sense and are ignored",
                 (*snapshot)->unreadable);
  }
  if (table.replace(std::move((*snapshot)->tokens))) changed();
}

void authenticator::impl::write_uses() {
  if (table.sweep(options.now())) changed();
  (void)store_thread->run(
      [this, uses = table.take_uses(), now = options.now()]() -> stored<void> {
        if (!uses.empty()) {
          if (auto ok = store.extend_sessions(uses); !ok) return ok;
        }
        return store.delete_expired(now);
      },
      [](const stored<void>&) {});  // a use that was not written is written with the next one
  write_later();
}

}  // namespace hallcall::gateway
