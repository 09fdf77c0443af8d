// SQLite's C interface behind values that clean up after themselves.
#include "gateway/account_database.hpp"

#include <sqlite3.h>

namespace hallcall::gateway {

void statement::closer::operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
void database::closer::operator()(sqlite3* d) const { sqlite3_close_v2(d); }

statement::statement(database& db, std::string_view sql) {
  sqlite3_stmt* raw = nullptr;
  const int code =
      sqlite3_prepare_v2(db.handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
  handle_.reset(raw);
  if (code != SQLITE_OK) {
    throw database_error(sqlite3_extended_errcode(db.handle_.get()),
                         sqlite3_errmsg(db.handle_.get()));
  }
}

void statement::check(int code) const {
  if (code == SQLITE_OK) return;
  sqlite3* const db = sqlite3_db_handle(handle_.get());
  throw database_error(sqlite3_extended_errcode(db), sqlite3_errmsg(db));
}

statement& statement::bind(std::string_view text) {
  // An empty view may have no address, which SQLite would take for NULL.
  check(sqlite3_bind_text(handle_.get(), ++bound_, text.empty() ? "" : text.data(),
                          static_cast<int>(text.size()), SQLITE_TRANSIENT));
  return *this;
}

statement& statement::bind(std::int64_t number) {
  check(sqlite3_bind_int64(handle_.get(), ++bound_, number));
  return *this;
}

statement& statement::bind(const std::array<std::uint8_t, 32>& digest) {
  check(sqlite3_bind_blob(handle_.get(), ++bound_, digest.data(), static_cast<int>(digest.size()),
                          SQLITE_TRANSIENT));
  return *this;
}

statement& statement::bind_or_null(const std::optional<std::string>& text) {
  if (text) return bind(std::string_view(*text));
  check(sqlite3_bind_null(handle_.get(), ++bound_));
  return *this;
}

bool statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) check(code);
  return false;
}

void statement::run() {
  while (step()) {}
}

void statement::again() {
  sqlite3_reset(handle_.get());  // an error of the last step was thrown by it
  sqlite3_clear_bindings(handle_.get());
  bound_ = 0;
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL;
}

std::int64_t statement::number(int column) const {
  return sqlite3_column_int64(handle_.get(), column);
}

std::string statement::text(int column) const {
  const void* const bytes = sqlite3_column_blob(handle_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

database::database(const std::filesystem::path& file, int busy_milliseconds) {
  sqlite3* raw = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  handle_.reset(raw);
  if (code != SQLITE_OK) throw database_error(code, sqlite3_errstr(code));
  sqlite3_busy_timeout(raw, busy_milliseconds);
}

void database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw database_error(sqlite3_extended_errcode(handle_.get()), sqlite3_errmsg(handle_.get()));
  }
}

std::int64_t database::number(std::string_view sql) {
  statement s(*this, sql);
  return s.step() ? s.number(0) : 0;
}

std::string database::text(std::string_view sql) {
  statement s(*this, sql);
  return s.step() ? s.text(0) : std::string();
}

std::int64_t database::changes() const { return sqlite3_changes64(handle_.get()); }

transaction::transaction(database& db, kind k) : database_(db) {
  database_.execute(k == kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

transaction::~transaction() {
  if (!open_) return;
  try {
    database_.execute("ROLLBACK");
  } catch (const database_error&) {
    // SQLite has rolled back by itself, as it does after a full disk or an I/O error.
  }
}

void transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace hallcall::gateway
