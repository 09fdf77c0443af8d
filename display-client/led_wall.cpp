// See led_wall.hpp.
#include "display-client/led_wall.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"

namespace hallcall::display {
namespace {

// "2026-11-20T01:41:07Z", by this box's own clock.
std::string utc(std::chrono::system_clock::time_point at) {
  const auto text = messages::encode(std::chrono::floor<std::chrono::milliseconds>(at));
  return text.substr(1, 19) + "Z";
}

std::string fares(const led_line::panel_state& s) {
  std::string words = s.connected ? "connected since " + utc(*s.connected) : "not connected";
  const auto& talk = s.talk;
  if (talk.acknowledged) {
    const auto ago = std::chrono::duration_cast<std::chrono::seconds>(led_link::clock::now() -
                                                                      *talk.acknowledged);
    words += fmt::format("; answered {} s ago", ago.count());
  } else {
    words += "; has not answered yet";
  }
  if (s.connected && talk.answering)
    words += talk.shown.empty() ? "; blank" : fmt::format("; shows \"{}\"", talk.shown);
  if (!s.trouble.empty()) words += "; fault: " + s.trouble;
  if (!talk.fault.empty())
    words += fmt::format("; {}fault: {}", talk.well ? "earlier " : "", talk.fault);
  return words;
}

}  // namespace

led_wall::led_wall(net::reactor& reactor, const std::vector<led_panel>& panels, led_source from)
    : reactor_(reactor), source_(std::move(from)) {
  std::vector<std::vector<led_panel>> by_line;
  for (const auto& panel : panels) {
    const auto line = std::find_if(by_line.begin(), by_line.end(),
                                   [&](const auto& one) { return one.front().at == panel.at; });
    if (line == by_line.end())
      by_line.push_back({panel});
    else
      line->push_back(panel);
  }
  for (auto& line : by_line) {
    lines_.push_back(std::make_unique<led_line>(
        reactor, std::move(line),
        led_line::listener{.on_shown = source_.confirm,
                           .on_change = [this](const std::string& words) {
                             if (source_.log) source_.log("led " + words);
                           }}));
  }
  look();
}

led_wall::~led_wall() {
  for (const auto& line : lines_) line->leave();  // all at the same time
}

void led_wall::show(const messages::board_view& board) {
  board_ = board;
  draw();
}

void led_wall::look() {
  draw();
  look_ = reactor_.after(look_every, [this] { look(); });
}

void led_wall::draw() {
  const bool old = source_.since_heard() >= led_old_after;
  const led_moment moment{source_.server_now(), old};
  for (const auto& line : lines_)
    for (std::size_t i = 0; i < line->panels().size(); ++i)
      line->show(i, draw_led(board_, moment, line->panels()[i]));
}

std::vector<std::pair<std::string, std::string>> led_wall::status() const {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& line : lines_)
    for (std::size_t i = 0; i < line->panels().size(); ++i)
      rows.emplace_back("led " + line->panels()[i].name, fares(line->state(i)));
  return rows;
}

}  // namespace hallcall::display
