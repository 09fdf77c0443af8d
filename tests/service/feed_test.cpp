// Push: a view is built once for all who watch it, only when it changed, and nobody has a backlog.
#include <doctest/doctest.h>

#include "service/feed.hpp"
#include "service_bench.hpp"

namespace hallcall::service::testing {
namespace {

struct counting_watcher final : feed::watcher {
  void newer_frame() override { ++told; }
  int told = 0;
};

// A feed of views whose data the test sets.
struct bench {
  std::map<view_name, std::string> data;
  std::uint64_t seq = 7;
  int built = 0;
  feed f{[this](const view_name& v) {
           ++built;
           return data[v];
         },
         [this](const std::string&) { return std::pair(seq, local_time(0, 9)); }};
};

const view_name board{"main", "board"};

}  // namespace

TEST_CASE("whoever watches has the view at once, as one frame with its seq and time") {
  bench b;
  b.data[board] = R"({"now":[]})";
  counting_watcher w;
  feed::guard g(b.f, board, w);
  REQUIRE(g.frame() != nullptr);
  CHECK(
      *g.frame() ==
      R"({"type":"view","view":"board","seq":7,"at":"2026-03-02T01:00:00.000Z","data":{"now":[]}})");
  CHECK(w.told == 0);
}

TEST_CASE("data that did not change is no new frame") {
  bench b;
  b.data[board] = "1";
  counting_watcher w;
  feed::guard g(b.f, board, w);
  const auto frame = g.frame();
  const auto version = g.version();
  b.seq = 8;
  b.f.refresh({"main"});
  b.f.refresh({"main"});
  CHECK(g.frame() == frame);
  CHECK(g.version() == version);
  CHECK(w.told == 0);
  CHECK(b.f.frames_built() == 1);
  b.data[board] = "2";
  b.f.refresh({"main"});
  CHECK(w.told == 1);
  CHECK(g.version() == version + 1);
  CHECK(g.frame()->find("\"seq\":8") != std::string::npos);
}

TEST_CASE("a view is built once for all who watch it, and they share its bytes") {
  bench b;
  b.data[board] = "1";
  std::vector<counting_watcher> watchers(100);
  std::vector<feed::guard> guards;
  for (auto& w : watchers) guards.emplace_back(b.f, board, w);
  CHECK(b.f.watching("main", "board") == 100);
  b.built = 0;
  b.data[board] = "2";
  b.f.refresh({"main"});
  CHECK(b.built == 1);
  for (std::size_t i = 0; i < guards.size(); ++i) {
    CHECK(guards[i].frame().get() == guards[0].frame().get());
    CHECK(watchers[i].told == 1);
  }
}

TEST_CASE("who was slow takes the newest, never what lay between") {
  bench b;
  b.data[board] = "0";
  counting_watcher w;
  feed::guard g(b.f, board, w);
  for (int n = 1; n <= 50; ++n) {
    b.data[board] = std::to_string(n);
    b.f.refresh({"main"});
  }
  CHECK(g.frame()->ends_with("\"data\":50}"));
  CHECK(g.frame().use_count() == 2);  // the feed's, and the one in this line: no other was kept
}

TEST_CASE("only the views of the halls that changed are looked at, and only watched ones") {
  bench b;
  const view_name branch{"branch", "board"};
  b.data[board] = b.data[branch] = "1";
  counting_watcher w1, w2;
  feed::guard g1(b.f, board, w1), g2(b.f, branch, w2);
  b.built = 0;
  b.data[board] = b.data[branch] = "2";
  b.f.refresh({"branch"});
  CHECK(b.built == 1);
  CHECK(w1.told == 0);
  CHECK(w2.told == 1);
  { const auto gone = std::move(g2); }
  CHECK(b.f.watching("branch", "board") == 0);
  b.built = 0;
  b.f.refresh({"branch"});
  CHECK(b.built == 0);
}

TEST_CASE("a view that is gone leaves its last frame") {
  bench b;
  const view_name ticket{"main", "ticket:abc"};
  b.data[ticket] = "1";
  counting_watcher w;
  feed::guard g(b.f, ticket, w);
  b.data[ticket] = "";
  b.f.refresh({"main"});
  REQUIRE(g.frame() != nullptr);
  CHECK(g.frame()->ends_with("\"data\":1}"));
  CHECK(w.told == 0);
}

TEST_CASE("guards may be moved and let go in any order") {
  bench b;
  b.data[board] = "1";
  counting_watcher w1, w2, w3;
  std::optional<feed::guard> g1(std::in_place, b.f, board, w1), g2(std::in_place, b.f, board, w2);
  feed::guard g3(b.f, board, w3);
  g1.reset();
  g3 = std::move(*g2);
  b.data[board] = "2";
  b.f.refresh({"main"});
  CHECK(w1.told == 0);
  CHECK(w2.told == 1);
  CHECK(w3.told == 0);
  CHECK(b.f.watching("main", "board") == 1);
}

}  // namespace hallcall::service::testing
