// SHA-256 links by OpenSSL's EVP; the byte layout is written down in chain.hpp and fixed for ever.
#include "journal/chain.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <concepts>
#include <string_view>
#include <type_traits>

namespace hallcall::journal {
namespace {

template <std::integral Number>
void put(std::string& out, Number number) {
  const auto bits = static_cast<std::make_unsigned_t<Number>>(number);
  for (int shift = 8 * (int{sizeof(Number)} - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(bits >> shift));
  }
}

void put(std::string& out, std::string_view text) {
  put(out, std::uint64_t{text.size()});
  out.append(text);
}

}  // namespace

void chain_hasher::free_digest::operator()(evp_md_st* digest) const { EVP_MD_free(digest); }
void chain_hasher::free_context::operator()(evp_md_ctx_st* context) const {
  EVP_MD_CTX_free(context);
}

// The digest is fetched and bound to the context once: looking it up anew costs more than hashing
// an entry.
chain_hasher::chain_hasher()
    : sha256_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
  if (!sha256_ || !context_ || EVP_DigestInit_ex2(context_.get(), sha256_.get(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL offers no SHA-256");
  }
}

chain_hash chain_hasher::next(const chain_hash& previous, const entry& e) {
  head_.assign(reinterpret_cast<const char*>(previous.data()), previous.size());
  put(head_, e.seq);
  put(head_, std::string_view(e.hall));
  put(head_, e.at_ms);
  put(head_, std::string_view(e.actor));
  put(head_, std::string_view(e.command_id));
  put(head_, std::string_view(e.kind));
  put(head_, e.version);
  put(head_, std::uint64_t{e.body.size()});

  chain_hash link;
  if (EVP_DigestInit_ex2(context_.get(), nullptr, nullptr) != 1 ||
      EVP_DigestUpdate(context_.get(), head_.data(), head_.size()) != 1 ||
      EVP_DigestUpdate(context_.get(), e.body.data(), e.body.size()) != 1 ||
      EVP_DigestFinal_ex(context_.get(), link.data(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not compute a SHA-256");
  }
  return link;
}

std::string to_hex(const chain_hash& hash) {
  std::string hex;
  hex.reserve(2 * hash.size());
  for (const auto byte : hash) fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  return hex;
}

bool chain_walk::feed(const entry& e, std::span<const std::uint8_t> stored) {
  if (!found_.whole) return false;
  if (e.seq != expected()) {
    stop(expected(), fmt::format("entry {} is missing: after entry {} comes {}", expected(),
                                 found_.entries, e.seq));
    return false;
  }
  const auto link = hasher_.next(head_, e);
  if (!std::ranges::equal(link, stored)) {
    stop(e.seq,
         fmt::format("entry {} is not what was written there: its chain does not follow", e.seq));
    return false;
  }
  head_ = link;
  found_.entries = e.seq;
  return true;
}

void chain_walk::stop(std::uint64_t seq, std::string what) {
  if (!found_.whole) return;
  found_.whole = false;
  found_.first_bad_seq = seq;
  found_.what = std::move(what);
}

verification chain_walk::result() const {
  auto result = found_;
  result.head = to_hex(head_);
  return result;
}

}  // namespace hallcall::journal
