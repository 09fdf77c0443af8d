// A TOML file as a plain tree that remembers each value's line, so that one file alone has to see
// the TOML parser.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "service/office.hpp"

namespace hallcall::service::office_file {

struct value;
struct entry;
using array = std::vector<value>;

struct table {
  std::uint32_t line = 0;      // of its header or brace
  std::vector<entry> entries;  // in the order of the file
  [[nodiscard]] const value* find(std::string_view key) const;
};

struct other {};  // a date or a time: nothing in an office file has this type

struct value {
  std::uint32_t line = 0;
  std::variant<other, std::string, std::int64_t, double, bool, array, table> data;

  // The value as a T, or null when it is of another type.
  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&data);
  }
  // "a text", "a whole number", … for a message.
  [[nodiscard]] std::string_view type_name() const;
};

struct entry {
  std::string key;
  value what;
};

// The longest file that is read. The catalogue that ships has a tenth of it.
inline constexpr std::size_t max_file_bytes = 1u << 20;

// A file's content, or why it cannot be read (line 0).
[[nodiscard]] tl::expected<std::string, office_error> read_file(const std::filesystem::path& file);
// `file` is the name that an error gives. A TOML error ends the reading, so there is at most one.
[[nodiscard]] tl::expected<table, office_error> parse(const std::string& content,
                                                      const std::string& file);

}  // namespace hallcall::service::office_file
