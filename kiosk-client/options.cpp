// CLI11 does the parsing; the texts here are the manual.
#include "kiosk-client/options.hpp"

#include <cstdio>
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "kiosk-client/exit_code.hpp"

namespace hallcall::kiosk {
namespace {

constexpr const char* footer =
    "The device token comes from --token-file (mode 0600) or HALLCALL_TOKEN; the sample hall needs "
    "none.\n"
    "Exit codes: 0 done; 1 a ticket was issued but nobody confirmed having it (the server voids "
    "it);\n"
    "2 wrong usage; 3 no Hallcall server at this address, or no such hall; 4 refused (401, 403);\n"
    "5 the server did not answer; 6 the hall refused (closed, unknown service, …); 7 printer "
    "fault; 70 internal error.\n"
    "pair gets the token: it shows a code that an administrator confirms; 4 denied, 5 not "
    "confirmed in time.\n"
    "serve does so by itself when --token-file is not there.";

parsed_options wrong(const char* what) {
  std::fprintf(stderr, "kiosk-client: %s\n", what);
  return {std::nullopt, static_cast<int>(exit_code::usage)};
}

struct raw_options {
  std::string server, printer, token_file, ca_file, hall, language, listen, state;
  int paper = 80;
  bool large = false;
};

void describe(CLI::App& app, raw_options& raw, kiosk_options& out) {
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(footer);
  app.add_option("--server", raw.server, "The server, https://HOST[:PORT][/BASE] or http://…");
  app.add_option("--printer", raw.printer, "tcp:HOST:PORT, dev:PATH or file:PATH");
  app.add_option("--token-file", raw.token_file,
                 "The file that holds this device's token, mode 0600");
  app.add_option("--ca-file", raw.ca_file,
                 "https: believe the authorities in this PEM file alone, not this machine's");
  app.add_option("--paper", raw.paper, "The paper's width in mm")
      ->check(CLI::IsMember({58, 80}))
      ->default_val(80);
  app.add_option("--hall", raw.hall, "The hall's id; default: the server's first");
  auto* take = app.add_subcommand("take", "Issue one ticket and print its slip");
  take->add_option("--service", out.services, "A service's id, up to five times")
      ->required()
      ->expected(1);
  take->get_option("--service")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->expected(1, 5);
  take->add_option("--need", out.needs, "A need of the citizen, as the hall names them")
      ->expected(1, 8);
  take->add_option("--language", raw.language,
                   "zh-TW, en, vi, id, th or ja; default: the office's first");
  take->add_flag("--large", raw.large, "Print the slip in large letters");
  auto* serve = app.add_subcommand(
      "serve", "Relay the kiosk's page to the browser on this box, and print its slips");
  serve->add_option("--listen", raw.listen, "A loopback address and a port")
      ->default_val("127.0.0.1:8091");
  serve->add_option("--state", raw.state,
                    "The folder for what must outlive the box's power; default: $STATE_DIRECTORY");
  auto* pair = app.add_subcommand(
      "pair", "Get this box its token: shows a code, waits, writes --token-file");
  pair->add_option("--name", out.name, "What the box calls itself; default: its host name");
  pair->add_flag("--replace", out.replace, "Write a token file anew that is there already");
  app.add_subcommand("services", "List the hall's services and needs");
  app.add_subcommand("print-test", "Print a test slip");
  app.add_subcommand("status", "Ask the printer how it is");
}

command chosen(const CLI::App& app) {
  if (app.got_subcommand("services")) return command::services;
  if (app.got_subcommand("print-test")) return command::print_test;
  if (app.got_subcommand("status")) return command::status;
  if (app.got_subcommand("serve")) return command::serve;
  if (app.got_subcommand("pair")) return command::pair;
  return command::take;
}

}  // namespace

parsed_options parse_options(int argc, const char* const* argv) {
  CLI::App app{"The program on a kiosk box: issues tickets and prints their slips."};
  raw_options raw;
  kiosk_options out;
  describe(app, raw, out);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return {std::nullopt, app.exit(e) == 0 ? 0 : static_cast<int>(exit_code::usage)};
  }
  out.command = chosen(app);
  const bool to_server = out.command == command::take || out.command == command::services ||
                         out.command == command::serve || out.command == command::pair;
  const bool to_printer = out.command != command::services && out.command != command::pair;
  out.server = net::parse_server_url(raw.server);
  if (to_server && !out.server) return wrong("--server https://HOST[:PORT][/BASE] is needed");
  out.server_text = raw.server;
  out.printer = parse_printer_target(raw.printer);
  if (to_printer && !out.printer)
    return wrong("--printer tcp:HOST:PORT, dev:PATH or file:PATH is needed");
  if (!raw.ca_file.empty()) {
    if (!out.server || !out.server->at.tls) return wrong("--ca-file goes with an https server");
    out.ca_file = raw.ca_file;
  }
  if (out.command == command::serve) {
    out.serve = relay::parse_loopback(raw.listen);
    if (!out.serve) return wrong("--listen takes a loopback address and a port: 127.0.0.1:8091");
    if (raw.state.empty())
      if (const char* given = std::getenv("STATE_DIRECTORY"); given != nullptr) raw.state = given;
    if (raw.state.empty())
      return wrong("--state FOLDER is needed: without it a power cut could leave a ghost in line");
    out.state = raw.state;
  }
  if (out.command == command::pair && raw.token_file.empty())
    return wrong("pair takes --token-file: where the token is to be");
  if (!raw.token_file.empty()) out.token_file = raw.token_file;
  if (!raw.hall.empty()) out.hall = raw.hall;
  if (!raw.language.empty()) out.language = raw.language;
  if (raw.large) out.lettering = lettering::large;
  out.paper = raw.paper == 58 ? paper::mm58 : paper::mm80;
  return {out, 0};
}

}  // namespace hallcall::kiosk
