// display-client with LED panels, as it is started: virtual panels on a serial line and on TCP, a
// hall's server that comes and goes, and everything that panels and their wires do wrong.
#include <doctest/doctest.h>

#include <csignal>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "tests/clients/box_browser.hpp"
#include "tests/clients/led_hall.hpp"
#include "tests/clients/process.hpp"
#include "tests/clients/virtual_led.hpp"

using namespace hallcall;
using namespace hallcall::tests;
using namespace std::chrono_literals;
using led_wire = virtual_led::wire;

namespace {

const std::vector both_wires{led_wire::pseudo_terminal, led_wire::tcp};

std::unique_ptr<process> display_with(const led_hall& hall, const folder& here,
                                      std::vector<std::string> more) {
  std::vector<std::string> command{DISPLAY_CLIENT, "--server",
                                   fmt::format("http://127.0.0.1:{}", hall.port())};
  command.insert(command.end(), more.begin(), more.end());
  return std::make_unique<process>(command, here / "log");
}

std::string status_row(std::uint16_t port, const std::string& name) {
  box_browser browser(port);
  const auto page = body_of(browser.get("/status"));
  const auto at = page.find("<dt>led " + name);
  return at == std::string::npos ? "" : page.substr(at, page.find('\n', at) - at);
}

bool status_says(std::uint16_t port, const std::string& name, const std::string& words) {
  for (int i = 0; i < 2'500; ++i) {
    if (status_row(port, name).find(words) != std::string::npos) return true;
    std::this_thread::sleep_for(10ms);
  }
  MESSAGE(status_row(port, name));
  return false;
}

const std::string marquee_text = "A023  5 號櫃檯 Counter 5";

}  // namespace

TEST_CASE(
    "led: a call appears and flashes once, a recall flashes again, and SIGTERM leaves blank") {
  for (const auto w : both_wires) {
    led_hall hall;
    folder here;
    virtual_led marquee(w), counter(w);
    const auto display = display_with(
        hall, here, {"--led", "marquee:" + marquee.port(), "--led", "counter=5:" + counter.port()});
    REQUIRE(marquee.shows("09:41"));
    REQUIRE(counter.shows("--"));
    if (w == led_wire::pseudo_terminal) CHECK(marquee.line_setting() == "9600 8N1 free");
    hall.call("A023", 5);
    CHECK(marquee.shows(marquee_text));
    CHECK(counter.shows("A023"));
    // The hall's own board has shown it; a counter's display alone would not have been one.
    const auto confirmed = hall.server().received(1);
    REQUIRE(confirmed.size() == 1);
    CHECK(confirmed[0] == R"({"type":"shown","call":"c-A023"})");
    for (int i = 0; i < 3; ++i) hall.say_again();
    const auto so_far = counter.orders();
    REQUIRE(counter.heard(so_far + 2));  // beats came after it
    CHECK(marquee.flashes(marquee_text) == 1);
    CHECK(counter.flashes("A023") == 1);
    hall.call("A023", 5, 2);
    const auto flashes_twice = [&](virtual_led& panel, const std::string& text) {
      for (int i = 0; i < 2'000 && panel.flashes(text) < 2; ++i) std::this_thread::sleep_for(10ms);
      return panel.flashes(text) == 2;
    };
    CHECK(flashes_twice(marquee, marquee_text));
    CHECK(flashes_twice(counter, "A023"));
    display->kill(SIGTERM);
    CHECK(display->wait() == 0);
    for (auto* panel : {&marquee, &counter}) {
      CHECK(panel->shown().empty());
      CHECK(panel->looks().back() == virtual_led::look{'B', ""});
      CHECK(panel->breaches() == std::vector<std::string>{});
    }
  }
}

TEST_CASE("led: a killed program's panel says by itself that it is outdated") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::pseudo_terminal);
  const auto display = display_with(hall, here, {"--led", "counter=5:" + counter.port()});
  hall.call("A023", 5);
  REQUIRE(counter.shows("A023"));
  display->kill(SIGKILL);
  CHECK(display->wait() == -SIGKILL);
  CHECK(counter.shown() == "A023");
  CHECK(counter.shows("--"));
}

