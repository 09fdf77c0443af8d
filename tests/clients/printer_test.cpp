// Printing on a simulated printer over TCP and over a pseudo-terminal: the slip comes back as it
// was drawn, and every fault has its reason.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk-client/printer.hpp"
#include "kiosk-client/slip_picture.hpp"
#include "kiosk-client/wording.hpp"
#include "tests/clients/printer_simulator.hpp"
#include "tests/clients/samples.hpp"

using namespace hallcall;
using namespace hallcall::kiosk;
using namespace std::chrono_literals;
using tests::printer_simulator;
using tests::simulated_printer;
using tests::trouble;
using wire = printer_simulator::wire;

namespace {

const printer_limits quick{1000ms, 300ms, 300ms, 10'000ms, 700ms};

const bitmap& slip() {
  static const bitmap picture = draw_slip(tests::sample_slip("zh-TW"), paper::mm80)->picture;
  return picture;
}

tl::expected<print_report, print_fault> print_on(const printer_simulator& sim,
                                                 const bitmap& picture = slip()) {
  auto device = printer::open(sim.target(), quick);
  if (!device) return tl::make_unexpected(device.error());
  return device->print(picture);
}

// What a fault is called, "" for a good print.
std::string outcome(const tl::expected<print_report, print_fault>& r) {
  return r ? std::string() : std::string(reason(r.error()));
}

}  // namespace

TEST_CASE(
    "in every language, over both wires, the printed slip is the drawn one and leads to the "
    "ticket") {
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    const printer_simulator sim(w, {});
    for (const auto& language : known_languages()) {
      CAPTURE(language);
      const auto ticket = tests::sample_slip(language);
      const auto drawn = draw_slip(ticket, paper::mm80);
      REQUIRE(drawn);
      const auto report = print_on(sim, drawn->picture);
      CHECK(outcome(report) == "");
      REQUIRE(report);
      CHECK(report->confirmed);
      const auto slips = sim.slips();
      REQUIRE(!slips.empty());
      CHECK(slips.back().width == drawn->picture.width);
      CHECK(slips.back().height == drawn->picture.height);
      CHECK(tests::scanned(slips.back()) == ticket.url);
    }
    CHECK(sim.slips().size() == known_languages().size());
    CHECK(!sim.cleared());
  }
}

TEST_CASE("a printer that is not well prints nothing, and says why") {
  const std::pair<trouble, std::string> cases[] = {
      {trouble::cover_open, "cover-open"}, {trouble::paper_out, "paper-out"},
      {trouble::offline, "offline"},       {trouble::cutter, "cutter-error"},
      {trouble::broken, "printer-broken"}, {trouble::hot, "printer-error"}};
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    for (const auto& [fault, word] : cases) {
      simulated_printer how;
      how.fault = fault;
      const printer_simulator sim(w, how);
      CHECK(outcome(print_on(sim)) == word);
      CHECK(sim.rows_on_paper() == 0);
    }
  }
}

TEST_CASE("a fault in the middle of a slip is found out, and the rest is not printed later") {
  const std::pair<trouble, std::string> cases[] = {{trouble::cover_open, "cover-open"},
                                                   {trouble::paper_out, "paper-out"},
                                                   {trouble::cutter, "cutter-error"},
                                                   {trouble::broken, "printer-broken"}};
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    for (const auto& [fault, word] : cases) {
      simulated_printer how;
      how.fault = fault;
      how.fault_after_rows = 200;
      const printer_simulator sim(w, how);
      CHECK(outcome(print_on(sim)) == word);
      CHECK(sim.slips().empty());
    }
  }
}

TEST_CASE("what is left of a failed slip is thrown away by the printer") {
  simulated_printer how;
  how.fault = trouble::paper_out;
  how.fault_after_rows = 200;
  const printer_simulator sim(wire::pseudo_terminal, how);
  CHECK(outcome(print_on(sim)) == "paper-out");
  const auto until = std::chrono::steady_clock::now() + 20s;
  while (!sim.cleared() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  CHECK(sim.cleared());
}

TEST_CASE(
    "paper that ends while the printer's buffer is full is still told, by the printer itself") {
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    simulated_printer how;
    how.fault = trouble::paper_out;
    how.fault_after_rows = 200;
    how.buffer = 12 * 1024;
    const printer_simulator sim(w, how);
    CHECK(outcome(print_on(sim)) == "paper-out");
    how.tells_changes = false;  // an older printer: nobody can know why it is stuck
    const printer_simulator older(w, how);
    CHECK(outcome(print_on(older)) == "no-answer");
  }
}

