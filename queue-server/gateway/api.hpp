// The HTTP calls of the wire: each handler turns a request into a command of the hall (or a look at
// its published state) and the outcome into an answer. No rule of the hall is decided here.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "gateway/authenticator.hpp"
#include "gateway/person_keys.hpp"
#include "gateway/problem.hpp"
#include "gateway/router.hpp"
#include "gateway/sign_in_throttle.hpp"
#include "gateway/worker_pool.hpp"
#include "proto/messages/answers.hpp"
#include "service/feed.hpp"
#include "service/hall_service.hpp"
#include "service/views.hpp"

namespace hallcall::gateway {

struct api_options {
  bool sample = false;          // the sample hall: anyone on loopback may issue tickets
  bool secure_cookies = false;  // behind TLS
  std::string public_url;  // of the ticket pages, "http://127.0.0.1:8080", without trailing slash
  // For what is read from the journal: where it may block (lives as long as the gateway), and the
  // journal as it is on the disk, for reading alone; throws storage_error. Both or none: a journal
  // in memory cannot be read beside the hall.
  worker_pool* workers = nullptr;
  std::function<std::unique_ptr<journal::journal>()> open_journal;
  std::function<std::string()> more_metrics;  // of what runs beside the gateway; may be empty
};

// What the handlers share. Lives as long as the gateway.
struct api {
  service::hall_service& halls;
  service::feed& feed;
  authenticator& who;
  api_options options;
  std::map<std::string, service::call_reports> reports;  // by hall, R-71
  std::function<std::string()> metrics;                  // Prometheus text
  // Tickets that phones take, for each address: behind a proxy, where all have one, still more than
  // a hall serves.
  sign_in_throttle phone_tickets{30, std::chrono::seconds(2)};

  // Bookings that anybody makes at one address; codes that were tried and are none.
  sign_in_throttle bookings_made{20, std::chrono::seconds(30)};
  sign_in_throttle booking_codes{20, std::chrono::seconds(15)};
  // Boxes that ask to be enrolled, for each address; codes and secrets that were tried and are
  // none.
  sign_in_throttle pairings_made{16, std::chrono::seconds(60)};
  sign_in_throttle pairing_guesses{20, std::chrono::seconds(15)};
  std::function<std::set<std::string>()> connected_devices;                // names; may be empty
  std::shared_ptr<person_keys> persons = std::make_shared<person_keys>();  // never null

  // A view of a hall that exists (asserted).
  [[nodiscard]] service::view_context context(const std::string& hall);
  [[nodiscard]] bool may_issue_anonymously(const call&) const;
};

// All routes under /api/v1, /healthz, /readyz and /metrics.
[[nodiscard]] std::vector<route> api_routes(api&);

// The parts of api_routes, by subject.
void add_hall_routes(api&, std::vector<route>&);
void add_ticket_routes(api&, std::vector<route>&);
void add_number_routes(api&, std::vector<route>&);
void add_history_routes(api&, std::vector<route>&);
void add_booking_routes(api&, std::vector<route>&);
void add_counter_routes(api&, std::vector<route>&);
void add_backup_routes(api&, std::vector<route>&);
void add_order_routes(api&, std::vector<route>&);
void add_session_routes(api&, std::vector<route>&);
void add_pairing_routes(api&, std::vector<route>&);
void add_device_routes(api&, std::vector<route>&);
void add_health_routes(api&, std::vector<route>&);

// ---- for the handlers

// Answers and says that it did: handlers return at the first thing that is wrong.
void answer(const call&, net::response);
void answer_json(const call&, int status, std::string body);

// The body as a message; answers the problem and returns nullopt when it is not one. An absent body
// is an empty object.
template <class T>
[[nodiscard]] std::optional<T> body_of(const call& c) {
  std::string_view text = c.request.body;
  if (text.empty()) text = "{}";
  auto message = messages::decode<T>(text);
  if (message) return std::move(*message);
  answer(c, decode_problem(message.error()));
  return std::nullopt;
}

// The hall that the path names; answers not-found and returns nullptr when there is none, or when
// the caller is a device of another hall.
[[nodiscard]] const service::hall_config* hall_of(api&, const call&);

using renderer = std::function<service::answer(
    const engine::hall_state& after, const std::vector<engine::event>&, engine::time_point at)>;
struct submit_more {
  std::optional<journal::personal_note> personal = {};  // kept when the command is accepted
  // The answer to a refusal, when it says more than the refusal does.
  std::function<service::answer(const engine::hall_state& after, const engine::refusal&)> refused =
      {};
};
// Submits a command for the path's hall; the answer is `render`'s when it is accepted, a problem
// otherwise.
void submit(api&, call, std::string kind, engine::command, renderer render, submit_more = {});

[[nodiscard]] bool is_staff(const call&);
[[nodiscard]] engine::channel usual_channel(const call&);
// An enrolled kiosk, staff, or anyone on the sample hall's own machine; answers and returns false
// otherwise.
[[nodiscard]] bool kiosk_or_staff(api&, const call&);
// A list of words as an enum_set; answers and returns nullopt for an unknown one.
[[nodiscard]] std::optional<engine::enum_set<engine::need>> needs_of(
    const call&, const std::vector<std::string>& words);
// What a ticket is asked for; answers what is wrong and returns nullopt otherwise. A language that
// the office does not have is refused unless `lenient`, then the office's first stands for it.
[[nodiscard]] std::optional<engine::take_ticket> wish_of(
    api&, const call&, const service::hall_config&, const std::vector<std::string>& services,
    const std::optional<std::vector<std::string>>& needs,
    const std::optional<std::string>& language, bool lenient);
// 132 random bits, and a QR code that is easy to read.
inline constexpr std::size_t ticket_token_length = 22;
// 201 with the ticket that was issued among these events.
[[nodiscard]] service::answer issued_answer(api&, const std::string& hall, bool for_staff,
                                            const engine::hall_state& after,
                                            const std::vector<engine::event>&,
                                            engine::time_point at);

// The problem of what could not be done to a device or pairing; nullopt: too much waits.
[[nodiscard]] net::response store_problem(const std::optional<store_error>&);
[[nodiscard]] messages::device_info info_of(const device&, bool connected);

// 200 with this counter's view after the command.
[[nodiscard]] renderer counter_view_after(api&, std::string hall, engine::counter_no);

// 200 with the manager's view after the command.
[[nodiscard]] renderer manager_view_after(api&, std::string hall);

// What people type: trimmed; answers invalid-value and returns nullopt when longer than `most`
// characters, empty while `needed`, or with control characters.
[[nodiscard]] std::optional<std::string> words_of(const call&, std::string_view where,
                                                  std::string_view text, bool needed,
                                                  std::size_t most = 200);

}  // namespace hallcall::gateway
