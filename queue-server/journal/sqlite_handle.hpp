// SQLite's connection and prepared statement as objects that clean up after themselves and turn
// every error into sqlite_error. Used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "journal/journal.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace hallcall::journal {

// A storage_error that also carries SQLite's extended result code.
class sqlite_error : public storage_error {
 public:
  sqlite_error(const std::string& what, int code) : storage_error(what), code_(code) {}
  [[nodiscard]] int code() const { return code_; }
  // The file is not, or no longer, a readable database; trying again does not help.
  [[nodiscard]] bool damaged() const;

 private:
  int code_;
};

class connection {
 public:
  // `vfs` empty: SQLite's own. Read-only never creates the file.
  connection(const std::filesystem::path& path, bool read_only, const std::string& vfs);

  // Runs statements that give no rows, or whose rows do not matter.
  void run(const char* operation, const std::string& sql);
  // The first column of the first row, "" without a row.
  [[nodiscard]] std::string ask(const char* operation, const std::string& sql);
  // Undoes an open transaction if there is one; never throws.
  void roll_back() noexcept;

  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }
  // The error that `code` on this connection is, ready to throw.
  [[nodiscard]] sqlite_error error(const char* operation, int code) const;

 private:
  struct close {
    void operator()(sqlite3*) const;
  };

  std::string path_;
  std::unique_ptr<sqlite3, close> handle_;
};

// Prepared once, run often. Texts and blobs are bound without a copy: they must live until the next
// reset(). The connection must outlive it. Parameters count from 1, columns from 0.
class statement {
 public:
  // `operation` names it in errors and must outlive it (a literal).
  statement(const connection& on, const char* operation, std::string_view sql);

  void bind_integer(int parameter, std::int64_t value);
  void bind_integer(int parameter, std::optional<std::int64_t> value);
  void bind_text(int parameter, std::string_view value);
  void bind_blob(int parameter, std::span<const std::uint8_t> value);

  // True when there is a row to look at.
  [[nodiscard]] bool step();
  // Steps to the end and resets.
  void run();
  void reset() noexcept;

  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;  // NULL: nullopt
  // Valid until the next step or reset.
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;

 private:
  struct finalize {
    void operator()(sqlite3_stmt*) const;
  };

  void check(int code) const;

  const connection* on_;
  const char* operation_;
  std::unique_ptr<sqlite3_stmt, finalize> handle_;
};

// Resets a statement at the end of a scope, also when a caller's function throws halfway through
// its rows: a statement left open would hold a read transaction, and with it every checkpoint.
class reset_at_end {
 public:
  explicit reset_at_end(statement& s) : statement_(s) {}
  reset_at_end(const reset_at_end&) = delete;
  reset_at_end& operator=(const reset_at_end&) = delete;
  ~reset_at_end() { statement_.reset(); }

 private:
  statement& statement_;
};

}  // namespace hallcall::journal
