// See tls.hpp. A new context is built whole before it takes the old one's place.
#include <ctime>
#include <utility>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "proto/net/tls_impl.hpp"

namespace hallcall::net {

namespace {

using identity_words = tl::unexpected<std::string>;

std::chrono::system_clock::time_point end_of(const X509* certificate) {
  std::tm utc{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &utc) != 1) return {};
  return std::chrono::system_clock::from_time_t(timegm(&utc));
}

// A key that asks for a passphrase is refused: nobody is there to type it.
int no_passphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return 0;
}

tl::expected<void, std::string> take_key(ssl::context& context, const std::string& text,
                                         const std::string& file) {
  bool asked = false;
  auto* const bytes = BIO_new_mem_buf(text.data(), static_cast<int>(text.size()));
  auto* const key = PEM_read_bio_PrivateKey(bytes, nullptr, no_passphrase, &asked);
  BIO_free(bytes);
  if (key == nullptr) {
    const auto why = tls_complaint();
    return identity_words(file + (asked ? " has a passphrase: store the key without one"
                                        : " does not hold a private key in PEM (" + why + ")"));
  }
  const bool taken = SSL_CTX_use_PrivateKey(context.native_handle(), key) == 1;
  EVP_PKEY_free(key);
  if (taken) return {};
  if (const auto why = tls_complaint(); why != "key values mismatch" && why != "key type mismatch")
    return identity_words(file + " holds a key that cannot be used (" + why + ")");
  return identity_words(file + " is not the key of the certificate");
}

tl::expected<std::unique_ptr<tls_identity::impl>, std::string> read_identity(tls_files files) {
  const auto chain = read_pem_file(files.certificate, false);
  if (!chain) return identity_words(chain.error());
  const auto key = read_pem_file(files.key, true);
  if (!key) return identity_words(key.error());
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  restrict_protocol(*context);
  auto* const handle = context->native_handle();
  SSL_CTX_set_options(handle, SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_OFF);  // tickets hold sessions instead
  SSL_CTX_set_num_tickets(handle, 1);
  ERR_clear_error();
  error_code wrong;
  context->use_certificate_chain(asio::buffer(*chain), wrong);
  const auto* const own = wrong ? nullptr : SSL_CTX_get0_certificate(handle);
  if (own == nullptr) {
    ERR_clear_error();
    return identity_words(files.certificate + " does not hold a certificate in PEM that can be " +
                          "used (" + wrong.message() + ")");
  }
  if (auto taken = take_key(*context, *key, files.key); !taken)
    return identity_words(taken.error());
  const auto end = end_of(own);
  return std::make_unique<tls_identity::impl>(
      tls_identity::impl{std::move(files), std::move(context), end});
}

}  // namespace

tls_identity::tls_identity(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
tls_identity::~tls_identity() = default;

tl::expected<std::shared_ptr<tls_identity>, std::string> tls_identity::open(tls_files files) {
  auto read = read_identity(std::move(files));
  if (!read) return identity_words(read.error());
  return std::shared_ptr<tls_identity>(new tls_identity(std::move(*read)));
}

tl::expected<void, std::string> tls_identity::reload() {
  auto read = read_identity(impl_->files);
  if (!read) return identity_words(read.error());
  impl_ = std::move(*read);
  return {};
}

std::chrono::system_clock::time_point tls_identity::valid_until() const {
  return impl_->valid_until;
}

}  // namespace hallcall::net
