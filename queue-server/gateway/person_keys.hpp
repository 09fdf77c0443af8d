// The keys under which people's ID numbers are known. A number is kept as its hash under the
// newest key alone; when a key is dropped, nothing can be told from its hashes any more. The keys
// are in a file of their own, away from the journal, which only the server's account can read. On
// the reactor's thread alone; time is an argument.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/accounts.hpp"

namespace hallcall::gateway {

struct person_key_ages {
  std::chrono::days used_for{90};  // then a new key takes over …
  std::chrono::days needed_after{
      260};  // … and hashes under the old one are looked up so long still
};

class person_keys {
 public:
  // In memory alone, gone with the object.
  person_keys() = default;
  // Reads the file, which need not exist. An error is a sentence for the operator.
  [[nodiscard]] static tl::expected<person_keys, std::string> open(std::filesystem::path file,
                                                                   person_key_ages = {});

  // Makes a new key when one is due and drops those that are not needed any more. False when that
  // could not be written: then the keys are as before, and only without any is nothing to be done.
  [[nodiscard]] bool turn(time_point now);

  // After turn(). Thirty-two hex digits, the newest key's first.
  [[nodiscard]] std::vector<std::string> hashes_of(std::string_view id_number) const;
  // Tells one request from another without giving away what stands in it.
  [[nodiscard]] std::string fingerprint(std::string_view request) const;
  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  struct key {
    time_point made{};
    std::string bytes;  // 32
  };
  [[nodiscard]] bool write(const std::vector<key>&) const;

  std::filesystem::path file_;  // empty: in memory
  person_key_ages ages_;
  std::vector<key> keys_;  // newest first
};

}  // namespace hallcall::gateway
