// The tests of the real server program: killed, interrupted, started twice, asked by several at
// once.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
