// The files of proto/golden: NAME.json or NAME.VARIANT.json, NAME a struct's in kebab-case, written
// over several lines for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallcall::messages {

struct golden_file {
  std::string file;     // "ticket-view.called.json"
  std::string message;  // "ticket_view"
  std::string text;     // without the white space between tokens, as the encoder writes
};

// All of them, by file name; throws when a file cannot be read.
[[nodiscard]] const std::vector<golden_file>& golden_files();
// The one of that name; throws when there is none.
[[nodiscard]] const golden_file& golden(std::string_view file);
// Every struct that proto/messages/*.hpp describes, in their order.
[[nodiscard]] std::vector<std::string> described_structs();

}  // namespace hallcall::messages
