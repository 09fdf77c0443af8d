// The board's layout, from top to bottom: head, banner, newest call, lists side by side, counters,
// notice.
#include "display-client/board_text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "display-client/block_digits.hpp"
#include "display-client/local_time.hpp"
#include "display-client/text_width.hpp"
#include "display-client/wording.hpp"

namespace hallcall::display {
namespace {

using namespace std::chrono_literals;

constexpr auto flash_time = 6s;   // three slow flashes
constexpr auto notice_time = 8s;  // each notice stands this long
constexpr int margin = 1;
constexpr int counter_cell = 10;  // "12 A1023  "
constexpr std::array scales{block_scale{4, 2}, block_scale{3, 2}, block_scale{2, 1},
                            block_scale{1, 1}};

class board_painter {
 public:
  board_painter(const messages::board_view& board, const board_moment& moment, int columns,
                int rows)
      : board_(board), moment_(moment), clock_(board.hall.time_zone), out_(columns, rows) {}

  board_drawing draw() {
    head();
    const int notice_row = board_.notices.empty() ? out_.rows() : out_.rows() - 1;
    int row = newest(3, notice_row);
    const int grid = grid_rows();
    const bool grid_fits = notice_row - row >= grid + 4;
    const int lists_end = grid_fits ? notice_row - grid : notice_row;
    lists(row, lists_end);
    if (grid_fits) counters(lists_end);
    if (!board_.notices.empty()) notice(notice_row);
    return {std::move(out_), std::move(shown_)};
  }

 private:
  [[nodiscard]] const std::vector<std::string>& tongues() const { return board_.languages; }

  void head() {
    const auto clock = clock_.date_and_time(moment_.now);
    const int room = out_.columns() - columns_of(clock) - 3 * margin;
    const std::vector<std::string> first(tongues().begin(), tongues().begin() + !tongues().empty());
    const auto name = both(board_.hall.office, first) + "  " + both(board_.hall.name, first);
    bar(0, name, room, clock);
    const std::vector<std::string> rest(tongues().begin() + !tongues().empty(), tongues().end());
    const auto door = door_words();
    const int door_room = out_.columns() - 3 * margin - columns_of(door);
    out_.put(
        1, margin, style::faint,
        rest.empty() ? "" : both(board_.hall.office, rest) + "  " + both(board_.hall.name, rest),
        door_room);
    out_.put_right(1, out_.columns() - margin, style::plain, door, out_.columns() - 2 * margin);
    if (moment_.stale) {
      const auto text = say(word::stale, tongues(), std::to_string(moment_.stale->count()));
      filled(2, style::warning, " !! " + text + " !!");
    }
  }

  // A row that is coloured from edge to edge.
  void filled(int row, style how, std::string text) {
    text = fit(text, out_.columns());
    text.append(static_cast<std::size_t>(std::max(0, out_.columns() - columns_of(text))), ' ');
    out_.put(row, 0, how, text);
  }

  void bar(int row, const std::string& left, int room, const std::string& right) {
    std::string text = " " + fit(printable(left), std::max(0, room));
    const int gap = out_.columns() - columns_of(text) - columns_of(right) - margin;
    text.append(static_cast<std::size_t>(std::max(1, gap)), ' ');
    filled(row, style::bar, text + right);
  }

  std::string door_words() const {
    const auto& hall = board_.hall;
    std::string text;
    if (hall.door == "closed") {
      text = say(word::closed, tongues());
      if (hall.opens_at) text += "  " + say(word::opens_at, tongues(), opening(*hall.opens_at));
    } else if (hall.door == "last-called") {
      text = say(word::last_called, tongues());
    } else if (hall.last_ticket_at) {
      text = say(word::open_until, tongues(), clock_.hour_and_minute(*hall.last_ticket_at));
    }
    if (board_.level == "busy") text = say(word::busy, tongues()) + "  " + text;
    if (board_.level == "congested") text = say(word::congested, tongues()) + "  " + text;
    return text;
  }

  // The hour alone today, with the date on another day.
  std::string opening(messages::time_point at) const {
    const auto then = clock_.date_and_time(at);
    const bool today = then.substr(0, 10) == clock_.date_and_time(moment_.now).substr(0, 10);
    return today ? then.substr(11, 5) : then.substr(5, 11);
  }

  // The newest call as large as it fits; returns the first free row below it.
  int newest(int row, int end) {
    out_.put(row++, margin, style::strong, say(word::now_calling, tongues()));
    if (board_.now.empty()) {
      out_.put(row + 1, margin, style::plain, say(word::nobody_called, tongues()));
      return row + 3;
    }
    const auto& call = board_.now.front();
    const int room = out_.columns() - 2 * margin;
    const auto number = call.number;
    const auto counter = std::to_string(call.counter);
    for (const auto& scale : scales) {
      for (const auto* between : {">", ""}) {
        const int gap = scale.columns * 2;
        const int middle = *between == '\0' ? gap * 2 : block_columns(between, scale) + 2 * gap;
        const int width = block_columns(number, scale) + middle + block_columns(counter, scale);
        // Large dots only where a third of the screen is left for everything else.
        const int height = block_height * scale.rows;
        if (width > room || row + height + 1 > end || (scale.rows > 1 && height * 3 > out_.rows()))
          continue;
        const auto how = flashing(call) ? style::ink_flash : style::ink;
        big(row, margin, number, scale, how);
        big(row, margin + block_columns(number, scale) + gap, between, scale, style::ink);
        big(row, margin + block_columns(number, scale) + middle, counter, scale, how);
        shown_.push_back(call);
        out_.put(row + height, margin, style::strong, where(call));
        return row + height + 2;
      }
    }
    if (out_.put(row, margin, style::strong,
                 fmt::format("{} -> {}  {}", number, counter, where(call))) > 0 &&
        row < end)
      shown_.push_back(call);
    return row + 2;
  }

