// Sample messages for the tests: an office that does not exist, in all six languages.
#pragma once

#include <string>

#include "kiosk-client/bitmap.hpp"
#include "proto/messages/answers.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::tests {

[[nodiscard]] messages::time_point sample_now();  // 2026-11-20 09:41:07 in Taipei
[[nodiscard]] messages::board_view sample_board();
[[nodiscard]] messages::slip sample_slip(const std::string& language);
[[nodiscard]] messages::ticket_issued sample_ticket(const std::string& language);
[[nodiscard]] std::string view_frame(const messages::board_view&, messages::time_point at);

// What zbarimg reads from a picture, without its line feed; "" when it finds no code.
[[nodiscard]] std::string scanned(const kiosk::bitmap&);
// Keeps a picture as a test artefact, when HALLCALL_TEST_ARTEFACTS names a directory.
void keep(const kiosk::bitmap&, const std::string& name);

}  // namespace hallcall::tests
