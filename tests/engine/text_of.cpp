// Comparing the texts of two values line by line.
#include "text_of.hpp"

namespace hallcall::engine::testing {

std::string first_difference(const std::string& a, const std::string& b) {
  if (a == b) return "";
  std::istringstream left(a), right(b);
  std::string l, r;
  for (;;) {
    const bool more_left = bool(std::getline(left, l));
    const bool more_right = bool(std::getline(right, r));
    if (!more_left) l = "(nothing)";
    if (!more_right) r = "(nothing)";
    if (l != r) return l + "\n  against\n" + r;
    if (!more_left && !more_right) return "";
  }
}

}  // namespace hallcall::engine::testing
