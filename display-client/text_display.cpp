// Ties the live board to a terminal or a pipe.
#include "display-client/text_display.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <fmt/format.h>
#include <unistd.h>

#include "display-client/board_text.hpp"

namespace hallcall::display {
namespace {

constexpr std::chrono::milliseconds tick_time{250};  // the clock shows seconds

}  // namespace

text_display::text_display(net::reactor& reactor, display_options given, int output,
                           live_board::options live)
    : reactor_(reactor),
      options_(std::move(given)),
      output_(output),
      feed_(reactor, std::move(live),
            {.on_board = [this](const messages::board_view& board) { board_came(board); },
             .on_connected = [this] { acknowledged_.clear(); },
             .on_refused =
                 [this](refusal what, const std::string& why) {
                   end(what == refusal::not_allowed ? exit_code::refused : exit_code::not_found);
                   terminal_.reset();  // the reason belongs on the ordinary screen
                   fmt::print(stderr, "display-client: {}: {}\n", options_.server_text, why);
                 },
             .on_lost =
                 [this](const std::string& why, std::chrono::milliseconds again_in) {
                   if (terminal_) return;  // its banner says so
                   fmt::print(stderr, "display-client: {}: {}; trying again in {:.1f} s\n",
                              options_.server_text, why,
                              static_cast<double>(again_in.count()) / 1000);
                 }}) {}

exit_code text_display::run() {
  if (options_.text && !options_.once && isatty(output_) != 0)
    terminal_ = std::make_unique<terminal>(output_);
  reactor_.on_signals([this](int) { end(exit_code::stopped); });
  if (options_.once)
    give_up_ = reactor_.after(once_timeout, [this] {
      fmt::print(stderr, "display-client: {}: no board within {} s\n", options_.server_text,
                 once_timeout.count());
      end(exit_code::no_answer);
    });
  open_panels();
  feed_.start();
  if (terminal_) tick();
  reactor_.run();
  panels_.reset();
  tick_.cancel();
  give_up_.cancel();
  terminal_.reset();
  return result_;
}

void text_display::end(exit_code code) {
  result_ = code;
  reactor_.stop();
}

void text_display::board_came(const messages::board_view& board) {
  if (options_.once) return draw_once(board);
  board_ = board;
  if (panels_) panels_->show(board);
  if (terminal_)
    redraw();
  else if (options_.text)
    print_new_calls(board);
}

void text_display::draw_once(const messages::board_view& board) {
  auto size = size_of(output_);
  if (options_.width) size.columns = *options_.width;
  print(draw_board(board, {feed_.server_now(), std::nullopt}, size.columns, size.rows)
            .picture.plain_text());
  if (result_ == exit_code::stopped) end(exit_code::stopped);
}

void text_display::print_new_calls(const messages::board_view& board) {
  for (auto call = board.now.rbegin(); call != board.now.rend(); ++call) {
    const std::pair key{call->call, call->repeat};
    if (std::find(printed_.begin(), printed_.end(), key) != printed_.end()) continue;
    printed_.push_back(key);
    if (printed_.size() > remembered_calls) printed_.pop_front();
    print(call_line(board, *call) + "\n");
  }
}

void text_display::redraw() {
  if (!terminal_) return;
  auto size = terminal_->size();
  if (options_.width) size.columns = *options_.width;
  if (!board_) {
    if (!terminal_->show(draw_connecting(size.columns, size.rows, options_.server_text)) &&
        terminal_->gone())
      end(exit_code::output_lost);
    return;
  }
  board_moment moment{feed_.server_now(), std::nullopt};
  if (const auto quiet = feed_.since_heard(); quiet >= stale_after)
    moment.stale = std::chrono::duration_cast<std::chrono::seconds>(quiet);
  const auto drawing = draw_board(*board_, moment, size.columns, size.rows);
  if (terminal_->show(drawing.picture)) {
    if (!moment.stale) acknowledge(drawing.shown);
  } else if (terminal_->gone()) {
    end(exit_code::output_lost);
  }
}

void text_display::acknowledge(const std::vector<messages::board_call>& shown) {
  std::set<std::pair<std::string, int>> now;
  for (const auto& call : shown) {
    const std::pair key{call.call, call.repeat};
    if (acknowledged_.contains(key) || feed_.acknowledge_shown(call.call)) now.insert(key);
  }
  acknowledged_ = std::move(now);  // calls that have left the board are not remembered
}

void text_display::open_panels() {
  if (options_.panels.empty()) return;
  panels_ = std::make_unique<led_wall>(
      reactor_, options_.panels,
      led_source{.server_now = [this] { return feed_.server_now(); },
                 .since_heard = [this] { return feed_.since_heard(); },
                 .confirm = [this](const std::string& call) { feed_.acknowledge_shown(call); },
                 .log =
                     [this](const std::string& words) {
                       if (!terminal_) fmt::print(stderr, "display-client: {}\n", words);
                     }});
}

void text_display::tick() {
  redraw();
  tick_ = reactor_.after(tick_time, [this] { tick(); });
}

void text_display::print(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto n = write(output_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return end(exit_code::output_lost);
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
}

}  // namespace hallcall::display
