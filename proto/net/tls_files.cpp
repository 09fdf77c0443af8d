// Reading PEM files and OpenSSL's complaints, and what both ends of TLS agree on.
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/net/tls_impl.hpp"

namespace hallcall::net {

namespace {

constexpr std::size_t longest_pem_file = 1024 * 1024;

// Of TLS 1.2; those of 1.3 are all good.
constexpr const char* good_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL";

}  // namespace

void restrict_protocol(ssl::context& context) {
  auto* const handle = context.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(handle, good_ciphers);
  SSL_CTX_set_options(handle, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // an idle session keeps no 32 KiB
}

// The opened file is looked at, not the name: nobody can swap it in between.
tl::expected<std::string, std::string> read_pem_file(const std::string& file, bool secret) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return tl::make_unexpected(file + " cannot be read: " + std::strerror(errno));
  struct stat about {};
  const bool plain = fstat(fd, &about) == 0 && S_ISREG(about.st_mode);
  std::string text(longest_pem_file + 1, '\0');
  std::size_t length = 0;
  ssize_t more = plain ? 1 : -1;
  while (more > 0 && length < text.size()) {
    more = ::read(fd, text.data() + length, text.size() - length);
    if (more > 0) length += static_cast<std::size_t>(more);
  }
  ::close(fd);
  if (more < 0) return tl::make_unexpected(file + " is not a plain file that can be read");
  if (secret && (about.st_mode & S_IRWXO) != 0)
    return tl::make_unexpected(file +
                               " may be read by everybody: make its mode 0600, or 0640 for a "
                               "group (chmod o= removes the rest)");
  if (length > longest_pem_file) return tl::make_unexpected(file + " is longer than 1 MiB");
  text.resize(length);
  return text;
}

std::string tls_complaint() {
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const words = code == 0 ? nullptr : ERR_reason_error_string(code);
  return words == nullptr ? "OpenSSL does not say why" : words;
}

}  // namespace hallcall::net
