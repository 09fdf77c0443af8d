// Random tokens and their digests. A token is shown once and kept only as its digest; a text that
// must not linger in memory is a secret_text. Thread-safe; nothing here blocks for longer than a
// microsecond.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace hallcall::gateway {

// BLAKE2b-256. The secrets it stands for hold 128 bits or more, so it needs no salt and no
// stretching; looking a token up by its digest takes the same time whatever part of it is right.
using token_digest = std::array<std::uint8_t, 32>;

struct token_digest_hash {
  std::size_t operator()(const token_digest& d) const noexcept {
    std::size_t first;
    std::memcpy(&first, d.data(), sizeof first);
    return first;
  }
};

// Prepares libsodium; throws std::runtime_error when the system gives no randomness. Called by
// everything here.
void ready_sodium();

// 256 random bits as 43 characters of A-Za-z0-9_-: a device's token, a session's cookie.
[[nodiscard]] std::string random_token();
// 130 random bits as 26 characters that are not mistaken for one another when typed: an enrolment
// code.
[[nodiscard]] std::string random_code();
// Six digits, for sample accounts alone.
[[nodiscard]] std::string random_pin();

[[nodiscard]] token_digest digest_of(std::string_view secret);
// The same with a key of 32 bytes, for values that could be guessed.
[[nodiscard]] token_digest keyed_digest(std::string_view text, std::string_view key);

// A password on its way from the wire to its check: cannot be copied or printed, wiped when it
// dies.
class secret_text {
 public:
  secret_text() = default;
  explicit secret_text(std::string text) : text_(std::move(text)) {}
  secret_text(secret_text&& other) noexcept;
  secret_text& operator=(secret_text&& other) noexcept;
  ~secret_text() { wipe(); }
  [[nodiscard]] std::string_view view() const { return text_; }
  void wipe() noexcept;

 private:
  std::string text_;
};

}  // namespace hallcall::gateway
