// Writing a device's token where device_token() reads it: a whole file with mode 0600 or none, also
// when the box loses its power in between.
#pragma once

#include <string>

#include <tl/expected.hpp>

namespace hallcall::relay {

// Whether a token could be put there, before anybody confirms a code for it: the folder exists,
// this user may write to it, and nobody else could put another file in this one's place; a file
// that is there already is this user's own and may be replaced. Otherwise why not, in words for a
// person.
[[nodiscard]] tl::expected<void, std::string> token_place_is_good(const std::string& file,
                                                                  bool replace);

// Makes the file beside its place, closes it to others, flushes it to the disk, and only then gives
// it its name. Without `replace` a file that is there already stays.
[[nodiscard]] tl::expected<void, std::string> write_token_file(const std::string& file,
                                                               const std::string& token,
                                                               bool replace);

}  // namespace hallcall::relay
