// Errors as people and programs get them: application/problem+json (RFC 9457) with a stable code.
// One table says every code with its status and what it means; the documentation is held to it.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/commands.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/common.hpp"
#include "proto/net/http.hpp"
#include "service/hall_service.hpp"

namespace hallcall::gateway {

struct problem_kind {
  std::string_view code;
  int status;
  std::string_view title;
};
[[nodiscard]] std::span<const problem_kind> problem_kinds();

// A problem of a code in the table (asserted). `detail` is a sentence for a person.
[[nodiscard]] net::response problem(std::string_view code, std::string_view detail,
                                    std::optional<std::chrono::seconds> retry_after = {});
// The body alone, as kept with an idempotency key, and its status.
[[nodiscard]] service::answer problem_answer(std::string_view code, std::string_view detail);

// A refusal of the hall's rules.
[[nodiscard]] service::answer refusal_answer(const engine::refusal&,
                                             std::optional<messages::walk_in_offer> = {});
[[nodiscard]] net::response trouble_response(service::trouble);
[[nodiscard]] net::response decode_problem(const messages::decode_error&);
// For errors the HTTP server finds by itself (400, 408, 413, 414, 431, 501, 505).
[[nodiscard]] net::response transport_problem(int status, std::string_view detail);

// A kept or fresh answer as a response.
[[nodiscard]] net::response to_response(service::answer);

}  // namespace hallcall::gateway
