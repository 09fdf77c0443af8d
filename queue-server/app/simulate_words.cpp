#include "app/simulate_words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace hallcall::app {
namespace {

constexpr double most_an_hour = 100'000;
constexpr double most_mean_s = 86'400;
constexpr double most_variation = 10;
constexpr std::size_t longest_lane_name = 24;

constexpr std::array<const char*, 4> disciplines{"apq", "fifo", "strict", "ratio"};
constexpr std::array<const char*, engine::lane_count> lane_words{"general", "express", "priority",
                                                                 "turning", "booked",  "returning"};

std::vector<std::string> split_at(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (;;) {
    const auto end = text.find(by, from);
    parts.push_back(text.substr(from, end == std::string::npos ? end : end - from));
    if (end == std::string::npos) return parts;
    from = end + 1;
  }
}

template <class T>
std::optional<T> figure_in(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

// Above 0, at most `most`.
std::optional<double> amount_in(const std::string& text, double most) {
  const auto value = figure_in<double>(text);
  if (!value || !std::isfinite(*value) || *value <= 0 || *value > most) return std::nullopt;
  return value;
}

}  // namespace

std::optional<engine::discipline> discipline_from(const std::string& word) {
  const auto it = std::find(disciplines.begin(), disciplines.end(), word);
  if (it == disciplines.end()) return std::nullopt;
  return static_cast<engine::discipline>(it - disciplines.begin());
}

const char* name_of(engine::discipline d) { return disciplines[static_cast<std::size_t>(d)]; }
const char* name_of(engine::lane l) { return lane_words[static_cast<std::size_t>(l)]; }

void read_ratio(const std::string& text, int& priority, int& general, complaints& wrong) {
  const auto parts = split_at(text, ':');
  const auto first = figure_in<int>(parts[0]);
  const auto second = parts.size() == 2 ? figure_in<int>(parts[1]) : std::nullopt;
  if (!first || !second || *first < 1 || *first > 20 || *second < 1 || *second > 20) {
    wrong.push_back(fmt::format(
        "--ratio takes PRIORITY:GENERAL, each from 1 to 20, such as 2:1, not \"{}\"", text));
    return;
  }
  priority = *first;
  general = *second;
}

forecast::bare_lane read_lane(const std::string& text, complaints& wrong) {
  const auto parts = split_at(text, ':');
  const auto bad = [&](const std::string& why) {
    wrong.push_back(fmt::format("--lane {}: {}", text, why));
  };
  if (parts.size() != 3) {
    bad("it takes NAME:PER-HOUR:RATE, such as priority:162:4");
    return {};
  }
  forecast::bare_lane lane;
  lane.name = parts[0];
  const bool plain = std::all_of(lane.name.begin(), lane.name.end(), [](unsigned char c) {
    return c > 0x20 && c != 0x7f && c != ',' && c != '"';
  });
  if (lane.name.empty() || lane.name.size() > longest_lane_name || !plain)
    bad(fmt::format("the name is one word of at most {} bytes", longest_lane_name));
  if (lane.name == "all") bad("\"all\" stands for all lanes together");
  if (lane.name == "booked" || lane.name == "returning")
    bad("nobody takes a ticket for that lane of the hall; choose another name");
  const auto per_hour = figure_in<double>(parts[1]);
  if (per_hour && std::isfinite(*per_hour) && *per_hour >= 0 && *per_hour <= most_an_hour)
    lane.per_hour = *per_hour;
  else
    bad(fmt::format("the arrivals an hour are a number from 0 to {}", most_an_hour));
  if (const auto rate = amount_in(parts[2], 1'000))
    lane.rate = *rate;
  else
    bad("the rate is a number above 0, at most 1000");
  return lane;
}

service_words read_service(const std::string& text, bool bare, complaints& wrong) {
  service_words words;
  auto parts = split_at(text, ':');
  const std::string form = parts.front();
  parts.erase(parts.begin());
  using how = forecast::handling_time::form;
  const auto usage = [&] {
    wrong.push_back(fmt::format(
        "--service takes {}, not \"{}\"",
        bare ? "exponential:MEAN, lognormal:MEAN:CV or deterministic:MEAN, the mean in seconds"
             : "exponential, lognormal:CV or deterministic here: the means are the services' own",
        text));
  };
  if (form != "exponential" && form != "lognormal" && form != "deterministic") {
    usage();
    return words;
  }
  words.handling.how = form == "exponential" ? how::exponential
                       : form == "lognormal" ? how::lognormal
                                             : how::deterministic;
  const std::size_t figures = (bare ? 1U : 0U) + (form == "lognormal" ? 1U : 0U);
  if (parts.size() != figures) {
    usage();
    return words;
  }
  if (bare) {
    words.mean_s = amount_in(parts.front(), most_mean_s);
    if (!words.mean_s)
      wrong.push_back(fmt::format("--service {}: the mean is above 0 and at most {} seconds", text,
                                  most_mean_s));
  }
  if (form == "lognormal") {
    if (const auto cv = amount_in(parts.back(), most_variation))
      words.handling.variation = *cv;
    else
      wrong.push_back(
          fmt::format("--service {}: CV, the standard deviation over the mean, is above 0 and at "
                      "most {}",
                      text, most_variation));
  }
  return words;
}

counter_words read_counters(const std::string& text, const engine::hall_rules& rules,
                            complaints& wrong) {
  counter_words words;
  std::string list = text;
  if (list.starts_with('+')) {
    words.besides = true;
    list.erase(0, 1);
  }
  for (const auto& part : split_at(list, ',')) {
    const auto ends = split_at(part, '-');
    const auto from = figure_in<std::uint16_t>(ends.front());
    const auto to = figure_in<std::uint16_t>(ends.back());
    if (!from || !to || ends.size() > 2 || *from > *to || *to > 999) {
      wrong.push_back(fmt::format(
          "--counters takes numbers and ranges such as 1-9,12, or +12 for one more than usual, not "
          "\"{}\"",
          text));
      return words;
    }
    for (int n = *from; n <= *to; ++n) {
      const engine::counter_no number{static_cast<std::uint16_t>(n)};
      if (rules.find_counter(number) == nullptr)
        wrong.push_back(fmt::format("--counters {}: this hall has no counter {}", text, n));
      else if (std::find(words.numbers.begin(), words.numbers.end(), number) == words.numbers.end())
        words.numbers.push_back(number);
    }
  }
  return words;
}

}  // namespace hallcall::app
