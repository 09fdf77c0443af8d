// What TLS is made of. Private to proto/net; few files include it, for it costs seconds each time.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <chrono>
#include <optional>
#include <string>

#include "proto/net/asio_impl.hpp"
#include "proto/net/http_client.hpp"
#include "proto/net/tls.hpp"

namespace hallcall::net {

namespace ssl = asio::ssl;
using tls_stream = ssl::stream<tcp_socket>;

struct tls_identity::impl {
  tls_files files;
  std::shared_ptr<ssl::context> context;  // replaced as a whole
  std::chrono::system_clock::time_point valid_until;
};

struct tls_trust::impl {
  ssl::context context{ssl::context::tls_client};
};

// What both ends agree on: TLS 1.2 or newer, forward secrecy, no compression.
void restrict_protocol(ssl::context&);

// The text of a plain file of at most 1 MiB, or, in words, why not. `secret`: refused when
// everybody may read it.
[[nodiscard]] tl::expected<std::string, std::string> read_pem_file(const std::string& file,
                                                                   bool secret);

// OpenSSL's latest complaint in words; forgets all of them.
[[nodiscard]] std::string tls_complaint();

// Before a client's handshake: which name is asked for, and which one the certificate must be for.
// False when that cannot be asked.
[[nodiscard]] bool expect_host(tls_stream&, const std::string& host);
// After a client's handshake failed.
[[nodiscard]] client_error why_refused(tls_stream&);

}  // namespace hallcall::net
