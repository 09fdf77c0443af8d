// `pair` of both device programs: shows a code in large letters on the terminal, waits until an
// administrator has confirmed it, and writes the token's file.
#pragma once

#include <string>

#include "proto/relay/pairing.hpp"

namespace hallcall::relay {

enum class pair_end : std::uint8_t {
  enrolled,
  bad_place,  // of the token file; explained
  no_server,  // no Hallcall server there, or no such hall
  denied,
  no_answer  // of the server, or of an administrator in time
};

struct pair_request {
  pairing::options pair;  // `persist` does not matter
  std::string program;    // "display-client", before each complaint
  std::string server_text;
  std::string token_file;
  bool replace = false;
};

// Blocks, at most as long as a code lives and a little.
[[nodiscard]] pair_end pair_on_terminal(pair_request);

// The code in letters of five rows, for a dark terminal or a light one; what is no letter of a code
// is a gap.
[[nodiscard]] std::string large_code(const std::string& code);

}  // namespace hallcall::relay
