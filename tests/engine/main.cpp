// The tests of the hall's rules: pure, without a clock, a file or a socket.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
