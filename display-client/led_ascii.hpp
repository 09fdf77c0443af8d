// Text for panels that have ASCII alone.
#pragma once

#include <string>
#include <string_view>

namespace hallcall::display {

// Letters with marks become their base letters, full-width forms and typographic signs their plain
// ones; what has no ASCII at all is left out.
[[nodiscard]] std::string to_ascii(std::string_view utf8);

}  // namespace hallcall::display
