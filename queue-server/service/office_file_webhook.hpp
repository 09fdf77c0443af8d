// Where an office wants the notices of visits to go: [webhook].
#pragma once

#include <filesystem>
#include <optional>

#include "service/office.hpp"
#include "service/office_file_section.hpp"

namespace hallcall::service::office_file {

// Reads the secret from the file that the section names, relative to `folder`. nullopt after an
// error was noted.
[[nodiscard]] std::optional<webhook> read_webhook(const section&,
                                                  const std::filesystem::path& folder);

}  // namespace hallcall::service::office_file
