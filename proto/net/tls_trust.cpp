// See tls.hpp: whom a client believes, and that it is whom it asked for.
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <utility>

#include "proto/net/tls_impl.hpp"

namespace hallcall::net {

namespace {

bool is_address(const std::string& host) {
  in6_addr raw{};
  return inet_pton(AF_INET, host.c_str(), &raw) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &raw) == 1;
}

std::unique_ptr<tls_trust::impl> nobody_yet() {
  auto made = std::make_unique<tls_trust::impl>();
  restrict_protocol(made->context);
  made->context.set_verify_mode(ssl::verify_peer);
  return made;
}

}  // namespace

tls_trust::tls_trust(std::unique_ptr<impl> made) : impl_(std::move(made)) {}
tls_trust::~tls_trust() = default;

std::shared_ptr<tls_trust> tls_trust::of_this_machine() {
  auto made = nobody_yet();
  error_code none;  // a machine without authorities trusts nobody, which a handshake says
  made->context.set_default_verify_paths(none);
  return std::shared_ptr<tls_trust>(new tls_trust(std::move(made)));
}

tl::expected<std::shared_ptr<tls_trust>, std::string> tls_trust::of_pem(std::string_view text,
                                                                        const std::string& name) {
  auto made = nobody_yet();
  error_code wrong;
  made->context.add_certificate_authority(asio::buffer(text.data(), text.size()), wrong);
  ERR_clear_error();
  if (wrong)
    return tl::make_unexpected(name + " does not hold certificates in PEM (" + wrong.message() +
                               ")");
  return std::shared_ptr<tls_trust>(new tls_trust(std::move(made)));
}

tl::expected<std::shared_ptr<tls_trust>, std::string> tls_trust::of_file(const std::string& file) {
  const auto text = read_pem_file(file, false);
  if (!text) return tl::make_unexpected(text.error());
  return of_pem(*text, file);
}

bool expect_host(tls_stream& stream, const std::string& host) {
  auto* const handle = stream.native_handle();
  auto* const wanted = SSL_get0_param(handle);
  if (is_address(host)) return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return SSL_set_tlsext_host_name(handle, host.c_str()) == 1 &&
         X509_VERIFY_PARAM_set1_host(wanted, host.c_str(), host.size()) == 1;
}

client_error why_refused(tls_stream& stream) {
  switch (SSL_get_verify_result(stream.native_handle())) {
    case X509_V_OK:
      return client_error::handshake;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return client_error::certificate_host;
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return client_error::certificate_time;
    default:
      return client_error::certificate_unknown;
  }
}

}  // namespace hallcall::net
