// The conversation with the printer. Answers carry no tag, so one question is asked at a time,
// after everything that came unasked has been taken in.
#include "kiosk-client/printer.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hallcall::kiosk {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t chunk = 4096;  // written at once: the printer is looked at between two
constexpr int most_chatter =
    4096;  // bytes read in search of one answer: a device may talk without end
constexpr std::chrono::milliseconds farewell{
    300};  // for clearing the buffer of a printer in trouble

constexpr std::array questions{status_kind::printer, status_kind::offline_cause,
                               status_kind::error_cause, status_kind::paper};

tl::unexpected<print_fault> fail(print_fault f) { return tl::make_unexpected(f); }

print_fault as_fault(port_error e) {
  switch (e) {
    case port_error::cannot_open:
      return print_fault::no_printer;
    case port_error::closed:
      return print_fault::connection_lost;
    case port_error::timeout:
      return print_fault::no_answer;
    case port_error::failed:
      return print_fault::write_failed;
  }
  return print_fault::write_failed;
}

}  // namespace

std::string_view reason(print_fault f) {
  switch (f) {
    case print_fault::no_printer:
      return "no-printer";
    case print_fault::no_answer:
      return "no-answer";
    case print_fault::connection_lost:
      return "connection-lost";
    case print_fault::write_failed:
      return "write-failed";
    case print_fault::cover_open:
      return "cover-open";
    case print_fault::paper_out:
      return "paper-out";
    case print_fault::cutter_error:
      return "cutter-error";
    case print_fault::printer_broken:
      return "printer-broken";
    case print_fault::printer_error:
      return "printer-error";
    case print_fault::offline:
      return "offline";
  }
  return "printer-error";
}

std::optional<print_fault> fault_of(const printer_status& s) {
  if (s.cover_open) return print_fault::cover_open;  // an open cover also reports missing paper
  if (s.paper_out) return print_fault::paper_out;
  if (s.cutter_error) return print_fault::cutter_error;
  if (s.broken) return print_fault::printer_broken;
  if (s.error) return print_fault::printer_error;
  if (s.offline) return print_fault::offline;
  return std::nullopt;
}

tl::expected<printer, print_fault> printer::open(const printer_target& target,
                                                 printer_limits limits) {
  auto port = printer_port::open(target, clock::now() + limits.connect);
  if (!port) return fail(as_fault(port.error()));
  return printer(std::move(*port), limits, target.what == printer_target::kind::tcp);
}

// Why a printer says nothing more: what it told by itself before, else nobody knows.
print_fault printer::silence() const {
  const auto told = answers_.latest() ? fault_of(*answers_.latest()) : std::nullopt;
  return told.value_or(print_fault::no_answer);
}

tl::expected<void, print_fault> printer::send(std::string_view bytes) {
  const auto whole = clock::now() + limits_.send;
  while (!bytes.empty()) {
    const auto until = std::min(whole, clock::now() + limits_.stall);
    const auto sent = port_.write_some(bytes.substr(0, chunk), until);
    if (const auto heard = listen(); !heard) return heard;
    if (!sent && sent.error() == port_error::timeout) return fail(silence());
    if (!sent) return fail(as_fault(sent.error()));
    bytes.remove_prefix(*sent);
  }
  return {};
}

// Takes in what has arrived by itself, and notices that the other end is gone.
tl::expected<void, print_fault> printer::listen() {
  const auto answer = next_answer(clock::now());  // one that comes now belongs to no question
  if (answer || answer.error() == print_fault::no_answer) return {};
  return fail(answer.error());
}

// The answer to a real-time question. Everything else that comes by is remembered; trouble that the
// printer tells by itself ends the wait.
tl::expected<std::uint8_t, print_fault> printer::next_answer(printer_port::deadline until) {
  for (int i = 0; i < most_chatter; ++i) {
    const auto byte = port_.read_byte(until);
    if (!byte) return fail(as_fault(byte.error()));
    const auto kind = answers_.feed(*byte);
    if (kind == answer_reader::kind::printed) {
      printed_answer_ = true;
      if (awaits_printed_) return *byte;
    }
    if (kind == answer_reader::kind::real_time) return *byte;
    if (kind != answer_reader::kind::automatic) continue;
    if (const auto told = fault_of(*answers_.latest())) return fail(*told);
  }
  return fail(print_fault::no_answer);
}

tl::expected<std::uint8_t, print_fault> printer::ask(status_kind kind,
                                                     printer_port::deadline until) {
  const auto question = ask_status(kind);
  std::string_view rest = question;
  while (!rest.empty()) {
    const auto sent = port_.write_some(rest, until);
    if (!sent)
      return fail(sent.error() == port_error::timeout ? silence() : as_fault(sent.error()));
    rest.remove_prefix(*sent);
  }
  const auto answer = next_answer(until);
  if (!answer && answer.error() == print_fault::no_answer) return fail(silence());
  return answer;
}

// The four questions, one after the other: an answer does not say what it answers.
tl::expected<printer_status, print_fault> printer::ask_all(std::chrono::milliseconds each) {
  if (const auto heard = listen(); !heard) return fail(heard.error());
  printer_status all;
  for (const auto kind : questions) {
    const auto answer = ask(kind, clock::now() + each);
    if (!answer) return fail(answer.error());
    must_answer_ = true;  // it can: silence is a fault from now on
    read_answer(all, kind, *answer);
  }
  return all;
}

tl::expected<printer_status, print_fault> printer::status() {
  printer_status unknown;
  unknown.answered = false;
  if (mute_ || !port_.can_answer()) return unknown;
  const auto all = ask_all(limits_.answer);
  // A device that does not even answer the first question is one without a way back.
  if (all || all.error() != print_fault::no_answer || must_answer_) return all;
  mute_ = true;
  return unknown;
}

tl::expected<print_report, print_fault> printer::print(const bitmap& picture) {
  const auto before = status();
  if (!before) return fail(before.error());
  if (const auto fault = fault_of(*before)) return fail(*fault);
  const auto picture_bytes = print_job(picture);
  const auto job = !before->answered
                       ? picture_bytes
                       : std::string(tell_changes) + picture_bytes + std::string(ask_when_printed) +
                             std::string(tell_nothing);
  printed_answer_ = false;
  if (const auto sent = send(job); !sent) {
    forget_job();
    return fail(sent.error());
  }
  if (!before->answered) return print_report{};
  auto report = await_printed();
  if (!report) forget_job();
  return report;
}

// Looks at the printer until it says that everything before GS r is on paper. One that never says
// so but is well all the time has printed, as far as can be known.
tl::expected<print_report, print_fault> printer::await_printed() {
  const auto until = clock::now() + limits_.finish;
  while (true) {
    const bool said_printed = printed_answer_;  // before this look: a cut can fail after the print
    // A question may stand behind the slip in the line: it has as long as the slip.
    const auto now = ask_all(limits_.finish);
    if (!now) return fail(now.error());
    if (const auto fault = fault_of(*now)) return fail(*fault);
    if (said_printed || clock::now() >= until) return print_report{said_printed, now->paper_low};
    awaits_printed_ = true;
    const auto more = next_answer(std::min(until, clock::now() + limits_.look));
    awaits_printed_ = false;
    if (!more && more.error() != print_fault::no_answer) return fail(more.error());
  }
}

void printer::forget_job() {
  if (mute_ || !port_.can_answer()) return;
  const auto last_words = std::string(clear_buffer) + std::string(tell_nothing);
  static_cast<void>(port_.write_some(last_words, clock::now() + farewell));
}

}  // namespace hallcall::kiosk
