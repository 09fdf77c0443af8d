// Asks a person for a password on a terminal without showing it. Blocks; for the command line
// alone.
#pragma once

#include <string>

#include <tl/expected.hpp>

#include "gateway/secrets.hpp"

namespace hallcall::gateway {

// Reads a new password from `input`: on a terminal twice without echo, asking on `output`;
// otherwise its first line, without the line's end. The error is a sentence for a person: nothing
// was given, the two differ, interrupted, or longer than max_password_bytes.
[[nodiscard]] tl::expected<secret_text, std::string> ask_new_password(
    int input, int output, const std::string& account_name);

}  // namespace hallcall::gateway
