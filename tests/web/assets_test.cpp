// What the pages look like from inside the program: found by their path, whole, and named as what
// they are.
#include "web/assets.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace hallcall::web;

TEST_CASE("every asset is found by its own path, and nothing else is") {
  REQUIRE_FALSE(all_assets().empty());
  for (const asset& a : all_assets()) {
    CAPTURE(a.path);
    CHECK(find_asset(a.path) == &a);
    CHECK(find_asset(std::string(a.path) + "x") == nullptr);
    CHECK_FALSE(a.bytes.empty());
    CHECK_FALSE(a.content_type.empty());
    CHECK(a.etag.front() == '"');
    CHECK(a.etag.back() == '"');
  }
  CHECK(find_asset("") == nullptr);
  CHECK(find_asset("/") == nullptr);
  CHECK(find_asset("/assets/../kiosk") == nullptr);
}

TEST_CASE("a path that holds its digest may be cached for ever, a page may not") {
  for (const asset& a : all_assets()) {
    CAPTURE(a.path);
    CHECK(a.immutable == a.path.starts_with("/assets/"));
  }
}

TEST_CASE("a gzip variant is a gzip stream and smaller than what it stands for") {
  const auto packed = std::ranges::count_if(all_assets(), [](const asset& a) {
    if (a.gzip.empty()) return false;
    CHECK(a.gzip.starts_with("\x1f\x8b"));
    CHECK(a.gzip.size() < a.bytes.size());
    return true;
  });
  CHECK(packed > 0);
}

TEST_CASE("the pages are there, and only from their own origin") {
  for (const std::string_view path : {"/kiosk", "/board", "/t"}) {
    CAPTURE(path);
    const asset* page = find_asset(path);
    REQUIRE(page != nullptr);
    CHECK(page->content_type == "text/html; charset=utf-8");
    CHECK(page->bytes.starts_with("<!doctype html>"));
    CHECK(page->bytes.find("://") == std::string_view::npos);
    CHECK(page->bytes.find("<style") == std::string_view::npos);
    CHECK(page->bytes.find("style=") == std::string_view::npos);
  }
}

namespace {

// What a page makes a browser load at once: itself and every path it names under /assets/.
std::vector<const asset*> loaded_by(std::string_view page_path) {
  std::vector<const asset*> all{find_asset(page_path)};
  REQUIRE(all.front() != nullptr);
  const std::string_view html = all.front()->bytes;
  for (auto at = html.find("\"/assets/"); at != std::string_view::npos;
       at = html.find("\"/assets/", at + 1)) {
    const auto path = html.substr(at + 1, html.find('"', at + 1) - at - 1);
    CAPTURE(path);
    REQUIRE(find_asset(path) != nullptr);
    all.push_back(find_asset(path));
  }
  return all;
}

}  // namespace

TEST_CASE("a phone loads less than 60 KB for its ticket, and no font") {
  std::size_t bytes = 0;
  for (const asset* a : loaded_by("/t")) {
    bytes += a->gzip.empty() ? a->bytes.size() : a->gzip.size();
    CHECK(a->bytes.find("woff2") == std::string_view::npos);
  }
  CHECK(bytes < 60 * 1024);
}

TEST_CASE("the board and the phone know nothing of the private lane (R-20)") {
  for (const std::string_view page : {"/board", "/t"}) {
    for (const asset* a : loaded_by(page)) {
      CAPTURE(a->path);
      CHECK(a->bytes.find("疼您") == std::string_view::npos);
      CHECK(a->bytes.find("lane-turning") == std::string_view::npos);
      CHECK(a->bytes.find("\"turning\"") == std::string_view::npos);
    }
  }
}
