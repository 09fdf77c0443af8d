// The hash chain that makes a changed, missing or added entry show: how one link is computed
// and how a whole journal is checked link by link. Knows nothing of where entries are kept.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "journal/journal.hpp"

struct evp_md_st;
struct evp_md_ctx_st;

namespace hallcall::journal {

// What the first entry takes as its previous link: 32 zero bytes.
inline constexpr chain_hash chain_start{};

// Computes links. One object serves one thread; it keeps OpenSSL's context between calls.
//
// A link is SHA-256 over these bytes, in this order, numbers big-endian, strings preceded by their
// length in bytes as 8 bytes, so that no two different entries give the same bytes:
//
//   previous  32 bytes        command_id  length, bytes
//   seq       8 bytes         kind        length, bytes
//   hall      length, bytes   version     4 bytes
//   at_ms     8 bytes         body        length, bytes
//   actor     length, bytes
//
// An entry's visits are derived from its body and are not part of it. This layout never changes:
// every journal ever written is checked with it.
class chain_hasher {
 public:
  // Throws std::runtime_error when OpenSSL offers no SHA-256.
  chain_hasher();

  [[nodiscard]] chain_hash next(const chain_hash& previous, const entry& e);

 private:
  struct free_digest {
    void operator()(evp_md_st*) const;
  };
  struct free_context {
    void operator()(evp_md_ctx_st*) const;
  };

  std::unique_ptr<evp_md_st, free_digest> sha256_;
  std::unique_ptr<evp_md_ctx_st, free_context> context_;
  std::string head_;  // the bytes before the body; kept for its capacity
};

[[nodiscard]] std::string to_hex(const chain_hash& hash);

// Checks a journal that is fed entry by entry, in stored order.
class chain_walk {
 public:
  // False once something is wrong: feed nothing more. `stored` is the link as found, of any length.
  bool feed(const entry& e, std::span<const std::uint8_t> stored);
  // The walk ends here although there may be more: what is at `seq` is wrong in the way said.
  void stop(std::uint64_t seq, std::string what);

  // The seq that a whole journal has next.
  [[nodiscard]] std::uint64_t expected() const { return found_.entries + 1; }
  [[nodiscard]] const chain_hash& head() const { return head_; }
  [[nodiscard]] verification result() const;

 private:
  chain_hasher hasher_;
  chain_hash head_ = chain_start;
  verification found_;
};

}  // namespace hallcall::journal
