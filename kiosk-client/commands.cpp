// Wires the desk, the printer and the console together.
#include "kiosk-client/commands.hpp"

#include <random>
#include <thread>

#include <fmt/format.h>

#include "kiosk-client/pair.hpp"
#include "kiosk-client/serve.hpp"
#include "kiosk-client/server_connection.hpp"
#include "kiosk-client/take.hpp"
#include "proto/net/device_token.hpp"
#include "proto/relay/box_enrolment.hpp"

namespace hallcall::kiosk {
namespace {

constexpr std::chrono::seconds answer_time{5};
using found_token = tl::expected<std::optional<std::string>, std::string>;

exit_code give_up(const console& screen, const failure& why) {
  screen.log(fmt::format("kiosk-client: {}\n", why.words));
  return why.code;
}

exit_code give_up(const console& screen, print_fault fault) {
  return give_up(screen, {exit_code::printer_fault, fmt::format("printer: {}", reason(fault))});
}

std::string in(const messages::localized& words, const std::string& language) {
  if (const auto found = words.find(language); found != words.end()) return found->second;
  return words.empty() ? std::string() : words.begin()->second;
}

exit_code list_services(const messages::hall_info& hall, const console& screen) {
  const auto language = hall.languages.empty() ? std::string("en") : hall.languages.front();
  for (const auto& s : hall.services)
    screen.say(fmt::format("{:<28} {:>3} min  {}  {}\n", s.id, s.standard_seconds / 60,
                           in(s.name, language), language == "en" ? "" : in(s.name, "en")));
  screen.say(fmt::format("needs: {}\n", fmt::join(hall.needs, " ")));
  return exit_code::done;
}

exit_code take_one(const kiosk_options& options, ticket_desk& desk, const messages::hall_info& hall,
                   const console& screen) {
  messages::take_ticket wish;
  wish.services = options.services;
  if (!options.needs.empty()) wish.needs = options.needs;
  wish.language = options.language;
  wish.channel = "kiosk";
  const auto print = [&](const messages::slip& slip) {
    return print_slip(slip, options.paper, options.lettering, *options.printer);
  };
  return take({desk, print, screen}, hall.hall.id, wish);
}

exit_code with_server(const kiosk_options& options, const console& screen) {
  const bool at_box = options.command == command::serve || options.command == command::pair;
  auto token = !at_box                            ? net::device_token(options.token_file)
               : options.command == command::pair ? found_token()
                                                  : relay::token_or_place(options.token_file);
  if (!token) return give_up(screen, {exit_code::usage, token.error()});
  std::shared_ptr<net::tls_trust> trust;
  if (options.ca_file) {
    auto read = net::tls_trust::of_file(*options.ca_file);
    if (!read) return give_up(screen, {exit_code::usage, read.error()});
    trust = std::move(*read);
  }
  if (options.command == command::pair) {
    std::mt19937 random{std::random_device{}()};
    return pair(options, std::move(trust),
                [&random] { return std::uniform_real_distribution<>(0, 1)(random); });
  }
  if (options.command == command::serve)
    return serve(options, screen, std::move(*token), std::move(trust));
  server_connection server(options.server->at, answer_time, std::move(trust));
  ticket_desk desk(
      {[&](net::request ask) { return server.fetch(std::move(ask)); },
       [](std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }, random_key},
      options.server->base_path, std::move(*token));
  const auto hall = desk.hall(options.hall);
  if (!hall) return give_up(screen, hall.error());
  return options.command == command::services ? list_services(*hall, screen)
                                              : take_one(options, desk, *hall, screen);
}

exit_code show_status(printer& device, const console& screen) {
  const auto status = device.status();
  if (!status) return give_up(screen, status.error());
  if (!status->answered) {
    screen.say("printer: tells nothing about itself\n");
    return exit_code::done;
  }
  if (status->paper_low) screen.say("printer: paper-low\n");
  if (const auto fault = fault_of(*status)) return give_up(screen, *fault);
  screen.say("printer: ready\n");
  return exit_code::done;
}

exit_code print_test(printer& device, const kiosk_options& options, const console& screen) {
  const auto slip = draw_test_slip("https://hallcall.invalid/print-test", options.paper);
  if (!slip) return give_up(screen, {exit_code::printer_fault, slip.error()});
  for (const auto& text : slip->texts)
    if (text.missing_glyphs > 0)
      screen.log(fmt::format("kiosk-client: no font for {} characters of \"{}\"\n",
                             text.missing_glyphs, text.text));
  const auto report = device.print(slip->picture);
  if (!report) return give_up(screen, report.error());
  screen.say(report->confirmed ? "printer: printed\n"
                               : "printer: sent; it did not say whether it printed\n");
  if (report->paper_low) screen.say("printer: paper-low\n");
  return exit_code::done;
}

}  // namespace

exit_code run(const kiosk_options& options, const console& screen) {
  if (options.server && options.command != command::print_test &&
      options.command != command::status)
    return with_server(options, screen);
  auto device = printer::open(*options.printer);
  if (!device) return give_up(screen, device.error());
  return options.command == command::status ? show_status(*device, screen)
                                            : print_test(*device, options, screen);
}

}  // namespace hallcall::kiosk
