// A call as the clips that a board plays for it. The clips are in the voice pack, whose
// clips of each language voice/languages.hpp names; this puts them in order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::service {

// The clip ids for "A023 號來賓，請到 5 號櫃檯" and its like, in the order of the languages: the
// chime first, once. A language that is spoken nowhere, or named twice, is skipped. With a number
// that is not one letter and digits there is nothing to say but the chime.
[[nodiscard]] std::vector<std::string> call_clips(std::string_view number, engine::counter_no,
                                                  const std::vector<std::string>& languages);

}  // namespace hallcall::service
