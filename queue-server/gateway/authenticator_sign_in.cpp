// The steps of a sign-in between three threads: the accounts file's, the hashing pool's, the
// reactor's.
#include "gateway/authenticator_impl.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::size_t max_typed_bytes =
    4'096;  // of a name or password; more is wrong without a look

}  // namespace

void authenticator::sign_in(std::string name, std::string password, std::string remote_address,
                            sign_in_callback done) {
  auto request = std::make_shared<sign_in_request>();
  request->name = fold_name(name);
  request->password = secret_text(std::move(password));
  request->address = std::move(remote_address);
  request->done = std::move(done);
  // Later, so that no callback comes from inside.
  impl_->reactor.post([weak = impl_->weak_from_this(), request] {
    if (auto self = weak.lock()) self->begin(request);
  });
}

void authenticator::impl::refuse(const sign_in_pointer& request, sign_in_fault code,
                                 std::chrono::seconds retry_after) {
  if (code == sign_in_fault::wrong) retry_after = {};
  if (code == sign_in_fault::overloaded || code == sign_in_fault::storage)
    throttle.forgive(request->address);
  request->done(tl::unexpected(sign_in_refusal{code, retry_after}));
}

void authenticator::impl::begin(sign_in_pointer request) {
  if (const auto wait = throttle.begin(request->address, options.now()); wait.count() > 0) {
    return refuse(request, sign_in_fault::throttled, wait);
  }
  if (request->name.size() > max_typed_bytes || request->password.view().size() > max_typed_bytes) {
    return refuse(request, sign_in_fault::wrong);
  }
  const bool accepted =
      signing_in < options.max_sign_ins &&
      store_thread->run(
          [this, request, now = options.now()] { return store.begin_sign_in(request->name, now); },
          [this, request](stored<sign_in_attempt> begun) { check(request, std::move(begun)); });
  if (!accepted) return refuse(request, sign_in_fault::overloaded);
  ++signing_in;
}

void authenticator::impl::check(sign_in_pointer request, stored<sign_in_attempt> begun) {
  if (!begun || begun->locked_for.count() > 0) {
    --signing_in;
    return begun ? refuse(request, sign_in_fault::locked, begun->locked_for)
                 : refuse(request, sign_in_fault::storage);
  }
  request->known = begun->hash.has_value();
  request->hash = begun->hash.value_or(nobodys_hash);
  // The pool is shared and outlives this object.
  const bool accepted = hashing.run(
      [request] {
        const bool right = verify_password(request->hash, request->password.view());
        request->password.wipe();
        return right && request->known;
      },
      [weak = weak_from_this(), request](bool right) {
        if (auto self = weak.lock()) self->finish(request, right);
      });
  if (accepted) return;
  --signing_in;
  give_attempt_back(request);
  refuse(request, sign_in_fault::overloaded);
}

void authenticator::impl::give_attempt_back(const sign_in_pointer& request) {
  // When there is no room for it, the attempt counts: the safe side.
  (void)store_thread->run([this, request] { return store.forget_attempt(request->name); },
                          [](const stored<void>&) {});
}

void authenticator::impl::finish(sign_in_pointer request, bool right) {
  if (!right) {
    --signing_in;
    return refuse(request, sign_in_fault::wrong);
  }
  std::string token = random_token();
  const token_digest digest = digest_of(token);
  const bool accepted = store_thread->run(
      [this, request, digest, now = options.now()] {
        return store.finish_sign_in(request->name, request->hash, digest, now);
      },
      [this, request, token](stored<std::optional<known_token>> kept) {
        welcome(request, token, std::move(kept));
      });
  if (accepted) return;
  --signing_in;
  refuse(request, sign_in_fault::overloaded);
}

void authenticator::impl::welcome(const sign_in_pointer& request, std::string token,
                                  stored<std::optional<known_token>> kept) {
  --signing_in;
  if (!kept) {
    give_attempt_back(request);
    return refuse(request, sign_in_fault::storage);
  }
  if (!*kept) return refuse(request, sign_in_fault::wrong);
  throttle.forgive(request->address);
  table.insert(**kept);
  request->done(session{std::move(token), (*kept)->principal, latest_end(**kept)});
}

}  // namespace hallcall::gateway
