// queue-server: the command line. Everything else is elsewhere.
#include <cstdlib>

#include <CLI/CLI.hpp>

#include "app/account_commands.hpp"
#include "app/journal_state.hpp"
#include "app/serve.hpp"
#include "app/simulate_command.hpp"
#include "app/voice_commands.hpp"

namespace {

std::filesystem::path usual_data() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state != '\0')
    return std::filesystem::path(state) / "hallcall";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::filesystem::path(home) / ".local" / "state" / "hallcall";
  return "hallcall-data";
}

}  // namespace

int main(int argc, char** argv) {
  using namespace hallcall::app;
  CLI::App app{
      "Hallcall: tickets, calls and screens for the service hall of a household registration "
      "office.\n"
      "Without arguments: the sample Nantun hall on this machine, open at any hour."};
  app.name("queue-server");
  app.set_version_flag("--version", HALLCALL_VERSION);

  serve_options serve_with;
  std::string office, demo_text;
  std::filesystem::path data = usual_data();
  app.add_option("--office", office,
                 "the office file (TOML) of a real hall, with its own hours and accounts");
  app.add_option("--data", data,
                 "the directory of the hall's journal and accounts; made when missing")
      ->capture_default_str();
  app.add_option("--listen", serve_with.listen, "ADDRESS:PORT; port 0 takes a free one")
      ->capture_default_str();
  app.add_option(
      "--public-url", serve_with.public_url,
      "how citizens' phones reach this server, for the slip's QR code; default: from --listen");
  app.add_option("--tls-certificate", serve_with.tls_certificate,
                 "speak TLS: a PEM file with the server's certificate and its chain");
  app.add_option("--tls-key", serve_with.tls_key,
                 "the certificate's key, a PEM file that not everybody may read");
  app.add_flag("--plain-http-beyond-this-machine", serve_with.plain_http_beyond_this_machine,
               "listen on the network without TLS: passwords and tokens can be read by whoever "
               "listens there");
  std::string voice;
  app.add_option("--voice", voice,
                 "a folder with the office's own voice pack, for the boards; default: built in");
  auto* demo_option =
      app.add_option(
             "--demo", demo_text,
             "sample citizens and clerks keep the sample hall busy; --demo=fast: a day in ten "
             "minutes")
          ->expected(0, 1)
          ->check(CLI::IsMember({"", "live", "fast"}));
  app.add_option("--log-level", serve_with.log_level, "debug, info, warn or error")
      ->capture_default_str()
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}));
  std::string journal_kind = "sqlite";
  int sync_delay_us = 0;
  app.add_option("--journal", journal_kind, "sqlite, or memory to measure what durability costs")
      ->capture_default_str()
      ->check(CLI::IsMember({"sqlite", "memory"}))
      ->group("For benchmarks");
  app.add_option("--group-limit", serve_with.group_limit,
                 "most entries in one commit; 1 shows what grouping is worth")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000))
      ->group("For benchmarks");
  app.add_option("--sync-delay-us", sync_delay_us, "microseconds added to each sync of the journal")
      ->capture_default_str()
      ->check(CLI::Range(0, 1'000'000))
      ->group("For benchmarks");

  std::optional<int> accounts_exit;
  add_account_commands(app, data, accounts_exit);
  std::optional<int> simulate_exit;
  add_simulate_command(app, simulate_exit);
  std::optional<int> voice_exit;
  add_voice_commands(app, voice_exit);
  auto* journal = app.add_subcommand("journal", "the hall's journal");
  journal->require_subcommand(1);
  auto* verify = journal->add_subcommand(
      "verify", "says whether the journal is whole; also beside a running server");
  verify->add_option("--data", data, "the hall's data directory");
  auto* state = journal->add_subcommand(
      "state", "shows a hall as it was at any second; also beside a running server");
  state_options state_of;
  std::string state_format = "json";
  state
      ->add_option("--at", state_of.at,
                   "2026-11-20T01:30:00Z, or the office's local \"2026-11-20 09:30:00\"")
      ->required();
  state->add_option("--hall", state_of.hall, "its id, where the office has several");
  state->add_option("--data", data, "the hall's data directory");
  state->add_option("--office", office, "the hall's office file; none: the sample hall's");
  state->add_option("--format", state_format, "json: everything; text: a summary")
      ->capture_default_str()
      ->check(CLI::IsMember({"json", "text"}));

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? exit_ok : exit_usage;
  }
  if (accounts_exit) return *accounts_exit;
  if (simulate_exit) return *simulate_exit;
  if (voice_exit) return *voice_exit;
  if (verify->parsed()) return verify_journal({data});
  if (state->parsed()) {
    state_of.data = data;
    if (!office.empty()) state_of.office = office;
    state_of.text = state_format == "text";
    return print_state(state_of);
  }

  if (!office.empty()) serve_with.office = office;
  if (!voice.empty()) serve_with.voice = voice;
  if (demo_option->count() > 0)
    serve_with.demo = demo_text == "fast" ? demo_mode::fast : demo_mode::live;
  if (serve_with.demo != demo_mode::none && serve_with.office) {
    std::fputs("queue-server: --demo is for the sample hall; leave out --office\n", stderr);
    return exit_usage;
  }
  serve_with.data = serve_with.sample()
                        ? data / (serve_with.demo == demo_mode::fast ? "sample-fast" : "sample")
                        : data;
  serve_with.memory_journal = journal_kind == "memory";
  serve_with.sync_delay = std::chrono::microseconds(sync_delay_us);
  try {
    return serve(serve_with);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "queue-server: %s\n", e.what());
    return exit_failed;
  }
}
