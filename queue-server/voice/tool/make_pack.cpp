// The build's own `voice make`: the pages have the placeholder pack in them, so it is made before
// queue-server is there.
#include <cstdio>

#include <fmt/format.h>

#include "voice/placeholder.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} FOLDER\n", argv[0]);
    return 2;
  }
  const auto made =
      hallcall::voice::make_placeholder(argv[1], hallcall::voice::placeholder_languages());
  if (made) return 0;
  fmt::print(stderr, "{}: {}\n", argv[0], made.error());
  return 1;
}
