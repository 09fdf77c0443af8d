// What earlier programs wrote, in tests/service/golden, and how it is held against what is written
// today.
#pragma once

#include <fstream>
#include <sstream>
#include <string>

#include <doctest/doctest.h>
#include <boost/json.hpp>

namespace hallcall::service::testing {

inline std::string golden(const std::string& name) {
  std::ifstream in(std::string(HALLCALL_SERVICE_TESTS) + "/golden/" + name, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), "missing: tests/service/golden/" << name);
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

// Everything in `old` is in `now`, unchanged; `now` may have more members.
inline void check_within(const boost::json::value& now, const boost::json::value& old,
                         const std::string& where) {
  CAPTURE(where);
  if (const auto* members = old.if_object()) {
    REQUIRE(now.is_object());
    for (const auto& [key, value] : *members) {
      const auto* there = now.get_object().if_contains(key);
      REQUIRE_MESSAGE(there != nullptr, "no longer written: " << where << "/" << std::string(key));
      check_within(*there, value, where + "/" + std::string(key));
    }
  } else if (const auto* items = old.if_array()) {
    REQUIRE(now.is_array());
    REQUIRE(now.get_array().size() == items->size());
    for (std::size_t i = 0; i < items->size(); ++i)
      check_within(now.get_array()[i], (*items)[i], where + "/" + std::to_string(i));
  } else {
    CHECK(boost::json::serialize(now) == boost::json::serialize(old));
  }
}

}  // namespace hallcall::service::testing
