// What TLS needs from outside: a server's certificate and key, and whom a client trusts. TLS 1.2 or
// newer, ciphers with forward secrecy alone. No OpenSSL type crosses this border.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace hallcall::net {

// PEM files. The certificate's holds the chain as well, the server's own first.
struct tls_files {
  std::string certificate;
  std::string key;
};

// The certificate and key that a server shows, as they were read last. Used on the reactor's
// thread.
class tls_identity {
 public:
  // The error says, for a person, which file is wrong and why: unreadable, not PEM, a key that
  // everybody may read, a key with a passphrase, or two that are no pair. An expired certificate is
  // taken: look at valid_until().
  [[nodiscard]] static tl::expected<std::shared_ptr<tls_identity>, std::string> open(tls_files);
  ~tls_identity();
  tls_identity(const tls_identity&) = delete;
  tls_identity& operator=(const tls_identity&) = delete;

  // Reads the files again: who connects from now on is shown what they hold. After an error nothing
  // has changed. Open connections keep what they have.
  [[nodiscard]] tl::expected<void, std::string> reload();
  // The certificate's own end; the chain's is not looked at.
  [[nodiscard]] std::chrono::system_clock::time_point valid_until() const;

  struct impl;  // for proto/net alone
  impl& internals() { return *impl_; }

 private:
  explicit tls_identity(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

// The authorities whose certificates a client believes. Shared by any number of clients.
class tls_trust {
 public:
  // Those of this machine.
  [[nodiscard]] static std::shared_ptr<tls_trust> of_this_machine();
  // Those of a PEM text alone; `name` is what the error calls it.
  [[nodiscard]] static tl::expected<std::shared_ptr<tls_trust>, std::string> of_pem(
      std::string_view text, const std::string& name);
  [[nodiscard]] static tl::expected<std::shared_ptr<tls_trust>, std::string> of_file(
      const std::string& file);
  ~tls_trust();
  tls_trust(const tls_trust&) = delete;
  tls_trust& operator=(const tls_trust&) = delete;

  struct impl;  // for proto/net alone
  impl& internals() { return *impl_; }

 private:
  explicit tls_trust(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

}  // namespace hallcall::net
