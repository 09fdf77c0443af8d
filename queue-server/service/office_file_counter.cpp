// Reading a counter. What its kind implies stands here, in one table.
#include "service/office_file_counter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace hallcall::service::office_file {
namespace {

using engine::counter_kind;
using engine::lane;
using lanes = engine::enum_set<lane>;

constexpr std::int64_t highest_counter = 999;  // three digits fit on every board

// Every kind helps the general lane, so that no counter idles while somebody waits whom it could
// serve.
struct kind_lanes {
  lanes takes;
  lanes prefers;
};
constexpr kind_lanes by_kind[] = {
    {engine::set_of({lane::general, lane::express, lane::priority, lane::booked, lane::returning}),
     {}},
    {engine::set_of({lane::general, lane::express, lane::returning}),
     engine::set_of({lane::express})},
    {engine::set_of({lane::general, lane::express, lane::priority, lane::returning}),
     engine::set_of({lane::priority})},
    {engine::set_of({lane::turning, lane::returning}), engine::set_of({lane::turning})},
    {engine::set_of({lane::general, lane::booked, lane::returning}),
     engine::set_of({lane::booked})},
    {engine::set_of({lane::general, lane::express, lane::priority, lane::booked, lane::returning}),
     {}},
};

const kind_lanes& of(counter_kind kind) { return by_kind[static_cast<std::size_t>(kind)]; }

lanes both(lanes a, lanes b) { return {a.bits & b.bits}; }

std::string number_of(const table& from) {
  const value* n = from.find("n");
  const auto* number = n ? n->as<std::int64_t>() : nullptr;
  return number ? std::to_string(*number) : std::string{"without a number"};
}

void read_lanes(const section& s, const counter_context& context, engine::counter_rules& rules) {
  rules.takes = s.choices("takes", lanes_taken_by(rules.kind, context), lane_words);
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<lane>(i);
    if (rules.takes.contains(l) && !context.lanes_in_use.contains(l)) {
      s.note_at("takes",
                fmt::format("\"takes\" names the lane \"{}\", which is not in use in this hall",
                            lane_words[i]));
    }
  }
  rules.prefers =
      s.choices("prefers", both(lanes_preferred_by(rules.kind), rules.takes), lane_words);
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto l = static_cast<lane>(i);
    if (rules.prefers.contains(l) && !rules.takes.contains(l)) {
      s.note_at("prefers",
                fmt::format("\"prefers\" names the lane \"{}\", which the counter does not take",
                            lane_words[i]));
    }
  }
}

void read_features(const section& s, const counter_context& context, engine::counter_rules& rules) {
  if (context.shared) {
    for (auto& function : s.words("functions", views_of(context.shared->functions))) {
      rules.features.insert({std::move(function)});
    }
  }
  for (const auto& language : s.words("languages", views_of(context.languages))) {
    rules.features.insert({language_feature(language)});
  }
  if (s.flag("accessible", false)) rules.features.insert({std::string{accessible_feature}});
}

// whoever reads the hall's sign must not learn that the counter is a turning counter.
void read_signs(const section& s, const counter_context& context, counter_entry& to) {
  to.text.sign = s.in_languages("sign", context.board_languages);
  to.public_sign_line = s.line_of(s.has("public_sign") ? "public_sign" : "sign");
  if (s.has("public_sign")) {
    to.text.public_sign = s.in_languages("public_sign", context.board_languages);
  } else if (to.rules.kind == counter_kind::turning) {
    s.note(s.line(),
           "\"public_sign\" is missing: a turning counter shows the sign of an ordinary one");
  } else {
    to.text.public_sign = to.text.sign;
  }
  for (const auto& [language, text] : to.text.public_sign) {
    if (const auto word = revealing_word(text); !word.empty()) {
      s.note(to.public_sign_line,
             fmt::format("the public sign \"{}\" reveals a turning counter by \"{}\"; "
                         "give a \"public_sign\" that an ordinary counter has too",
                         text, word));
    }
  }
}

}  // namespace

lanes lanes_taken_by(counter_kind kind, const counter_context& context) {
  lanes takes = of(kind).takes;
  const bool full = kind == counter_kind::full_function || kind == counter_kind::mobile;
  if (full && context.full_function_takes_turning) takes.insert(lane::turning);
  if (kind == counter_kind::turning && context.turning_takes_general) takes.insert(lane::general);
  return both(takes, context.lanes_in_use);
}

lanes lanes_preferred_by(counter_kind kind) { return of(kind).prefers; }

counter_entry read_counter(const counter_context& context, const table& from,
                           const std::string& hall) {
  const section s{context.errors, from, "hall.counter",
                  fmt::format("{}, counter {}", hall, number_of(from))};
  counter_entry result;
  result.line = from.line;
  auto& rules = result.rules;
  rules.number.value = static_cast<std::uint16_t>(s.required_number("n", {1, highest_counter}));
  if (!s.has("kind"))
    s.note(s.line(), fmt::format("\"kind\" is missing; allowed: {}", listed(kind_words)));
  rules.kind = s.choice("kind", rules.kind, kind_words);
  rules.base = rules.kind != counter_kind::mobile;
  read_lanes(s, context, rules);
  read_features(s, context, rules);
  result.text.number = rules.number;
  read_signs(s, context, result);
  result.text.deputy = s.text("deputy", false);
  result.text.zone = s.has("zone") ? s.id("zone") : "";
  return result;
}

std::string_view revealing_word(std::string_view public_text) {
  static constexpr std::string_view words[] = {
      "疼您",         "隱私",      "隱密",     "私密",    "turning", "privacy",     "private",
      "confidential", "sensitive", "riêng tư", "privasi", "ส่วนตัว",   "プライバシー"};
  std::string text{public_text};
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  for (const auto word : words) {
    if (text.find(word) != std::string::npos) return word;
  }
  return {};
}

}  // namespace hallcall::service::office_file
