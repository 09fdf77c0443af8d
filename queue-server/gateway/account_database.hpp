// SQLite for the accounts file, in the few words that the store needs. Throws database_error, which
// the store turns into values; its text never holds a bound value. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace hallcall::gateway {

class database_error : public std::runtime_error {
 public:
  database_error(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  [[nodiscard]] int code() const { return code_; }  // SQLite's extended result code

 private:
  int code_;
};

class database;

// One prepared statement. Bind in order of the question marks, then step; text() and blob() copy.
class statement {
 public:
  statement(database&, std::string_view sql);
  statement& bind(std::string_view text);
  statement& bind(std::int64_t number);
  statement& bind(const std::array<std::uint8_t, 32>& digest);
  statement& bind_or_null(const std::optional<std::string>& text);
  [[nodiscard]] bool step();  // true: a row is there
  void run();                 // for statements without rows
  void again();               // forget what was bound

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  struct closer {
    void operator()(sqlite3_stmt*) const;
  };
  void check(int code) const;
  std::unique_ptr<sqlite3_stmt, closer> handle_;
  int bound_ = 0;
};

class database {
 public:
  // Opens an existing file, with how long to wait for another connection's write.
  database(const std::filesystem::path& file, int busy_milliseconds);
  void execute(const std::string& sql);
  // The first column of the first row: for pragmas.
  [[nodiscard]] std::int64_t number(std::string_view sql);
  [[nodiscard]] std::string text(std::string_view sql);
  [[nodiscard]] std::int64_t changes() const;  // rows changed by the last statement

 private:
  friend class statement;
  struct closer {
    void operator()(sqlite3*) const;
  };
  std::unique_ptr<sqlite3, closer> handle_;
};

// For writing it takes the write lock at once, so that nothing read in it changes before it is
// written; for reading it sees one state of the file. Undone unless committed.
class transaction {
 public:
  enum class kind : std::uint8_t { write, read };
  explicit transaction(database&, kind = kind::write);
  ~transaction();
  transaction(const transaction&) = delete;
  transaction& operator=(const transaction&) = delete;
  void commit();

 private:
  database& database_;
  bool open_ = true;
};

}  // namespace hallcall::gateway
