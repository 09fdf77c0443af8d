// Reading the lanes. What a lane is when the file says nothing stands here, in one table.
#include "service/office_file_lanes.hpp"

#include <fmt/format.h>

namespace hallcall::service::office_file {
namespace {

using engine::lane;

// R-12's rates and each lane's letter. Turning and returning draw from general's series.
struct lane_default {
  double rate;
  char series;
  bool walk_in;
};
constexpr lane_default lane_defaults[] = {{1, 'A', true}, {1, 'E', true},  {6, 'P', true},
                                          {2, 'A', true}, {8, 'B', false}, {1, 'A', true}};

bool follows_general(lane which) { return which == lane::turning || which == lane::returning; }

// A [hall.lanes.<lane>] puts the lane in use, unless it says otherwise.
void read_lane(const section& s, lane which, engine::hall_rules& rules) {
  auto& to = rules.lanes[static_cast<std::size_t>(which)];
  const char general = rules.of(lane::general).series;
  const bool follows = follows_general(which);
  to.in_use = s.flag("in_use", true);
  to.rate = s.decimal("rate", to.rate, 0.01, 1000);
  to.walk_in = s.flag("walk_in", to.walk_in);
  if (!s.has("series")) return;
  const std::string letter = s.text("series", true);
  if (letter.size() != 1 || letter[0] < 'A' || letter[0] > 'Z') {
    s.note_at("series", fmt::format("\"series\" is \"{}\"; allowed: one letter, A to Z", letter));
  } else if (follows && letter[0] != general) {
    s.note_at(
        "series",
        fmt::format("\"series\" is \"{}\", but must be general's, \"{}\": a number must not tell",
                    letter, general));
  } else {
    to.series = letter[0];
  }
}

}  // namespace

void read_lanes(const error_list& errors, const section& hall, engine::hall_rules& rules) {
  const table* from = hall.inner("lanes");
  if (!from) return hall.note(hall.line(), "[hall.lanes] is missing: which lanes the hall has");
  const section lanes{errors, *from, "hall.lanes", hall.where() + ", lanes"};
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    const auto which = static_cast<lane>(i);
    const auto& [rate, series, walk_in] = lane_defaults[i];
    const char drawn_from = follows_general(which) ? rules.of(lane::general).series : series;
    rules.lanes[i] = {false, rate, drawn_from, walk_in};
    const table* one = lanes.inner(lane_words[i]);
    if (!one) continue;
    const section s{errors, *one, "hall.lanes.<lane>",
                    fmt::format("{}, lane {}", hall.where(), lane_words[i])};
    read_lane(s, which, rules);
  }
  if (!rules.of(lane::general).in_use) {
    lanes.note(lanes.line(),
               "the lane \"general\" must be in use: the others' tickets fall back to it");
  }
}

}  // namespace hallcall::service::office_file
