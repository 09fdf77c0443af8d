// The journal's tests: its contract on every implementation, its chain, its file, and failing
// storage.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
