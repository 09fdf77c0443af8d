// The catalogue that offices share: services and what citizens read about them, groups, documents,
// lanes' names, counters' functions.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "engine/rules.hpp"
#include "service/office_file_section.hpp"

namespace hallcall::service::office_file {

struct catalogue_service {
  engine::service_rules rules;
  service_text text;
};

struct catalogue {
  std::vector<std::string>
      features;  // what a counter can have: functions, "accessible", "language:…"
  std::vector<std::string> functions;
  std::array<localized, engine::lane_count> lanes;
  std::vector<group_text> groups;
  std::vector<catalogue_service> services;

  [[nodiscard]] std::vector<std::string_view> service_ids() const;
};

inline constexpr std::string_view accessible_feature = "accessible";
[[nodiscard]] std::string language_feature(std::string_view language);

// Reads a catalogue for an office that speaks `languages`: each text must be in every one of them.
[[nodiscard]] catalogue read_catalogue(const error_list& errors, const table& root,
                                       std::span<const std::string> languages);

}  // namespace hallcall::service::office_file
