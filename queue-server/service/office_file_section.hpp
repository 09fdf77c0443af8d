// One table of an office file while it is read: every getter either gives a valid value or notes
// what is wrong and where, and gives the fallback, so that reading goes on and finds the next error
// too.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/types.hpp"
#include "service/office_file_keys.hpp"
#include "service/office_file_tree.hpp"

namespace hallcall::service::office_file {

// Collects what is wrong with one file.
class error_list {
 public:
  error_list(std::string file, std::vector<office_error>& all)
      : file_{std::move(file)}, all_{all} {}
  void add(std::uint32_t line, std::string what) const;
  // Of this file and of those that share the list.
  [[nodiscard]] std::size_t count() const { return all_.size(); }

 private:
  std::string file_;
  std::vector<office_error>& all_;
};

struct bounds {
  std::int64_t low;
  std::int64_t high;
};

class section {
 public:
  // `kind` is the section's name in the table of keys; `where` leads its messages ("counter 5") and
  // may be empty. Keys that the table does not list are noted at once. `errors` and `from` outlive
  // the section.
  section(const error_list& errors, const table& from, std::string_view kind, std::string where);

  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const value* find(std::string_view key) const;
  [[nodiscard]] std::uint32_t line() const { return from_.line; }
  [[nodiscard]] std::uint32_t line_of(std::string_view key) const;
  [[nodiscard]] const std::string& where() const { return where_; }
  void note(std::uint32_t line, std::string what) const;
  void note_at(std::string_view key, std::string what) const {
    note(line_of(key), std::move(what));
  }

  // A text without control characters, not empty. Missing: noted when `required`.
  [[nodiscard]] std::string text(std::string_view key, bool required) const;
  // a-z, 0-9 and '-', at most 32 of them. Missing: noted.
  [[nodiscard]] std::string id(std::string_view key) const;
  // Missing: the fallback.
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t fallback, bounds) const;
  // Missing: noted, and zero.
  [[nodiscard]] std::int64_t required_number(std::string_view key, bounds) const;
  [[nodiscard]] double decimal(std::string_view key, double fallback, double low,
                               double high) const;
  [[nodiscard]] bool flag(std::string_view key, bool fallback) const;

  // A list of texts, each once and one of the words allowed. Missing: empty.
  [[nodiscard]] std::vector<std::string> words(std::string_view key,
                                               std::span<const std::string_view> allowed) const;
  template <class E>
  [[nodiscard]] E choice(std::string_view key, E fallback,
                         std::span<const std::string_view> allowed) const {
    return static_cast<E>(choice_index(key, static_cast<std::size_t>(fallback), allowed));
  }
  template <class E>
  [[nodiscard]] engine::enum_set<E> choices(std::string_view key, engine::enum_set<E> fallback,
                                            std::span<const std::string_view> allowed) const {
    if (!has(key)) return fallback;
    engine::enum_set<E> set;
    for (const auto& word : words(key, allowed))
      set.insert(static_cast<E>(*index_of(allowed, word)));
    return set;
  }
  // Texts by language. Missing languages are noted in one message; a missing table is noted when
  // any is required.
  [[nodiscard]] localized in_languages(std::string_view key,
                                       std::span<const std::string> required) const;

  // The table or the tables ([[key]]) under a key; null or empty when missing.
  [[nodiscard]] const table* inner(std::string_view key) const;
  [[nodiscard]] std::vector<const table*> tables(std::string_view key) const;

 private:
  std::size_t choice_index(std::string_view key, std::size_t fallback,
                           std::span<const std::string_view> allowed) const;
  template <class T>
  const T* typed(std::string_view key, std::string_view expected) const;

  const error_list& errors_;
  const table& from_;
  std::string_view kind_;
  std::string where_;
};

// The same for a table whose keys are languages ([document.photo]). `where` leads the messages.
[[nodiscard]] localized read_languages(const error_list& errors, const table& from,
                                       std::span<const std::string> required,
                                       const std::string& where);

}  // namespace hallcall::service::office_file
