// Randomness, digests and wiping by libsodium.
#include "gateway/secrets.hpp"

#include <sodium.h>

#include <cstdio>
#include <stdexcept>

namespace hallcall::gateway {

void ready_sodium() {
  static const int ready = sodium_init();
  if (ready < 0) throw std::runtime_error("the system gives no random numbers");
}

std::string random_token() {
  ready_sodium();
  std::array<unsigned char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  constexpr auto variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.resize(std::strlen(text.c_str()));  // the encoded length counts a terminating zero
  sodium_memzero(bytes.data(), bytes.size());
  return text;
}

std::string random_code() {
  ready_sodium();
  constexpr std::string_view alphabet =
      "abcdefghijkmnpqrstuvwxyz23456789";  // without l, o, 0 and 1
  static_assert(alphabet.size() == 32);
  std::string text(26, '\0');
  randombytes_buf(text.data(), text.size());
  for (char& c : text) c = alphabet[static_cast<unsigned char>(c) & 31u];
  return text;
}

std::string random_pin() {
  ready_sodium();
  std::array<char, 7> text;
  std::snprintf(text.data(), text.size(), "%06u", randombytes_uniform(1'000'000) % 1'000'000);
  return text.data();
}

token_digest digest_of(std::string_view secret) { return keyed_digest(secret, {}); }

token_digest keyed_digest(std::string_view text, std::string_view key) {
  ready_sodium();
  token_digest out;
  crypto_generichash(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return out;
}

secret_text::secret_text(secret_text&& other) noexcept : text_(other.text_) { other.wipe(); }

secret_text& secret_text::operator=(secret_text&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = other.text_;
    other.wipe();
  }
  return *this;
}

void secret_text::wipe() noexcept {
  text_.resize(text_.capacity());  // what was rubbed out while typing lies behind the end
  sodium_memzero(text_.data(), text_.size());
  text_.clear();
}

}  // namespace hallcall::gateway
