// The tests of the sequencer, the record, the feed and the clock: in process, with real files and a
// real reactor.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