TEST_CASE("led: unplugged and plugged in, it shows what it should, and no call flashes again") {
  for (const auto w : both_wires) {
    led_hall hall;
    folder here;
    virtual_led counter(w);
    const auto port = free_port();
    const auto display = display_with(
        hall, here,
        {"--led", "counter=5:" + counter.port(), "--serve", fmt::format("127.0.0.1:{}", port)});
    REQUIRE(counter.shows("--"));
    hall.call("A023", 5);
    REQUIRE(counter.shows("A023"));
    REQUIRE(status_says(port, "counter=5", "shows \"A023\""));
    CHECK(status_says(port, "counter=5", "connected since 20"));
    CHECK(status_says(port, "counter=5", "answered "));
    counter.unplug();
    CHECK(status_says(port, "counter=5", "not connected"));
    CHECK(status_says(port, "counter=5", "; fault: "));
    counter.off_and_on();
    counter.plug();
    CHECK(counter.shows("A023"));
    CHECK(counter.flashes("A023") == 1);
    CHECK(counter.looks().back() == virtual_led::look{'N', "A023"});
    CHECK(status_says(port, "counter=5", "shows \"A023\""));
    // A call of a time when it was away and that is old by now: steady from the first.
    counter.unplug();
    REQUIRE(status_says(port, "counter=5", "not connected"));
    hall.call("A024", 5, 1, 16s);
    counter.plug();
    CHECK(counter.shows("A024"));
    CHECK(counter.flashes("A024") == 0);
    CHECK(counter.breaches() == std::vector<std::string>{});
  }
}

TEST_CASE("led: a panel that was switched off and on is told again with the next beat") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::tcp);
  const auto display = display_with(hall, here, {"--led", "counter=5:" + counter.port()});
  hall.call("A023", 5);
  REQUIRE(counter.shows("A023"));
  counter.off_and_on();
  CHECK(counter.shown() == "--");
  CHECK(counter.shows("A023"));
  CHECK(counter.flashes("A023") <= 1);
}

TEST_CASE("led: noise from a panel changes nothing") {
  for (const auto w : both_wires) {
    led_hall hall;
    folder here;
    virtual_led marquee(w);
    marquee.babble(true);
    const auto display = display_with(hall, here, {"--led", "marquee:" + marquee.port()});
    REQUIRE(marquee.shows("09:41"));
    hall.call("A023", 5);
    CHECK(marquee.shows(marquee_text));
    CHECK(hall.server().received(1).size() == 1);  // its answers are understood
    CHECK(marquee.flashes(marquee_text) == 1);
    CHECK(marquee.breaches() == std::vector<std::string>{});
    display->kill(SIGTERM);
    CHECK(display->wait() == 0);
    CHECK(marquee.shown().empty());
  }
}

TEST_CASE("led: a panel that acknowledges nothing is told the newest, and said to be silent") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::pseudo_terminal);
  counter.mute(true);
  const auto port = free_port();
  const auto display = display_with(
      hall, here,
      {"--led", "counter=5:" + counter.port(), "--serve", fmt::format("127.0.0.1:{}", port)});
  REQUIRE(counter.shows("--"));
  hall.call("A023", 5);
  CHECK(counter.shows("A023"));
  CHECK(status_says(port, "counter=5", "fault: it does not answer"));
  CHECK(status_says(port, "counter=5", "has not answered yet"));
  CHECK(counter.flashes("A023") <= 1);
  // The line is opened anew, as the fault may be in it; when the panel finds its tongue, all is
  // well.
  CHECK(status_says(port, "counter=5", "fault: nothing on this line answers"));
  counter.mute(false);
  CHECK(status_says(port, "counter=5", "shows \"A023\""));
  display->kill(SIGTERM);
  CHECK(display->wait() == 0);
}

TEST_CASE("led: a panel that refuses is a fault in its own word") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::tcp);
  counter.refuse(true);
  const auto port = free_port();
  const auto display = display_with(
      hall, here,
      {"--led", "counter=5:" + counter.port(), "--serve", fmt::format("127.0.0.1:{}", port)});
  CHECK(status_says(port, "counter=5", "fault: it refuses what it is told: NO FONT"));
  counter.refuse(false);
  CHECK(status_says(port, "counter=5", "earlier fault: it refuses"));
  CHECK(counter.shows("--"));
}

