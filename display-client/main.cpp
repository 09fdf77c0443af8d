// Starts the display program; everything else is in its library.
#include <csignal>
#include <cstdio>
#include <exception>
#include <memory>
#include <random>
#include <utility>

#include <unistd.h>

#include "display-client/options.hpp"
#include "display-client/pair.hpp"
#include "display-client/serve.hpp"
#include "display-client/text_display.hpp"
#include "display-client/window_changes.hpp"
#include "proto/net/device_token.hpp"
#include "proto/relay/box_enrolment.hpp"

int main(int argc, char** argv) {
  namespace display = hallcall::display;
  const auto parsed = display::parse_options(argc, argv);
  if (!parsed.options) return parsed.exit_code;
  try {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an exit code, not a crash
    using found_token = tl::expected<std::optional<std::string>, std::string>;
    auto token = parsed.options->pair ? found_token()
                 : parsed.options->serve
                     ? hallcall::relay::token_or_place(parsed.options->token_file)
                     : hallcall::net::device_token(parsed.options->token_file);
    if (!token) {
      std::fprintf(stderr, "display-client: %s\n", token.error().c_str());
      return static_cast<int>(display::exit_code::usage);
    }
    std::shared_ptr<hallcall::net::tls_trust> trust;
    if (parsed.options->ca_file) {
      auto read = hallcall::net::tls_trust::of_file(*parsed.options->ca_file);
      if (!read) {
        std::fprintf(stderr, "display-client: %s\n", read.error().c_str());
        return static_cast<int>(display::exit_code::usage);
      }
      trust = std::move(*read);
    }
    std::mt19937 random{std::random_device{}()};
    display::live_board::options live;
    live.server = parsed.options->server;
    live.hall = parsed.options->hall;
    live.token = std::move(*token);
    live.jitter = [&random] { return std::uniform_real_distribution<>(0, 1)(random); };
    live.trust = std::move(trust);
    if (parsed.options->pair)
      return static_cast<int>(display::pair(*parsed.options, live.trust, live.jitter));
    if (parsed.options->serve)
      return static_cast<int>(display::serve(*parsed.options, std::move(live)));
    hallcall::net::reactor reactor;
    display::text_display* screen = nullptr;
    const display::window_changes resized([&reactor, &screen] {
      reactor.post([&screen] {
        if (screen != nullptr) screen->redraw();
      });
    });
    display::text_display shown(reactor, *parsed.options, STDOUT_FILENO, live);
    reactor.post([&] { screen = &shown; });
    return static_cast<int>(shown.run());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "display-client: %s\n", e.what());
    return static_cast<int>(display::exit_code::internal);
  }
}
