// CLI11 does the parsing; the texts here are the manual.
#include "display-client/options.hpp"

#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>

namespace hallcall::display {
namespace {

constexpr const char* footer =
    "The device token comes from --token-file (mode 0600) or HALLCALL_TOKEN. A server counts a "
    "call as\n"
    "shown only from an enrolled display; the sample hall on loopback needs no token.\n"
    "display-client pair --server URL --token-file F gets one: it shows a code that an "
    "administrator confirms.\n"
    "So does --serve by itself when the file is not there.\n"
    "Exit codes: 0 stopped by a signal, or drawn (--once); 2 wrong usage; 3 no Hallcall server at "
    "this\n"
    "address, or no such hall; 4 refused by the server (401, 403); 5 no answer in 10 s (--once);\n"
    "6 the terminal or pipe is gone; 70 internal error. Without --once a server that does not "
    "answer is tried again.\n"
    "Of pair: 0 enrolled; 2 the token file; 3 no such server or hall; 4 denied; 5 not confirmed in "
    "time.";

parsed_options wrong(const char* what) {
  std::fprintf(stderr, "display-client: %s\n", what);
  return {std::nullopt, static_cast<int>(exit_code::usage)};
}

}  // namespace

parsed_options parse_options(int argc, const char* const* argv) {
  CLI::App app{"Shows a hall's board: calls, lanes, counters and notices, as they change."};
  display_options out;
  std::string hall, token_file, ca_file, state, browser;
  int width = 0;
  std::vector<std::string> panels;
  app.footer(footer);
  app.add_option("--server", out.server_text, "The server, https://HOST[:PORT][/BASE] or http://…")
      ->required();
  app.add_option("--hall", hall, "The hall's id; default: the server's first");
  app.add_option("--token-file", token_file, "The file that holds this display's token, mode 0600");
  app.add_option("--ca-file", ca_file,
                 "https: believe the authorities in this PEM file alone, not this machine's");
  app.add_option("--serve", out.serve_text,
                 "127.0.0.1:PORT: the board's page for the browser on this box, and /status");
  app.add_option("--state", state,
                 "--serve: the folder for the last view; default: $STATE_DIRECTORY, else nothing "
                 "is kept");
  app.add_option("--browser", browser,
                 "--serve: the browser's command, started again when it ends");
  app.add_flag("--text", out.text,
               "Draw the board as text on this terminal; into a pipe, one line per call");
  app.add_option("--led", panels,
                 "An LED panel, any number of times: marquee:PORT, zone=NAME:PORT, counter=N:PORT "
                 "or sign=N:PORT;\nPORT is dev:/dev/ttyUSB0 or tcp:HOST:PORT; then "
                 ",address=N ,speed=N ,columns=N ,text=ascii")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
  app.add_option("--width", width, "Draw this many columns, whatever the terminal says")
      ->check(CLI::Range(20, 500));
  app.add_flag("--once", out.once, "Draw the board once, as plain text, and end");
  auto* pair = app.add_subcommand("pair",
                                  "Get this box its token: shows a code, waits, writes "
                                  "--token-file");
  pair->fallthrough();
  pair->add_option("--name", out.name, "What the box calls itself; default: its host name");
  pair->add_flag("--replace", out.replace, "Write a token file anew that is there already");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return {std::nullopt, app.exit(e) == 0 ? 0 : static_cast<int>(exit_code::usage)};
  }
  const auto url = net::parse_server_url(out.server_text);
  if (!url) return wrong("--server must look like https://HOST[:PORT][/BASE]");
  out.pair = app.got_subcommand(pair);
  if (out.pair && (out.text || !out.serve_text.empty() || !panels.empty() || token_file.empty()))
    return wrong("pair takes --token-file, and none of --text, --serve and --led");
  if (out.text && !out.serve_text.empty())
    return wrong("--text and --serve do not go together: start the program twice");
  if (!out.pair && !out.text && out.serve_text.empty() && panels.empty())
    return wrong(
        "say --text (draw on this terminal), --serve 127.0.0.1:PORT (for a browser on this box) or "
        "--led PANEL");
  if (out.once && (!out.text || !panels.empty())) return wrong("--once goes with --text alone");
  auto read_panels = parse_led_panels(panels);
  if (!read_panels) return wrong(read_panels.error().c_str());
  out.panels = std::move(*read_panels);
  if (!out.serve_text.empty()) {
    out.serve = relay::parse_loopback(out.serve_text);
    if (!out.serve) return wrong("--serve takes a loopback address and a port: 127.0.0.1:8090");
    if (state.empty())
      if (const char* given = std::getenv("STATE_DIRECTORY"); given != nullptr) state = given;
    if (!state.empty()) out.state = state;
    if (!browser.empty()) out.browser = browser;
  } else if (!state.empty() || !browser.empty()) {
    return wrong("--state and --browser go with --serve");
  }
  if (!ca_file.empty()) {
    if (!url->at.tls) return wrong("--ca-file goes with an https server");
    out.ca_file = ca_file;
  }
  out.server = *url;
  if (!hall.empty()) out.hall = hall;
  if (!token_file.empty()) out.token_file = token_file;
  if (width > 0) out.width = width;
  return {out, 0};
}

}  // namespace hallcall::display
