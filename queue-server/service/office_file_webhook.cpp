// [webhook]: the address must be one with TLS, or that plain HTTP may be spoken to; the secret one
// that others cannot read.
#include "service/office_file_webhook.hpp"

#include <arpa/inet.h>
#include <sys/stat.h>

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace hallcall::service::office_file {
namespace {

constexpr std::size_t shortest_secret = 16, longest_secret = 1'024;  // bytes
constexpr std::uintmax_t longest_authorities = 1'024 * 1'024;        // bytes

struct network {
  std::uint32_t address;
  int bits;
};
constexpr std::array private_networks{network{0x7F000000, 8}, network{0x0A000000, 8},
                                      network{0xAC100000, 12}, network{0xC0A80000, 16},
                                      network{0xA9FE0000, 16}};

// This machine, or an address that no packet reaches from outside (RFC 1918, 3927, 4193, 4291).
bool stays_inside(const std::string& host) {
  if (host == "localhost") return true;
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) {
    const auto address = ntohl(four.s_addr);
    for (const auto& n : private_networks)
      if ((address ^ n.address) >> (32 - n.bits) == 0) return true;
    return false;
  }
  in6_addr six{};
  if (inet_pton(AF_INET6, host.c_str(), &six) != 1) return false;  // a name: nobody knows
  const auto* byte = six.s6_addr;
  return std::memcmp(&six, &in6addr_loopback, sizeof six) == 0 || (byte[0] & 0xFEu) == 0xFCu ||
         (byte[0] == 0xFE && (byte[1] & 0xC0u) == 0x80u);
}

void read_url(const section& s, webhook& to) {
  const auto url = s.text("url", true);
  const bool plain = s.flag("plain_http", false);
  if (url.empty()) return;
  const auto parsed = net::parse_server_url(url);
  if (!parsed)
    return s.note_at("url", fmt::format("\"url\" is \"{}\"; allowed: https://HOST[:PORT][/PATH] or "
                                        "http://HOST[:PORT][/PATH], without user name, query or "
                                        "fragment",
                                        url));
  to.at = parsed->at;
  const auto path = url.find('/', std::string_view(parsed->at.tls ? "https://" : "http://").size());
  if (path != std::string::npos) to.target = url.substr(path);
  if (!to.at.tls && !plain && !stays_inside(to.at.host))
    s.note_at("url",
              fmt::format("\"url\" leads to \"{}\" without TLS, where others could read who waits; "
                          "allowed: https, this machine and private addresses, or any with "
                          "plain_http = true if you know your network",
                          to.at.host));
}

void read_secret(const section& s, const std::filesystem::path& folder, webhook& to) {
  const auto name = s.text("secret_file", true);
  if (name.empty()) return;
  const auto file = folder / name;
  struct stat about {};
  std::ifstream in(file, std::ios::binary);
  if (!in || ::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
    return s.note_at("secret_file", fmt::format("\"{}\" cannot be read", file.string()));
  if ((about.st_mode & S_IRWXO) != 0)
    return s.note_at("secret_file", fmt::format("others may read \"{}\"; allowed: mode 0600 or "
                                                "0640 (chmod o= removes it)",
                                                file.string()));
  std::string secret(longest_secret + 2, '\0');
  in.read(secret.data(), static_cast<std::streamsize>(secret.size()));
  secret.resize(static_cast<std::size_t>(in.gcount()));
  while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
  if (secret.size() < shortest_secret || secret.size() > longest_secret)
    return s.note_at("secret_file",
                     fmt::format("the secret in \"{}\" is too {}; allowed: {} to {} bytes, for "
                                 "instance the output of \"openssl rand -hex 32\"",
                                 file.string(), secret.size() > longest_secret ? "long" : "short",
                                 shortest_secret, longest_secret));
  to.secret = std::move(secret);
}

void read_authorities(const section& s, const std::filesystem::path& folder, webhook& to) {
  const auto name = s.text("ca_file", false);
  if (name.empty()) return;
  if (!to.at.host.empty() && !to.at.tls)
    return s.note_at("ca_file", "\"ca_file\" is for a \"url\" with https");
  const auto file = folder / name;
  std::error_code failed;
  const auto bytes = std::filesystem::file_size(file, failed);
  std::ifstream in(file, std::ios::binary);
  if (!in || failed || bytes > longest_authorities)
    return s.note_at("ca_file", fmt::format("\"{}\" cannot be read as a file of at most {} bytes",
                                            file.string(), longest_authorities));
  std::string text(bytes, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (const auto read = net::tls_trust::of_pem(text, fmt::format("\"{}\"", file.string())); !read)
    return s.note_at("ca_file", read.error());
  to.authorities = std::move(text);
}

}  // namespace

std::optional<webhook> read_webhook(const section& s, const std::filesystem::path& folder) {
  webhook to;
  read_url(s, to);
  read_secret(s, folder, to);
  read_authorities(s, folder, to);
  to.give_up_after =
      engine::minutes(s.number("give_up_minutes", to.give_up_after.count(), {1, 1440}));
  to.most_waiting = static_cast<std::size_t>(
      s.number("most_waiting", static_cast<std::int64_t>(to.most_waiting), {100, 100'000}));
  if (to.secret.empty()) return std::nullopt;
  return to;
}

}  // namespace hallcall::service::office_file
