// Reading one table of an office file, with a message for everything that can be wrong with a
// value.
#include "service/office_file_section.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hallcall::service::office_file {
namespace {

constexpr std::size_t longest_id = 32;
constexpr std::size_t longest_text = 600;  // bytes: two hundred Chinese characters

std::string led_by(const std::string& where, std::string what) {
  return where.empty() ? std::move(what) : fmt::format("{}: {}", where, what);
}

// Why a text cannot be shown, or nothing.
std::string_view text_fault(const std::string& text) {
  if (text.find_first_not_of(' ') == std::string::npos) return "must not be empty";
  if (text.size() > longest_text) return "is too long (at most 600 bytes)";
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(text, control)) return "must not hold line breaks or control characters";
  return {};
}

bool is_id(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, fits);
}

}  // namespace

void error_list::add(std::uint32_t line, std::string what) const {
  all_.push_back({file_, line, std::move(what)});
}

section::section(const error_list& errors, const table& from, std::string_view kind,
                 std::string where)
    : errors_{errors}, from_{from}, kind_{kind}, where_{std::move(where)} {
  const auto known = keys_of(kind_);
  if (known.empty()) return;
  for (const auto& [key, what] : from_.entries) {
    if (!index_of(known, key))
      note(what.line, fmt::format("unknown key \"{}\";{}", key, hint(known, key)));
  }
}

const value* section::find(std::string_view key) const { return from_.find(key); }

std::uint32_t section::line_of(std::string_view key) const {
  const value* v = find(key);
  return v ? v->line : from_.line;
}

void section::note(std::uint32_t line, std::string what) const {
  errors_.add(line, led_by(where_, std::move(what)));
}

template <class T>
const T* section::typed(std::string_view key, std::string_view expected) const {
  const value* v = find(key);
  if (!v) return nullptr;
  const T* typed = v->as<T>();
  if (!typed)
    note(v->line, fmt::format("\"{}\" must be {}, but is {}", key, expected, v->type_name()));
  return typed;
}

std::string section::text(std::string_view key, bool required) const {
  if (required && !has(key)) note(line(), fmt::format("\"{}\" is missing", key));
  const auto* text = typed<std::string>(key, "a text");
  if (!text) return {};
  if (const auto fault = text_fault(*text); !fault.empty()) {
    note_at(key, fmt::format("\"{}\" {}", key, fault));
    return {};
  }
  return *text;
}

std::string section::id(std::string_view key) const {
  std::string id = text(key, true);
  if (id.empty() || is_id(id)) return id;
  note_at(key, fmt::format("\"{}\" is \"{}\"; allowed: at most {} of a-z, 0-9 and \"-\"", key, id,
                           longest_id));
  return {};
}

std::int64_t section::number(std::string_view key, std::int64_t fallback, bounds b) const {
  const auto* number = typed<std::int64_t>(key, "a whole number");
  if (!number) return fallback;
  if (*number >= b.low && *number <= b.high) return *number;
  note_at(key, fmt::format("\"{}\" is {}; allowed: {} to {}", key, *number, b.low, b.high));
  return fallback;
}

std::int64_t section::required_number(std::string_view key, bounds b) const {
  if (!has(key)) note(line(), fmt::format("\"{}\" is missing", key));
  return number(key, 0, b);
}

double section::decimal(std::string_view key, double fallback, double low, double high) const {
  const value* v = find(key);
  if (!v) return fallback;
  double number = fallback;
  if (const auto* whole = v->as<std::int64_t>()) {
    number = static_cast<double>(*whole);
  } else if (const auto* decimal = typed<double>(key, "a number")) {
    number = *decimal;
  } else {
    return fallback;
  }
  if (number >= low && number <= high) return number;  // not so for a NaN either
  note_at(key, fmt::format("\"{}\" is {}; allowed: {} to {}", key, number, low, high));
  return fallback;
}

bool section::flag(std::string_view key, bool fallback) const {
  const auto* flag = typed<bool>(key, "true or false");
  return flag ? *flag : fallback;
}

std::vector<std::string> section::words(std::string_view key,
                                        std::span<const std::string_view> allowed) const {
  std::vector<std::string> result;
  const auto* list = typed<array>(key, "a list of texts");
  if (!list) return result;
  for (const value& item : *list) {
    const auto* word = item.as<std::string>();
    if (!word) {
      note(item.line, fmt::format("\"{}\" must hold texts, but holds {}", key, item.type_name()));
    } else if (!index_of(allowed, *word)) {
      note(item.line,
           fmt::format("\"{}\" holds the unknown \"{}\";{}", key, *word, hint(allowed, *word)));
    } else if (std::ranges::find(result, *word) != result.end()) {
      note(item.line, fmt::format("\"{}\" holds \"{}\" twice", key, *word));
    } else {
      result.push_back(*word);
    }
  }
  return result;
}

std::size_t section::choice_index(std::string_view key, std::size_t fallback,
                                  std::span<const std::string_view> allowed) const {
  const auto* word = typed<std::string>(key, "a text");
  if (!word) return fallback;
  if (const auto index = index_of(allowed, *word)) return *index;
  note_at(key, fmt::format("\"{}\" is \"{}\"; allowed: {}", key, *word, listed(allowed)));
  return fallback;
}

localized section::in_languages(std::string_view key, std::span<const std::string> required) const {
  if (!has(key)) {
    if (!required.empty()) {
      note(line(), fmt::format("\"{}\" is missing; it is a table of texts by language", key));
    }
    return {};
  }
  const table* texts = inner(key);
  if (!texts) return {};
  return read_languages(errors_, *texts, required, led_by(where_, fmt::format("\"{}\"", key)));
}

const table* section::inner(std::string_view key) const { return typed<table>(key, "a table"); }

std::vector<const table*> section::tables(std::string_view key) const {
  std::vector<const table*> result;
  const auto* list = typed<array>(key, fmt::format("a list of [[{}]] tables", key));
  if (!list) return result;
  for (const value& item : *list) {
    if (const auto* inner = item.as<table>()) {
      result.push_back(inner);
    } else {
      note(item.line, fmt::format("\"{}\" must hold tables, but holds {}", key, item.type_name()));
    }
  }
  return result;
}

localized read_languages(const error_list& errors, const table& from,
                         std::span<const std::string> required, const std::string& where) {
  localized result;
  std::vector<std::string_view> missing;
  for (const std::string& language : required) {
    if (!from.find(language)) missing.push_back(language);
  }
  if (!missing.empty())
    errors.add(from.line, fmt::format("{} lacks the languages {}", where, listed(missing)));
  for (const auto& [language, what] : from.entries) {
    const auto* text = what.as<std::string>();
    if (!index_of(page_languages, language)) {
      errors.add(what.line, fmt::format("{}: unknown language \"{}\";{}", where, language,
                                        hint(page_languages, language)));
    } else if (!text) {
      errors.add(what.line, fmt::format("{}: \"{}\" must be a text, but is {}", where, language,
                                        what.type_name()));
    } else if (const auto fault = text_fault(*text); !fault.empty()) {
      errors.add(what.line, fmt::format("{}: \"{}\" {}", where, language, fault));
    } else {
      result[language] = *text;
    }
  }
  return result;
}

}  // namespace hallcall::service::office_file
