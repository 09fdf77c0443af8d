// Wires the relay, the pages and the browser together.
#include "display-client/serve.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "display-client/browser.hpp"
#include "display-client/led_wall.hpp"
#include "display-client/pair.hpp"
#include "proto/net/device_token.hpp"
#include "proto/relay/box_calls.hpp"
#include "proto/relay/box_enrolment.hpp"
#include "proto/relay/voice_relay.hpp"
#include "queue-server/web/assets.hpp"

namespace hallcall::display {
namespace {

class box {
 public:
  box(const display_options& given, const live_board::options& live)
      : options_(given),
        jitter_(live.jitter),
        live_(reactor_, persistent(live), kept("board.view")),
        calls_(reactor_, {.server = live.server, .token = live.token, .trust = live.trust},
               kept("board.answers")),
        board_(calls_, live_, "board", true),
        voice_(reactor_, live.server, live.trust),
        enrolment_(reactor_, {.pair = pairing_of(given, live.trust, live.jitter),
                              .token_file = given.token_file,
                              .page = "/board",
                              .server_text = given.server_text,
                              .connected = [this] { return live_.now().live; },
                              .on_enrolled =
                                  [this] {
                                    enrolled_ = true;
                                    end();
                                  }}),
        has_token_(live.token.has_value()) {}

  // The box has got a token and is to begin anew with it.
  [[nodiscard]] bool enrolled() const { return enrolled_; }

  exit_code run() {
    try {
      door_ = std::make_unique<relay::box_door>(reactor_, *options_.serve, handlers());
    } catch (const std::system_error& e) {
      fmt::print(stderr, "display-client: cannot listen on {}: {}\n", options_.serve_text,
                 e.code().message());
      return exit_code::usage;
    }
    fmt::print(stderr, "display-client: http://{}:{}/board  status: /status\n",
               options_.serve->address, door_->port());
    reactor_.on_signals([this](int) { end(); });
    open_panels();
    live_.on_unknown_token = [this] { enrolment_.begin(has_token_); };
    live_.start();
    if (!has_token_) enrolment_.begin(false);
    if (options_.browser) {
      browser_ = std::make_unique<browser>(reactor_, *options_.browser, jitter_);
      browser_->start();
    }
    reactor_.run();
    browser_.reset();
    panels_.reset();
    return exit_code::stopped;
  }

 private:
  static live_board::options persistent(live_board::options o) {
    o.persist = true;
    return o;
  }
  [[nodiscard]] std::unique_ptr<relay::kept_file> kept(const char* name) const {
    if (!options_.state) return nullptr;
    return std::make_unique<relay::kept_file>(std::filesystem::path(*options_.state) / name);
  }

  // The LED panels show what the box gets for its browser.
  void open_panels() {
    if (options_.panels.empty()) return;
    panels_ = std::make_unique<led_wall>(
        reactor_, options_.panels,
        led_source{.server_now = [this] { return live_.server_now(); },
                   .since_heard = [this] { return live_.since_heard(); },
                   .confirm = [this](const std::string& call) { live_.confirm_shown(call); },
                   .log =
                       [](const std::string& words) {
                         fmt::print(stderr, "display-client: {}\n", words);
                       }});
    live_.on_view = [this](std::string_view frame) {
      if (const auto board = read_board(frame)) panels_->show(*board);
    };
  }

  relay::box_door_handlers handlers() {
    relay::box_door_handlers h;
    h.page = "/board";
    h.find_asset = web::find_asset;
    h.status = [this] { return status(); };
    h.on_voice = [this](const net::request& asked, net::responder reply, auto built_in) {
      voice_.answer(asked, std::move(reply), std::move(built_in));
    };
    h.on_call = [this](const net::request& asked, const net::responder& reply) {
      if (!board_.answer(asked, reply))
        reply(relay::problem(404, "not-found", "A display's box only shows."));
    };
    h.on_upgrade = [this](const net::request& asked) { return board_.upgrade(asked); };
    enrolment_.attend(h);
    return h;
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> status() {
    auto rows = relay::status_of(live_, options_.server_text);
    enrolment_.tell(rows);
    rows.emplace_back("kept on this box", options_.state.value_or("nothing"));
    if (browser_)
      rows.emplace_back("browser", fmt::format("{}, started {} times",
                                               browser_->running() ? "running" : "not running",
                                               browser_->starts()));
    if (panels_)
      for (auto& row : panels_->status()) rows.push_back(std::move(row));
    return rows;
  }

  void end() {
    if (std::exchange(ending_, true)) return reactor_.stop();  // asked twice
    live_.close();
    door_->close([this] {
      if (browser_)
        browser_->stop([this] { reactor_.stop(); });
      else
        reactor_.stop();
    });
  }

  net::reactor reactor_;
  const display_options& options_;
  std::function<double()> jitter_;
  relay::live_relay live_;
  relay::call_relay calls_;
  relay::box_calls board_;
  relay::voice_relay voice_;
  relay::box_enrolment enrolment_;
  bool has_token_;
  bool enrolled_ = false;
  std::unique_ptr<relay::box_door> door_;
  std::unique_ptr<browser> browser_;
  std::unique_ptr<led_wall> panels_;
  bool ending_ = false;
};

}  // namespace

exit_code serve(const display_options& given, live_board::options live) {
  if (given.state) {
    std::error_code failed;
    const auto made = std::filesystem::create_directories(*given.state, failed);
    if (made) ::chmod(given.state->c_str(), 0700);
    if (failed) {
      fmt::print(stderr, "display-client: {} cannot be made: {}\n", *given.state, failed.message());
      return exit_code::usage;
    }
  }
  for (;;) {
    bool enrolled = false;
    const auto ended = [&] {
      box one(given, live);
      const auto why = one.run();
      enrolled = one.enrolled();
      return why;
    }();
    if (!enrolled) return ended;
    auto token = net::device_token(given.token_file);
    if (!token) {
      fmt::print(stderr, "display-client: {}\n", token.error());
      return exit_code::usage;
    }
    live.token = std::move(*token);
  }
}

}  // namespace hallcall::display
