// Ends the program on a misnumbered group: it is a bug of the caller, not a failure of storage.
#include "journal/append_order.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace hallcall::journal {

void assert_continues(std::uint64_t last_seq, std::span<const entry> group) {
  auto expected = last_seq;
  for (const auto& e : group) {
    if (e.seq != ++expected) {
      fmt::print(stderr, "journal: assertion failed: entry {} was appended where {} is due\n",
                 e.seq, expected);
      std::abort();
    }
  }
}

}  // namespace hallcall::journal