TEST_CASE("led: a panel that reads nothing holds up nobody, and gets the newest alone afterwards") {
  for (const auto w : both_wires) {
    led_hall hall;
    folder here;
    virtual_led deaf(w), well(w);
    const auto port = free_port();
    deaf.deaf(true);
    const auto display =
        display_with(hall, here,
                     {"--led", "marquee:" + deaf.port(), "--led", "counter=5:" + well.port(),
                      "--serve", fmt::format("127.0.0.1:{}", port)});
    REQUIRE(well.shows("--"));
    for (int i = 1; i < 60; ++i) hall.call(fmt::format("A{:03}", i), 5);
    CHECK(well.shows("A059"));
    CHECK(status_says(port, "marquee", "fault: "));
    deaf.deaf(false);
    CHECK(deaf.shows("A059  5 號櫃檯 Counter 5"));
    CHECK(deaf.looks().size() < 12);  // not all that it missed
    CHECK(deaf.breaches() == std::vector<std::string>{});
    deaf.deaf(true);
    display->kill(SIGTERM);
    CHECK(display->wait() == 0);  // does not wait for it
    CHECK(well.shown().empty());
  }
}

TEST_CASE("led: with the server away nothing outdated stays on a panel, and it comes back") {
  led_hall hall;
  folder here;
  virtual_led marquee(led_wire::pseudo_terminal), counter(led_wire::tcp);
  const auto display = display_with(
      hall, here, {"--led", "marquee:" + marquee.port(), "--led", "counter=5:" + counter.port()});
  hall.call("A023", 5);
  REQUIRE(counter.shows("A023"));
  hall.go_away();
  CHECK(counter.shown() == "A023");
  CHECK(counter.shows("--"));
  CHECK(marquee.shows("資料未更新 Not up to date"));
  CHECK(counter.looks().back() == virtual_led::look{'N', "--"});  // told, not by its own clock
  hall.open();
  CHECK(counter.shows("A023"));
  CHECK(counter.flashes("A023") == 1);
}

TEST_CASE("led: several panels on one line, each with its own address") {
  led_hall hall;
  folder here;
  virtual_led line(led_wire::pseudo_terminal, {3, 12, 99});
  const auto display =
      display_with(hall, here,
                   {"--led", "counter=5:" + line.port() + ",address=3,speed=19200", "--led",
                    "counter=12:" + line.port() + ",address=12,speed=19200", "--led",
                    "marquee:" + line.port() + ",address=99,speed=19200"});
  hall.call("A023", 5);
  hall.call("E007", 12);
  CHECK(line.shows("A023", 3));
  CHECK(line.shows("E007", 12));
  CHECK(line.shows("E007  12 號櫃檯  A023  5 號櫃檯", 99));
  CHECK(line.line_setting() == "19200 8N1 free");
  CHECK(line.breaches() == std::vector<std::string>{});
  display->kill(SIGTERM);
  CHECK(display->wait() == 0);
  for (const int address : {3, 12, 99}) CHECK(line.shown(address).empty());
}

TEST_CASE("led: a port that is none, or that another program has, is said and tried again") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::pseudo_terminal);
  const auto first = display_with(hall, here, {"--led", "counter=5:" + counter.port()});
  hall.call("A023", 5);
  REQUIRE(counter.shows("A023"));  // the first program's: a panel that nobody drives shows "--"
  const auto port = free_port();
  const auto second = display_with(
      hall, here,
      {"--led", "counter=5:" + counter.port(), "--led", "marquee:dev:/dev/null", "--led",
       "counter=6:dev:/dev/no-such-line", "--serve", fmt::format("127.0.0.1:{}", port)});
  CHECK(status_says(port, "counter=5", "another program has it"));
  CHECK(status_says(port, "marquee", "fault: "));
  CHECK(status_says(port, "counter=6", "No such file"));
  first->kill(SIGTERM);
  CHECK(first->wait() == 0);
  CHECK(status_says(port, "counter=5", "shows \"A023\""));
  second->kill(SIGTERM);
  CHECK(second->wait() == 0);
}

TEST_CASE("led: beside the text on a pipe") {
  led_hall hall;
  folder here;
  virtual_led counter(led_wire::tcp);
  const auto display = display_with(hall, here, {"--text", "--led", "counter=5:" + counter.port()});
  REQUIRE(counter.shows("--"));
  hall.call("A023", 5);
  CHECK(counter.shows("A023"));
  display->kill(SIGTERM);
  CHECK(display->wait() == 0);
  CHECK(text_of(here / "log").find("A023 -> 5") != std::string::npos);
  CHECK(counter.shown().empty());
}
