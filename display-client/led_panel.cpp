// See led_panel.hpp.
#include "display-client/led_panel.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace hallcall::display {
namespace {

constexpr std::array speeds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
constexpr int counter_columns = 5;  // "A1023"
constexpr int most_columns = 400;

tl::unexpected<std::string> wrong_led(std::string why) {
  return tl::make_unexpected(std::move(why));
}

std::optional<int> whole_number(std::string_view text, int least, int most) {
  int n = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failed != std::errc() || end != text.data() + text.size() || n < least || n > most)
    return std::nullopt;
  return n;
}

std::string_view up_to(std::string_view text, char mark) { return text.substr(0, text.find(mark)); }
std::string_view behind(std::string_view text, char mark) {
  const auto at = text.find(mark);
  return at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
}

bool read_kind(led_panel& out, std::string_view text) {
  const auto kind = up_to(text, '=');
  const auto value = behind(text, '=');
  if (text == "marquee") return true;
  if (kind == "zone" && !value.empty()) {
    out.kind = led_kind::zone;
    out.zone = value;
    return true;
  }
  if (kind != "counter" && kind != "sign") return false;
  const auto n = whole_number(value, 1, 999);
  if (!n) return false;
  out.kind = kind == "counter" ? led_kind::counter : led_kind::sign;
  out.counter = *n;
  if (out.kind == led_kind::counter) out.columns = counter_columns;
  return true;
}

bool read_port(led_target& out, std::string_view text) {
  const auto rest = behind(text, ':');
  if (text.starts_with("dev:")) {
    out.path = rest;
    return !out.path.empty();
  }
  if (!text.starts_with("tcp:")) return false;
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const auto port = whole_number(rest.substr(colon + 1), 1, 65'535);
  auto host = rest.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return false;
  if (!port) return false;
  out.tcp = true;
  out.host = host;
  out.port = static_cast<std::uint16_t>(*port);
  return true;
}

bool read_option(led_panel& out, std::string_view text) {
  const auto name = up_to(text, '=');
  const auto value = behind(text, '=');
  const auto take = [&](int& into, int least, int most) {
    const auto n = whole_number(value, least, most);
    if (n) into = *n;
    return n.has_value();
  };
  if (name == "address") return take(out.address, 1, 99);
  if (name == "columns") return take(out.columns, 1, most_columns);
  if (name == "speed")
    return take(out.at.speed, speeds.front(), speeds.back()) &&
           std::find(speeds.begin(), speeds.end(), out.at.speed) != speeds.end();
  if (name != "text" || (value != "ascii" && value != "utf8")) return false;
  out.ascii = value == "ascii";
  return true;
}

}  // namespace

tl::expected<led_panel, std::string> parse_led_panel(std::string_view text) {
  led_panel out;
  const auto place = up_to(text, ',');
  const auto kind = up_to(place, ':');
  if (!read_kind(out, kind))
    return wrong_led(
        fmt::format("--led {}: it begins with marquee:, zone=NAME:, counter=N: or sign=N:", text));
  if (!read_port(out.at, behind(place, ':')))
    return wrong_led(fmt::format("--led {}: then comes dev:PATH or tcp:HOST:PORT", text));
  for (auto rest = behind(text, ','); !rest.empty(); rest = behind(rest, ','))
    if (const auto option = up_to(rest, ','); !read_option(out, option))
      return wrong_led(
          fmt::format("--led {}: \"{}\" is none of address=1 to 99, columns=N, text=ascii, "
                      "speed=1200 to 115200",
                      text, option));
  out.name = fmt::format("{} on {}", kind, behind(place, ':'));
  return out;
}

tl::expected<std::vector<led_panel>, std::string> parse_led_panels(
    const std::vector<std::string>& texts) {
  std::vector<led_panel> all;
  for (const auto& text : texts) {
    auto one = parse_led_panel(text);
    if (!one) return wrong_led(one.error());
    for (const auto& other : all) {
      auto line = other.at;
      line.speed = one->at.speed;
      if (line != one->at) continue;
      if (other.at.speed != one->at.speed)
        return wrong_led(fmt::format("--led {}: a line has one speed", text));
      if (other.address == one->address)
        return wrong_led(
            fmt::format("--led {}: {} has address {} on this line already: give each panel its own",
                        text, other.name, other.address));
    }
    all.push_back(std::move(*one));
  }
  return all;
}

}  // namespace hallcall::display
