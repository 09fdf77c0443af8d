// What the board itself says, in each language of the hall. Everything else it shows comes from the
// server.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/messages/common.hpp"

namespace hallcall::display {

enum class word : std::uint8_t {
  now_calling,
  recent_calls,
  waiting,
  counters,
  counter,
  minutes,
  nobody_called,
  open_until,
  last_called,
  closed,
  opens_at,
  busy,
  congested,
  stale,
  connecting,
  counter_paused,  // from here on for LED panels
  counter_closed,
  deputy,
  outdated,
};

// In one language, with "{}" where a value belongs; English for a language that is not known here.
[[nodiscard]] std::string_view pattern(word, std::string_view language);

// In the board's languages side by side, each wording once, with the value filled in.
[[nodiscard]] std::string say(word, const std::vector<std::string>& languages,
                              std::string_view value = {});

// The server's words in the board's languages side by side, each once; whatever there is when none
// of them is there.
[[nodiscard]] std::string both(const messages::localized& words,
                               const std::vector<std::string>& languages);

}  // namespace hallcall::display
