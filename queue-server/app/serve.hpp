// Runs a hall: opens the data, starts the server, and ends in order on Ctrl-C.
#pragma once

#include <memory>

#include "app/options.hpp"
#include "service/office.hpp"

namespace hallcall::app {

// The office of this file, of none the sample hall's; nothing, and on standard error every error
// there is, when it is not one.
[[nodiscard]] std::shared_ptr<const service::office> load_office_file(
    const std::optional<std::filesystem::path>& file);
// Returns an exit code of options.hpp.
[[nodiscard]] int serve(const serve_options&);
// `queue-server journal verify`: says whether the journal is whole.
[[nodiscard]] int verify_journal(const verify_options&);

}  // namespace hallcall::app
