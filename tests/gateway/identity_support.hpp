// What the identity tests share: a directory that goes away, a time to start from, quick hashes.
#pragma once

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gateway/account_store.hpp"
#include "gateway/password.hpp"

namespace hallcall::gateway::identity_tests {

class temporary_directory {
 public:
  temporary_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "identity-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path = pattern;
  }
  ~temporary_directory() { std::filesystem::remove_all(path); }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;
  std::filesystem::path path;
};

inline time_point at(std::chrono::milliseconds since_start) {
  return time_point(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)) + since_start;
}
inline const time_point start = at(std::chrono::milliseconds(0));

inline std::string quick_hash(std::string_view password) {
  return *hash_password(password, least_hash_cost());
}

inline account_store open_store(const std::filesystem::path& directory) {
  auto store = account_store::open(directory, open_mode::create);
  REQUIRE_MESSAGE(store.has_value(), (store ? "" : store.error().what));
  return std::move(*store);
}

inline account person(const std::string& name, gateway::role role = role::clerk) {
  return {name, role, {}, false, false, start, {}};
}
inline device machine(const std::string& name, gateway::role role = role::kiosk) {
  return {name, role, {}, start, {}};
}

// Writes into the file behind the store's back, past its constraints.
inline void tamper(const std::filesystem::path& directory, const std::string& sql) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(accounts_file(directory).c_str(), &db) == SQLITE_OK);
  sqlite3_busy_timeout(db, 5'000);
  char* why = nullptr;
  const int code = sqlite3_exec(db, ("PRAGMA ignore_check_constraints = ON;" + sql).c_str(),
                                nullptr, nullptr, &why);
  const std::string said = why == nullptr ? "" : why;
  sqlite3_free(why);
  sqlite3_close(db);
  REQUIRE_MESSAGE(code == SQLITE_OK, said);
}

// Whether these bytes are in any file of the directory. Only while no store has it open: closing a
// file that SQLite has open drops its locks.
inline bool is_in_files(const std::filesystem::path& directory, std::string_view bytes) {
  for (const auto& file : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string all(std::istreambuf_iterator<char>(in), {});
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

}  // namespace hallcall::gateway::identity_tests
