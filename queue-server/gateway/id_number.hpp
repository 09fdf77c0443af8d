// Numbers of Taiwan's national ID cards and resident certificates: whether one can be right.
// Nothing here is kept or logged.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hallcall::gateway {

// The number in capitals without blanks, when its form and its check digit are right: a letter, 1
// or 2, and eight digits (national ID); a letter, 8 or 9, and eight digits, or two letters and
// eight digits (resident certificate, new and old).
[[nodiscard]] std::optional<std::string> valid_id_number(std::string_view);

}  // namespace hallcall::gateway
