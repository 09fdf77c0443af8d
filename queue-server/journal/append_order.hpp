// The order every journal holds its callers to: a group continues the journal without a gap.
#pragma once

#include <cstdint>
#include <span>

#include "journal/journal.hpp"

namespace hallcall::journal {

// Ends the program, in release too, when the group does not continue `last_seq`: a sequencer that
// numbers wrongly must not reach the disk.
void assert_continues(std::uint64_t last_seq, std::span<const entry> group);

}  // namespace hallcall::journal
