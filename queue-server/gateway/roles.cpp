// The roles' words.
#include "gateway/roles.hpp"

#include <array>

namespace hallcall::gateway {
namespace {

constexpr std::array<std::string_view, 8> words{"kiosk",  "display", "greeter",       "clerk",
                                                "backup", "manager", "administrator", "auditor"};

}  // namespace

std::string_view to_string(role r) { return words.at(static_cast<std::size_t>(r)); }

std::optional<role> parse_role(std::string_view text) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<role>(i);
  }
  return std::nullopt;
}

}  // namespace hallcall::gateway
