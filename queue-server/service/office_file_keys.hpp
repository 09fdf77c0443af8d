// Every key that an office file and a catalogue may hold, by section: what the parser accepts, what
// a message offers, and what offices/README.md documents (a test holds the two together).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hallcall::service::office_file {

struct section_keys {
  std::string_view section;  // "hall.counter"; "office file" and "catalogue" are the roots
  std::span<const std::string_view> keys;  // empty: its keys are free, and read as what they name
};
[[nodiscard]] std::span<const section_keys> all_sections();
// Precondition: there is a section of that name.
[[nodiscard]] std::span<const std::string_view> keys_of(std::string_view section);

// The words that stand for an enumeration's values, in its order.
inline constexpr std::string_view lane_words[] = {"general", "express", "priority",
                                                  "turning", "booked",  "returning"};
inline constexpr std::string_view kind_words[] = {"full-function", "express", "priority",
                                                  "turning",       "booked",  "mobile"};
inline constexpr std::string_view need_words[] = {
    "senior",          "pregnant",       "wheelchair", "small-child",
    "hard-of-hearing", "hard-of-seeing", "interpreter"};
inline constexpr std::string_view discipline_words[] = {"apq", "fifo", "strict", "ratio"};
inline constexpr std::string_view affinity_words[] = {"narrow", "order"};
// The languages that the pages speak.
inline constexpr std::string_view page_languages[] = {"zh-TW", "en", "vi", "id", "th", "ja"};

[[nodiscard]] std::optional<std::size_t> index_of(std::span<const std::string_view> words,
                                                  std::string_view word);
// "a, b, c"
[[nodiscard]] std::string listed(std::span<const std::string_view> words);
// ' did you mean "counter"?' when one of the words is near to it, else ' allowed: a, b, c'.
[[nodiscard]] std::string hint(std::span<const std::string_view> words, std::string_view word);
[[nodiscard]] std::vector<std::string_view> views_of(std::span<const std::string> words);

}  // namespace hallcall::service::office_file
