// What is wrong with a voice pack.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hallcall::voice {

// error: because of it a board leaves something out. warning: it sounds worse than it should.
enum class severity : std::uint8_t { error, warning };

struct finding {
  severity weight = severity::error;
  std::string where;  // the file, relative to the pack; of a missing clip its id
  std::string what;   // what was found or measured, and what would be right
};
using findings = std::vector<finding>;

[[nodiscard]] bool has_error(const findings&);
// "error    en/digit-3.ogg: lasts 0.420 s, …"
[[nodiscard]] std::string line_of(const finding&);

}  // namespace hallcall::voice