TEST_CASE("a printer that hangs, anywhere in the slip, has no answer") {
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    for (const std::size_t at : {0, 2, 4, 11, 13, 20, 30'000}) {
      if (w == wire::pseudo_terminal && at < 3)
        continue;  // silent from the start: a device that never answers
      simulated_printer how;
      how.hang_at_byte = at;
      const printer_simulator sim(w, how);
      CAPTURE(at);
      CHECK(outcome(print_on(sim)) == "no-answer");
      CHECK(sim.slips().empty());
    }
  }
}

TEST_CASE("a connection that breaks, at any byte of the slip, is lost") {
  const auto whole = 12 + tell_changes.size() + print_job(slip()).size();
  for (const auto w : {wire::tcp, wire::pseudo_terminal}) {
    for (const std::size_t at : {std::size_t{1}, std::size_t{3}, std::size_t{12}, std::size_t{13},
                                 std::size_t{20}, std::size_t{500}, whole / 2, whole - 1, whole}) {
      simulated_printer how;
      how.disconnect_at_byte = at;
      const printer_simulator sim(w, how);
      CAPTURE(at);
      CHECK(outcome(print_on(sim)) == "connection-lost");
    }
  }
}

TEST_CASE("a printer without GS r has printed when it stays well; it is not confirmed") {
  simulated_printer how;
  how.says_printed = false;
  const printer_simulator sim(wire::tcp, how);
  const auto report = print_on(sim);
  REQUIRE(report);
  CHECK(!report->confirmed);
  CHECK(sim.slips().size() == 1);
}

TEST_CASE("little paper is told, and does not keep from printing") {
  simulated_printer how;
  how.paper_low = true;
  const printer_simulator sim(wire::tcp, how);
  const auto report = print_on(sim);
  REQUIRE(report);
  CHECK(report->paper_low);
}

TEST_CASE(
    "a network printer that says nothing is a fault; a device that says nothing prints "
    "unconfirmed") {
  simulated_printer how;
  how.answers = false;
  const printer_simulator network(wire::tcp, how);
  CHECK(outcome(print_on(network)) == "no-answer");
  const printer_simulator device(wire::pseudo_terminal, how);
  const auto report = print_on(device);
  REQUIRE(report);
  CHECK(!report->confirmed);
}

TEST_CASE("nothing at that address, no such device, no such host") {
  std::uint16_t port = 0;
  {
    const printer_simulator gone(wire::tcp, {});
    port = gone.target().port;
  }
  const auto open = [](const printer_target& t) {
    const auto p = printer::open(t, quick);
    return p ? std::string() : std::string(reason(p.error()));
  };
  CHECK(open({printer_target::kind::tcp, "127.0.0.1", port, ""}) == "no-printer");
  CHECK(open({printer_target::kind::tcp, "printer.invalid", 9100, ""}) == "no-printer");
  CHECK(open({printer_target::kind::device, "", 0, "/dev/no-such-printer"}) == "no-printer");
  CHECK(open({printer_target::kind::file, "", 0, "/no/such/folder/slip"}) == "no-printer");
}

TEST_CASE("a file gets the bytes of one slip, the latest, readable by its owner alone") {
  const auto path =
      std::filesystem::temp_directory_path() / ("hallcall-slip-" + std::to_string(getpid()));
  for (int i = 0; i < 2; ++i) {
    auto device = printer::open({printer_target::kind::file, "", 0, path.string()}, quick);
    REQUIRE(device);
    CHECK(!device->status()->answered);
    const auto report = device->print(slip());
    REQUIRE(report);
    CHECK(!report->confirmed);
  }
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  CHECK(bytes == print_job(slip()));
  CHECK((std::filesystem::status(path).permissions() & std::filesystem::perms::others_read) ==
        std::filesystem::perms::none);
  std::filesystem::remove(path);
}

TEST_CASE("a full disk is not a print") {
  auto device = printer::open({printer_target::kind::device, "", 0, "/dev/full"}, quick);
  REQUIRE(device);
  const auto report = device->print(slip());
  CHECK(!report);
}
