// Issue, print, report; when the slip fails, the number and a QR code on the terminal and a
// question.
#include "kiosk-client/take.hpp"

#include <fmt/format.h>

#include "kiosk-client/qr_code.hpp"
#include "kiosk-client/wording.hpp"

namespace hallcall::kiosk {
namespace {

exit_code give_up(const console& screen, const failure& why) {
  screen.log(fmt::format("kiosk-client: {}\n", why.words));
  return why.code;
}

// The number is what counts: it is said first and alone on its line.
void show_number(const console& screen, const messages::ticket_issued& ticket) {
  const auto& language = ticket.slip.language;
  const auto number =
      screen.colours() ? fmt::format("\x1b[1;7m  {}  \x1b[0m", ticket.number) : ticket.number;
  screen.say(fmt::format("\n{}:\n\n    {}\n\n{}\n", say(word::your_number, language), number,
                         say(word::not_printed, language)));
  if (const auto code = make_qr_code(ticket.slip.url))
    screen.say(half_blocks(*code, screen.colours()));
  screen.say(say(word::have_number, language) + " ");
}

}  // namespace

tl::expected<print_report, std::string> print_slip(const messages::slip& slip, paper p,
                                                   lettering letters, const printer_target& target,
                                                   printer_limits limits) {
  const auto drawn = draw_slip(slip, p, letters);
  if (!drawn) return tl::make_unexpected(std::string("slip-not-drawn"));
  auto opened = printer::open(target, limits);
  if (!opened) return tl::make_unexpected(std::string(reason(opened.error())));
  const auto printed = opened->print(drawn->picture);
  if (!printed) return tl::make_unexpected(std::string(reason(printed.error())));
  return *printed;
}

exit_code take(take_tools tools, const std::string& hall, const messages::take_ticket& wish) {
  const auto ticket = tools.desk.take(hall, wish);
  if (!ticket) return give_up(tools.console, ticket.error());
  const auto& language = ticket->slip.language;
  const auto report = tools.print(ticket->slip);
  if (report) {
    tools.console.say(fmt::format("{}\n", ticket->number));
    if (report->paper_low) tools.console.log("kiosk-client: the paper is running low\n");
    // The slip is in the citizen's hand: a report that does not get through must not look like a
    // failed print.
    const auto told = tools.desk.report_print(hall, ticket->id, {true, std::nullopt});
    return told ? exit_code::done : give_up(tools.console, told.error());
  }
  // A server that does not hear this hears no confirmation either, and voids the ticket by itself.
  const auto told = tools.desk.report_print(hall, ticket->id, {false, report.error()});
  if (!told) tools.console.log(fmt::format("kiosk-client: {}\n", told.error().words));
  tools.console.log(fmt::format("kiosk-client: not printed: {}\n", report.error()));
  show_number(tools.console, *ticket);
  if (!tools.console.await_enter(tools.confirm_time)) {
    tools.console.say(fmt::format("\n{}\n", say(word::voided, language)));
    return exit_code::not_confirmed;
  }
  const auto confirmed = tools.desk.report_print(hall, ticket->id, {true, std::nullopt});
  if (confirmed) {
    tools.console.say(say(word::kept, language) + "\n");
    return exit_code::done;
  }
  tools.console.say(say(word::voided, language) + "\n");
  static_cast<void>(give_up(tools.console, confirmed.error()));
  return exit_code::not_confirmed;
}

}  // namespace hallcall::kiosk
