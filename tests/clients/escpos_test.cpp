// The printer's language by the byte.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "kiosk-client/escpos.hpp"
#include "kiosk-client/printer.hpp"

using namespace hallcall::kiosk;

TEST_CASE("a picture is sent as initialise, bands of at most 128 rows, feed and cut") {
  bitmap picture(384, 300);
  picture.blacken(0, 0);
  picture.blacken(383, 299);
  const auto job = print_job(picture);
  CHECK(job.substr(0, 2) == "\x1b@");
  CHECK(job.substr(2, 8) == std::string("\x1dv0\0\x30\0\x80\0", 8));  // 48 bytes a row, 128 rows
  CHECK(job[10] == '\x80');                                           // the leftmost dot
  CHECK(job.substr(10 + 48 * 128, 4) == std::string("\x1dv0\0", 4));
  CHECK(job.substr(2 + 2 * (8 + 48 * 128), 8) ==
        std::string("\x1dv0\0\x30\0\x2c\0", 8));  // 44 rows are left
  CHECK(job.substr(job.size() - 5) == "\x01\x1dVB\x08");
}

TEST_CASE("a picture that looks like a real-time command is changed by a dot") {
  for (const char second : {'\x04', '\x05', '\x14'}) {
    bitmap picture(384, 1);
    picture.bits[7] = 0x10;
    picture.bits[8] = static_cast<std::uint8_t>(second);
    const auto job = print_job(picture);
    CHECK(job.find(std::string{'\x10', second}) == std::string::npos);
    CHECK(static_cast<std::uint8_t>(job[10 + 7]) == 0x10);
  }
}

TEST_CASE("the four answers mean what the command reference says") {
  const auto said = [](status_kind kind, std::uint8_t answer) {
    printer_status s;
    read_answer(s, kind, answer);
    return s;
  };
  CHECK(!fault_of(said(status_kind::printer, 0x12)));
  CHECK(fault_of(said(status_kind::printer, 0x1A)) == print_fault::offline);
  CHECK(fault_of(said(status_kind::offline_cause, 0x16)) == print_fault::cover_open);
  CHECK(fault_of(said(status_kind::offline_cause, 0x32)) == print_fault::paper_out);
  CHECK(fault_of(said(status_kind::offline_cause, 0x52)) == print_fault::printer_error);
  CHECK(fault_of(said(status_kind::error_cause, 0x1A)) == print_fault::cutter_error);
  CHECK(fault_of(said(status_kind::error_cause, 0x32)) == print_fault::printer_broken);
  CHECK(fault_of(said(status_kind::error_cause, 0x52)) == print_fault::printer_error);
  CHECK(fault_of(said(status_kind::paper, 0x72)) == print_fault::paper_out);
  CHECK(!fault_of(said(status_kind::paper, 0x1E)));
  CHECK(said(status_kind::paper, 0x1E).paper_low);
}

TEST_CASE("the likeliest cause is named when several are told") {
  printer_status s;
  s.offline = s.error = true;
  CHECK(fault_of(s) == print_fault::printer_error);
  s.cutter_error = true;
  CHECK(fault_of(s) == print_fault::cutter_error);
  s.paper_out = true;
  CHECK(fault_of(s) == print_fault::paper_out);
  s.cover_open = true;
  CHECK(fault_of(s) == print_fault::cover_open);
}

TEST_CASE("answers are told apart by their fixed bits, automatic status among them") {
  using kind = answer_reader::kind;
  answer_reader r;
  CHECK(r.feed(0x12) == kind::real_time);
  CHECK(r.feed(0x7E) == kind::real_time);
  CHECK(r.feed(0x00) == kind::printed);
  CHECK(r.feed(0x0C) == kind::printed);
  CHECK(r.feed(0x11) == kind::nothing);  // XON
  CHECK(r.feed(0x13) == kind::nothing);  // XOFF
  CHECK(!r.latest());
  CHECK(r.feed(0x18) == kind::nothing);  // offline …
  CHECK(r.feed(0x00) == kind::nothing);
  CHECK(r.feed(0x0C) == kind::nothing);  // … for want of paper
  CHECK(r.feed(0x0F) == kind::automatic);
  REQUIRE(r.latest());
  CHECK(fault_of(*r.latest()) == print_fault::paper_out);
  CHECK(r.feed(0x12) == kind::real_time);
}

TEST_CASE("every fault has a word of its own") {
  std::vector<std::string_view> words;
  for (int f = 0; f <= static_cast<int>(print_fault::offline); ++f) {
    const auto w = reason(static_cast<print_fault>(f));
    CHECK(std::find(words.begin(), words.end(), w) == words.end());
    words.push_back(w);
  }
  CHECK(reason(print_fault::paper_out) == "paper-out");
}

TEST_CASE("printers are named by how they are reached") {
  const auto tcp = parse_printer_target("tcp:192.0.2.7:9100");
  REQUIRE(tcp);
  CHECK(tcp->host == "192.0.2.7");
  CHECK(tcp->port == 9100);
  CHECK(parse_printer_target("tcp:[::1]:9100")->host == "::1");
  CHECK(parse_printer_target("dev:/dev/usb/lp0")->path == "/dev/usb/lp0");
  CHECK(parse_printer_target("file:/tmp/x")->what == printer_target::kind::file);
  for (const auto* bad : {"", "tcp:", "tcp:host", "tcp::9100", "tcp:host:0", "tcp:host:70000",
                          "tcp:host:9x", "tcp:::1:9100", "dev:", "file:", "lpt:1", "/dev/usb/lp0"})
    CHECK(!parse_printer_target(bad));
}
