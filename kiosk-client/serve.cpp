// Which calls a kiosk's page may make, and who answers them.
#include "kiosk-client/serve.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <random>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "kiosk-client/pair.hpp"
#include "kiosk-client/slip_desk.hpp"
#include "kiosk-client/take.hpp"
#include "kiosk-client/ticket_desk.hpp"
#include "proto/net/device_token.hpp"
#include "proto/relay/box_calls.hpp"
#include "proto/relay/box_enrolment.hpp"
#include "queue-server/web/assets.hpp"

namespace hallcall::kiosk {
namespace {

constexpr std::array<std::string_view, 2> holder_paths = {"/api/v1/tickets/", "/api/v1/bookings/"};

constexpr std::chrono::seconds stale_after{6};  // as the pages have it

// A slip that takes longer than the server waits for its confirmation would be a void one (R-3).
printer_limits quick() {
  printer_limits l;
  l.send = std::chrono::milliseconds(12'000);
  return l;
}

relay::live_view::options live_of(const kiosk_options& o, const std::optional<std::string>& token,
                                  std::shared_ptr<net::tls_trust> trust,
                                  std::function<double()> jitter) {
  relay::live_view::options live;
  live.server = *o.server;
  live.hall = o.hall;
  live.token = token;
  live.trust = std::move(trust);
  live.jitter = std::move(jitter);
  live.view = "kiosk";
  live.persist = true;
  return live;
}

class box {
 public:
  box(const kiosk_options& given, const console& screen, const std::optional<std::string>& token,
      const std::shared_ptr<net::tls_trust>& trust)
      : options_(given),
        screen_(screen),
        live_(reactor_, live_of(given, token, trust, [this] { return jitter(); }),
              kept("kiosk.view")),
        calls_(reactor_, {.server = *given.server, .token = token, .trust = trust},
               kept("kiosk.answers")),
        reports_(reactor_, {.server = *given.server, .token = token, .trust = trust}, nullptr),
        printer_(reactor_,
                 [this](const messages::slip& slip, lettering letters) {
                   return print_slip(slip, options_.paper, letters, *options_.printer, quick());
                 }),
        numbers_({.reports = reports_,
                  .hall = [this] { return live_.hall(); },
                  .new_key = random_key,
                  .jitter = [this] { return jitter(); }},
                 kept("kiosk.numbers")),
        desk_(reactor_,
              {.calls = calls_,
               .reports = reports_,
               .printer = printer_,
               .new_key = random_key,
               .jitter = [this] { return jitter(); },
               .numbers = &numbers_,
               .server_is_away = [this] { return is_away(); },
               .hall_info = [this] { return hall_info(); }},
              kept("kiosk.slips")),
        page_(calls_, live_, "kiosk", false),
        enrolment_(reactor_, {.pair = pairing_of(given, trust, [this] { return jitter(); }),
                              .token_file = given.token_file,
                              .page = "/kiosk",
                              .server_text = given.server_text,
                              .connected = [this] { return live_.now().live; },
                              .on_enrolled =
                                  [this] {
                                    enrolled_ = true;
                                    end();
                                  }}),
        has_token_(token.has_value()) {}

  // The box has got a token and is to begin anew with it.
  [[nodiscard]] bool enrolled() const { return enrolled_; }

  exit_code run() {
    try {
      door_ = std::make_unique<relay::box_door>(reactor_, *options_.serve, handlers());
    } catch (const std::system_error& e) {
      screen_.log(fmt::format("kiosk-client: cannot listen on {}:{}: {}\n", options_.serve->address,
                              options_.serve->port, e.code().message()));
      return exit_code::usage;
    }
    screen_.log(fmt::format("kiosk-client: http://{}:{}/kiosk  status: /status\n",
                            options_.serve->address, door_->port()));
    reactor_.on_signals([this](int) { end(); });
    live_.on_unknown_token = [this] { enrolment_.begin(has_token_); };
    live_.start();
    if (!has_token_) enrolment_.begin(false);
    desk_.start();
    reactor_.run();
    return exit_code::done;
  }

 private:
  double jitter() { return std::uniform_real_distribution<>(0, 1)(random_); }
  [[nodiscard]] std::unique_ptr<relay::kept_file> kept(const char* name) const {
    if (!options_.state) return nullptr;
    return std::make_unique<relay::kept_file>(std::filesystem::path(*options_.state) / name);
  }

  // Nothing heard for so long that asking the server first would only make the citizen wait.
  [[nodiscard]] bool is_away() const {
    const auto s = live_.now();
    return !s.live && s.since_heard > stale_after;
  }
  [[nodiscard]] std::optional<std::string> hall_info() const {
    const auto own = page_.hall_path();
    return own ? calls_.last_read(*own) : std::nullopt;
  }

  relay::box_door_handlers handlers() {
    relay::box_door_handlers h;
    h.page = "/kiosk";
    h.find_asset = web::find_asset;
    h.status = [this] { return status(); };
    h.on_call = [this](const net::request& asked, const net::responder& reply) {
      if (!page_.answer(asked, reply) && !box_call(asked, reply) && !ticket_call(asked, reply) && !holder_call(asked, reply))
        reply(relay::problem(404, "not-found", "A kiosk's page does not ask for this."));
    };
    h.on_upgrade = [this](const net::request& asked) { return page_.upgrade(asked); };
    enrolment_.attend(h);
    return h;
  }

  // GET /api/v1/box: what this box does on its own, which no server answers.
  bool box_call(const net::request& asked, const net::responder& reply) const {
    if (asked.method != net::method::get || asked.target != "/api/v1/box") return false;
    reply({.status = 200,
           .headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}},
           .body = net::make_body(fmt::format(R"({{"numbersReady":{}}})",
                                              hall_info() ? numbers_.ready() : 0))});
    return true;
  }

