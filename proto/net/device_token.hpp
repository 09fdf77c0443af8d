// The device's secret, as both device programs take it: from a file that only its owner can read,
// or from HALLCALL_TOKEN. Never printed.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

namespace hallcall::net {

// The file wins over the environment; neither is no token. Refuses, in words for a person, a file
// that others may read (mode other than 0600 or 0400), that is not a plain file, or that does not
// hold one word of at most 512 characters. Takes HALLCALL_TOKEN out of the environment, so call it
// before other threads start.
[[nodiscard]] tl::expected<std::optional<std::string>, std::string> device_token(
    const std::optional<std::string>& file);

}  // namespace hallcall::net
