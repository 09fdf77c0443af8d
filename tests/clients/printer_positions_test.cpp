// Every fault at every byte of a print, on both wires: a slip counts as printed only when all of it
// is on paper; otherwise the right word says why, nothing more of it comes out when the printer is
// well again, and the next slip does.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "kiosk-client/printer.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::kiosk;
using namespace std::chrono_literals;
using tests::printer_simulator;
using tests::simulated_printer;
using tests::trouble;
using position_wire = printer_simulator::wire;

namespace {

// Generous where a printer answers; short where the test waits for one that does not: for its
// answer to the questions before the slip, or to what comes behind them.
const printer_limits patient_limits{5'000ms, 5'000ms, 5'000ms, 20'000ms, 5'000ms, 1ms};
constexpr std::size_t questions_before = 12;
printer_limits limits_for_hang(std::size_t at) {
  return {5'000ms, at <= questions_before ? 300ms : 5'000ms, 30ms, 20'000ms, 30ms, 1ms};
}

const std::vector wires_of_printers{position_wire::tcp, position_wire::pseudo_terminal};
const std::vector<std::pair<trouble, std::string>> faults_with_words{
    {trouble::paper_out, "paper-out"}, {trouble::cover_open, "cover-open"},
    {trouble::cutter, "cutter-error"}, {trouble::broken, "printer-broken"},
    {trouble::hot, "printer-error"},   {trouble::offline, "offline"}};

// A picture of a few rows, told apart by its pattern.
bitmap tiny_slip(std::uint8_t pattern) {
  bitmap picture(8, 4);
  std::fill(picture.bits.begin(), picture.bits.end(), pattern);
  return picture;
}
const bitmap first_slip = tiny_slip(0xA5);
const bitmap second_slip = tiny_slip(0x3C);

// A slip's beginning: so many commands, in fewer bytes.
bitmap first_rows(const bitmap& picture, int rows) {
  bitmap head(picture.width, rows);
  std::copy_n(picture.bits.begin(), head.bits.size(), head.bits.begin());
  return head;
}

// Where each command of a print ends: questions, the job's own, the question behind it.
std::vector<std::size_t> command_ends(const bitmap& picture) {
  std::vector<std::size_t> ends;
  std::size_t at = 0;
  const auto add = [&](std::size_t bytes) { ends.push_back(at += bytes); };
  for (int i = 0; i < 4; ++i) add(ask_status(status_kind::printer).size());
  add(tell_changes.size());
  add(2);  // initialise
  for (int row = 0; row < picture.height; row += band_rows) {
    add(8);
    add(picture.row_bytes() * static_cast<std::size_t>(std::min(band_rows, picture.height - row)));
  }
  add(4);  // cut
  add(ask_when_printed.size());
  add(tell_nothing.size());
  for (int i = 0; i < 4; ++i) add(ask_status(status_kind::printer).size());
  return ends;
}

std::string print_once(const printer_simulator& sim, const bitmap& picture,
                       const printer_limits& limits) {
  auto device = printer::open(sim.target(), limits);
  if (!device) return std::string(reason(device.error()));
  const auto report = device->print(picture);
  if (!report) return std::string(reason(report.error()));
  return report->confirmed ? "printed" : "sent";
}

bool ends_with(const bitmap& paper, const bitmap& picture) {
  return paper.width == picture.width && paper.height >= picture.height &&
         std::equal(picture.bits.rbegin(), picture.bits.rend(), paper.bits.rbegin());
}

// One print with a fault at this byte; true when it counted as printed.
bool print_with_fault(position_wire w, trouble fault, const std::string& word, std::size_t at,
                      const bitmap& picture) {
  CAPTURE(word);
  CAPTURE(at);
  simulated_printer how;
  how.fault = fault;
  how.fault_at_byte = at;
  printer_simulator sim(w, how);
  const auto outcome = print_once(sim, picture, patient_limits);
  const auto out = sim.slips().size();
  if (outcome == "printed") {
    CHECK(out == 1);
    CHECK(ends_with(sim.slips()[0], picture));
  } else {
    CHECK(outcome == word);
    CHECK(out <= 1);
  }
  // Answers in the order of what it reads: by then it has read all of that print.
  {
    auto look = printer::open(sim.target(), patient_limits);
    REQUIRE(look);
    static_cast<void>(look->status());
  }
  sim.repair();
  CHECK(sim.slips().size() == out);
  CHECK(print_once(sim, second_slip, patient_limits) == "printed");
  const auto all = sim.slips();
  REQUIRE(all.size() == out + 1);
  CHECK(ends_with(all.back(), second_slip));
  return outcome == "printed";
}

// The line or the printer's attention ends at this byte.
bool print_with_end(position_wire w, bool hangs_up, std::size_t at, const bitmap& picture) {
  CAPTURE(hangs_up);
  CAPTURE(at);
  simulated_printer how;
  (hangs_up ? how.disconnect_at_byte : how.hang_at_byte) = at;
  const printer_simulator sim(w, how);
  const auto outcome = print_once(sim, picture, hangs_up ? patient_limits : limits_for_hang(at));
  if (outcome == "printed")
    CHECK(sim.slips().size() == 1);
  else
    CHECK(outcome == (hangs_up ? "connection-lost" : "no-answer"));
  return outcome == "printed";
}

std::uint64_t seed_of_this_run() {
  const char* given = std::getenv("HALLCALL_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

// A device that is silent from the first byte on is taken for one without a way back.
std::size_t first_byte(position_wire w) { return w == position_wire::tcp ? 1 : 4; }

}  // namespace

TEST_CASE("each fault at each byte of a small slip") {
  const auto whole = command_ends(first_slip).back();
  for (const auto w : wires_of_printers)
    for (const auto& [fault, word] : faults_with_words) {
      std::size_t printed = 0;
      for (std::size_t at = 1; at <= whole + 1; ++at)
        printed += print_with_fault(w, fault, word, at, first_slip) ? 1U : 0U;
      CHECK(print_with_fault(w, fault, word, whole * 100, first_slip));  // long after it
      CHECK(printed <= whole / 2);
    }
}

TEST_CASE("the line is cut, or the printer stops reading, at each byte of a small slip") {
  const auto whole = command_ends(first_slip).back();
  for (const auto w : wires_of_printers)
    for (const bool hangs_up : {true, false}) {
      std::size_t printed = 0;
      for (std::size_t at = hangs_up ? 1 : first_byte(w); at <= whole + 1; ++at)
        printed += print_with_end(w, hangs_up, at, first_slip) ? 1U : 0U;
      CHECK(printed <= whole / 2);
    }
}

TEST_CASE("each fault around each command of a real slip, and at random bytes of it") {
  const auto picture = draw_slip(tests::sample_slip("en"), paper::mm58)->picture;
  const auto head = first_rows(picture, 2 * band_rows + 20);
  const auto seed = seed_of_this_run();
  MESSAGE("HALLCALL_SEED=", seed);
  CAPTURE(seed);
  std::mt19937_64 random(seed);
  std::set<std::size_t> places;
  for (const auto end : command_ends(head))
    for (const auto at : {end - 1, end, end + 1}) places.insert(at);
  const std::vector<std::size_t> around(places.begin(), places.end());
  std::uniform_int_distribution<std::size_t> any(first_byte(position_wire::pseudo_terminal),
                                                 command_ends(picture).back());
  std::size_t turn = random();
  for (const auto w : wires_of_printers) {
    // Around each command one of the faults, each in its turn; and each fault at random bytes.
    for (const auto at : around) {
      const auto& [fault, word] = faults_with_words[turn++ % faults_with_words.size()];
      print_with_fault(w, fault, word, at, head);
      if (at >= first_byte(w)) print_with_end(w, turn % 2 == 0, at, head);
    }
    for (const auto& [fault, word] : faults_with_words)
      for (int i = 0; i < 3; ++i) print_with_fault(w, fault, word, any(random), picture);
    for (int i = 0; i < 6; ++i) print_with_end(w, i % 2 == 0, any(random), picture);
  }
}
