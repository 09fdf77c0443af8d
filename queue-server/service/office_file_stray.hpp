// Finds what an input method leaves in a TOML file by mistake: 「＝」 for =, 「，」 for a comma.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hallcall::service::office_file {

struct stray {
  std::uint32_t line;     // 1-based
  std::string character;  // as it stands in the file, "?" when it is not UTF-8
};
// The first character outside of quotes and comments that is not ASCII. TOML allows none.
[[nodiscard]] std::optional<stray> first_stray(std::string_view toml);

}  // namespace hallcall::service::office_file