  // POST …/tickets, …/tickets/{id}/print-result, …/tickets/{id}/void of the box's own hall.
  bool ticket_call(const net::request& asked, const net::responder& reply) {
    const auto own = page_.hall_path();
    if (!own || asked.method != net::method::post) return false;
    std::string_view rest = asked.target;
    const auto tickets = *own + "/tickets";
    if (!rest.starts_with(tickets)) return false;
    rest.remove_prefix(tickets.size());
    if (rest.empty()) {
      desk_.take(asked, reply);
      return true;
    }
    const auto slash = rest.find('/', 1);
    if (!rest.starts_with('/') || slash == std::string_view::npos) return false;
    const std::string ticket(rest.substr(1, slash - 1));
    const auto what = rest.substr(slash, rest.find('?') - slash);
    if (what == "/print-result")
      desk_.print_result(asked, ticket, reply);
    else if (what == "/void")
      desk_.void_ticket(asked, ticket, reply);
    else
      return false;
    return true;
  }

  // GET and POST …/check-in of a ticket, a return pass or a booking, by its code. Who comes with a
  // pass or a booking gets a number, and so a slip.
  bool holder_call(const net::request& asked, const net::responder& reply) {
    std::string_view rest = asked.target;
    const auto* const path =
        std::ranges::find_if(holder_paths, [&](auto one) { return rest.starts_with(one); });
    if (path == holder_paths.end()) return false;
    rest.remove_prefix(path->size());
    const auto slash = rest.find('/');
    const bool look = asked.method == net::method::get && slash == std::string_view::npos;
    const bool come_back = asked.method == net::method::post && slash != std::string_view::npos &&
                           rest.substr(slash) == "/check-in";
    if (come_back)
      desk_.take(asked, reply);
    else if (look)
      calls_.forward(asked, reply);
    return look || come_back;
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> status() {
    auto rows = relay::status_of(live_, options_.server_text);
    enrolment_.tell(rows);
    rows.emplace_back("kept on this box", options_.state.value_or("nothing"));
    rows.emplace_back("newest slip", desk_.last_slip());
    rows.emplace_back("numbers for when the server is away", numbers_.in_words());
    rows.emplace_back("given while it was away, to be told", std::to_string(desk_.untold()));
    if (desk_.refused() > 0)
      rows.emplace_back("given while it was away, and refused", std::to_string(desk_.refused()));
    rows.emplace_back("slips that the server has not heard of", std::to_string(desk_.open()));
    return rows;
  }

  void end() {
    if (std::exchange(ending_, true)) return reactor_.stop();  // asked twice
    live_.close();
    door_->close([this] { reactor_.stop(); });
  }

  const kiosk_options& options_;
  const console& screen_;
  std::mt19937 random_{std::random_device{}()};
  net::reactor reactor_;
  relay::live_relay live_;
  relay::call_relay calls_;
  relay::call_relay reports_;
  print_worker printer_;
  number_keeper numbers_;
  slip_desk desk_;
  relay::box_calls page_;
  relay::box_enrolment enrolment_;
  bool has_token_;
  bool enrolled_ = false;
  std::unique_ptr<relay::box_door> door_;
  bool ending_ = false;
};

}  // namespace

exit_code serve(const kiosk_options& given, const console& screen, std::optional<std::string> token,
                std::shared_ptr<net::tls_trust> trust) {
  if (given.state) {
    std::error_code failed;
    const auto made = std::filesystem::create_directories(*given.state, failed);
    if (made) ::chmod(given.state->c_str(), 0700);
    if (failed) {
      screen.log(
          fmt::format("kiosk-client: {} cannot be made: {}\n", *given.state, failed.message()));
      return exit_code::usage;
    }
  }
  for (;;) {
    bool enrolled = false;
    const auto ended = [&] {
      box one(given, screen, token, trust);
      const auto why = one.run();
      enrolled = one.enrolled();
      return why;
    }();
    if (!enrolled) return ended;
    auto kept = net::device_token(given.token_file);
    if (!kept) {
      screen.log(fmt::format("kiosk-client: {}\n", kept.error()));
      return exit_code::usage;
    }
    token = std::move(*kept);
  }
}

}  // namespace hallcall::kiosk
