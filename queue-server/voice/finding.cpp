#include "voice/finding.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace hallcall::voice {

bool has_error(const findings& all) {
  return std::ranges::any_of(all, [](const auto& f) { return f.weight == severity::error; });
}

std::string line_of(const finding& f) {
  return fmt::format("{:<8} {}: {}", f.weight == severity::error ? "error" : "warning", f.where,
                     f.what);
}

}  // namespace hallcall::voice
