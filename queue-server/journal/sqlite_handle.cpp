// Thin: one SQLite call each, and the error it may give.
#include "journal/sqlite_handle.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstring>

namespace hallcall::journal {

bool sqlite_error::damaged() const {
  const int primary = code_ & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

void connection::close::operator()(sqlite3* handle) const { sqlite3_close(handle); }

connection::connection(const std::filesystem::path& path, bool read_only, const std::string& vfs)
    : path_(path.string()) {
  // A connection has one user at a time here, hence no mutex of SQLite's own.
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(path_.c_str(), &opened, flags, vfs.empty() ? nullptr : vfs.c_str());
  handle_.reset(opened);
  if (opened == nullptr) throw std::bad_alloc();
  if (code != SQLITE_OK) {
    const int cause = sqlite3_system_errno(opened);
    throw sqlite_error(
        fmt::format("open {}: {} (SQLite {}{}{})", path_, sqlite3_errmsg(opened), code,
                    cause != 0 ? ", " : "", cause != 0 ? std::strerror(cause) : ""),
        code);
  }
}

sqlite_error connection::error(const char* operation, int code) const {
  return {fmt::format("{}: {} (SQLite {}) in {}", operation, sqlite3_errmsg(handle_.get()), code,
                      path_),
          code};
}

void connection::run(const char* operation, const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw error(operation, code);
}

std::string connection::ask(const char* operation, const std::string& sql) {
  statement question(*this, operation, sql);
  return question.step() ? std::string(question.text(0)) : std::string();
}

void connection::roll_back() noexcept {
  if (sqlite3_get_autocommit(handle_.get()) == 0) {
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void statement::finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

statement::statement(const connection& on, const char* operation, std::string_view sql)
    : on_(&on), operation_(operation) {
  sqlite3_stmt* prepared = nullptr;
  check(sqlite3_prepare_v3(on.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &prepared, nullptr));
  handle_.reset(prepared);
}

void statement::check(int code) const {
  if (code != SQLITE_OK) throw on_->error(operation_, code);
}

void statement::bind_integer(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(handle_.get(), parameter, value));
}

void statement::bind_integer(int parameter, std::optional<std::int64_t> value) {
  if (value) return bind_integer(parameter, *value);
  check(sqlite3_bind_null(handle_.get(), parameter));
}

// An empty view may have no address, and SQLite takes a null address for NULL.
void statement::bind_text(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(handle_.get(), parameter, value.empty() ? "" : value.data(),
                            value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void statement::bind_blob(int parameter, std::span<const std::uint8_t> value) {
  check(sqlite3_bind_blob64(handle_.get(), parameter,
                            value.empty() ? static_cast<const void*>("") : value.data(),
                            value.size(), SQLITE_STATIC));
}

bool statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const auto error = on_->error(operation_, code);
  reset();
  throw error;
}

void statement::run() {
  const reset_at_end guard(*this);
  while (step()) {}
}

void statement::reset() noexcept { sqlite3_reset(handle_.get()); }

std::int64_t statement::integer(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::optional<std::int64_t> statement::maybe_integer(int column) const {
  if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string_view statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::uint8_t> statement::blob(int column) const {
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

}  // namespace hallcall::journal