  void big(int row, int column, std::string_view text, block_scale scale, style how) {
    for (const auto& run : block_runs(text, scale))
      out_.put(row + run.row, column + run.column, how,
               std::string(static_cast<std::size_t>(run.length), ' '));
  }

  bool flashing(const messages::board_call& call) const {
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(moment_.now - call.at);
    return age >= 0s && age < flash_time && age.count() % 2 == 0;
  }

  std::string where(const messages::board_call& call) const {
    return say(word::counter, tongues(), std::to_string(call.counter)) + "  " +
           both(call.label, tongues());
  }

  void lists(int row, int end) {
    const int half = out_.columns() / 2;
    calls(row, end, half - 2 * margin);
    lanes(row, end, half, out_.columns() - margin);
  }

  void calls(int row, int end, int width) {
    if (row < end)
      out_.put(row++, margin, style::strong, say(word::recent_calls, tongues()), width);
    for (std::size_t i = 1; i < board_.now.size() && row < end; ++i)
      if (call_row(row++, board_.now[i], style::plain, width)) shown_.push_back(board_.now[i]);
    for (std::size_t i = 0; i < board_.recent.size() && row < end; ++i)
      call_row(row++, board_.recent[i], style::faint, width);
  }

  bool call_row(int row, const messages::board_call& call, style how, int width) {
    const auto text =
        fmt::format("{:<5} -> {:>2}  {}", call.number, call.counter, both(call.label, tongues()));
    return out_.put(row, margin, how, text, width) > 0;
  }

  void lanes(int row, int end, int left, int right) {
    if (row >= end) return;
    out_.put(row++, left, style::strong, say(word::waiting, tongues()), right - left);
    for (const auto& lane : board_.lanes) {
      if (row >= end) return;
      const auto wait = lane.wait ? wait_words(*lane.wait) : std::string();
      const auto figures = fmt::format("{:>4}  {}", lane.waiting, wait);
      const int figures_at = std::max(left, right - 22);
      out_.put(row, left, style::plain, both(lane.name, tongues()), figures_at - left - 1);
      out_.put(row, figures_at, style::plain, figures, right - figures_at);
      ++row;
    }
  }

  // Whole minutes; the server has rounded them up.
  std::string wait_words(const messages::wait_range& wait) const {
    const auto low = wait.low_seconds / 60;
    const auto high = wait.high_seconds / 60;
    const auto range = low == high ? fmt::format("{}", high) : fmt::format("{}-{}", low, high);
    return range + ' ' + say(word::minutes, tongues());
  }

  [[nodiscard]] int grid_columns() const {
    return std::max(1, (out_.columns() - 2 * margin) / counter_cell);
  }

  // The counters that somebody is at, with a heading; a closed one has nothing to say.
  [[nodiscard]] int grid_rows() const {
    const auto open = std::count_if(board_.counters.begin(), board_.counters.end(),
                                    [](const auto& c) { return c.state != "closed"; });
    return open == 0 ? 0 : 1 + (static_cast<int>(open) + grid_columns() - 1) / grid_columns();
  }

  void counters(int row) {
    if (grid_rows() == 0) return;
    out_.put(row, margin, style::strong, say(word::counters, tongues()));
    int cell = 0;
    for (const auto& counter : board_.counters) {
      if (counter.state == "closed") continue;
      const auto number =
          counter.number ? *counter.number : std::string(counter.state == "paused" ? "||" : "--");
      out_.put(row + 1 + cell / grid_columns(), margin + (cell % grid_columns()) * counter_cell,
               counter.number ? style::plain : style::faint,
               fmt::format("{:>2} {}", counter.n, number), counter_cell - 1);
      ++cell;
    }
  }

  void notice(int row) {
    const auto turn = moment_.now.time_since_epoch() / notice_time;
    const auto& one = board_.notices[static_cast<std::size_t>(turn) % board_.notices.size()];
    filled(row, style::bar, " " + printable(both(one.text, tongues())));
  }

  const messages::board_view& board_;
  const board_moment& moment_;
  local_time clock_;
  canvas out_;
  std::vector<messages::board_call> shown_;
};

}  // namespace

board_drawing draw_board(const messages::board_view& board, const board_moment& moment, int columns,
                         int rows) {
  if (columns >= least_columns && rows >= least_rows)
    return board_painter(board, moment, columns, rows).draw();
  board_drawing small{canvas(std::max(columns, 1), std::max(rows, 1)), {}};
  if (board.now.empty()) return small;
  const auto& call = board.now.front();
  const auto text = fmt::format("{} -> {}", call.number, call.counter);
  if (small.picture.put(0, 0, moment.stale ? style::warning : style::strong, text) >=
      columns_of(text))
    small.shown.push_back(call);
  return small;
}

canvas draw_connecting(int columns, int rows, std::string_view server) {
  canvas out(std::max(columns, 1), std::max(rows, 1));
  out.put(rows / 2, margin, style::plain,
          say(word::connecting, {"zh-TW", "en"}) + "  " + std::string(server));
  return out;
}

std::string call_line(const messages::board_view& board, const messages::board_call& call) {
  auto line =
      fmt::format("{}  {} -> {}  {}", local_time(board.hall.time_zone).date_and_time(call.at),
                  call.number, call.counter, both(call.label, board.languages));
  return printable(line);
}

}  // namespace hallcall::display
