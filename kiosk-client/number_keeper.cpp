// See number_keeper.hpp.
#include "kiosk-client/number_keeper.hpp"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "kiosk-client/asking.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::kiosk {
namespace {

// 132 random bits, as the server's own tokens have.
std::string random_ticket_token() {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<std::uint8_t, 22> bytes{};
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    throw std::system_error(errno, std::generic_category(), "getrandom");
  std::string token;
  for (const auto b : bytes) token += letters[b % letters.size()];
  return token;
}

std::string local_minute(messages::time_point at, std::int64_t offset_seconds) {
  const auto local = at + std::chrono::seconds(offset_seconds);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{local - day};
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", int(date.year()), unsigned(date.month()),
                     unsigned(date.day()), clock.hours().count(), clock.minutes().count());
}

std::string number_text(const messages::number_block& b, std::uint32_t n) {
  return fmt::format("{}{:03}", b.series, n);
}

}  // namespace

number_keeper::number_keeper(tools with, std::unique_ptr<relay::kept_file> kept)
    : tools_(std::move(with)), kept_(std::move(kept)), back_off_(tools_.jitter) {
  const auto text = kept_ ? kept_->read() : std::nullopt;
  if (!text) return;
  if (auto read = messages::decode<kept_numbers>(*text, messages::lenient))
    mine_ = std::move(*read);
}

messages::time_point number_keeper::server_now() const {
  return std::chrono::floor<std::chrono::milliseconds>(tools_.now()) +
         std::chrono::milliseconds(mine_.clock_behind_ms);
}

bool number_keeper::usable() const {
  const auto& b = mine_.block;
  return b && !mine_.leaving && mine_.next <= b->last && b->usable_until &&
         server_now() < *b->usable_until;
}

bool number_keeper::save() const { return kept_ && kept_->write(messages::encode(mine_), true); }

std::string number_keeper::path(const std::string& what) const {
  return fmt::format("/api/v1/halls/{}/number-blocks{}", net::path_segment(mine_.hall), what);
}

std::uint32_t number_keeper::ready() const {
  return usable() ? mine_.block->last - mine_.next + 1 : 0;
}

std::optional<given_number> number_keeper::give() {
  if (!usable()) return std::nullopt;
  const auto& b = *mine_.block;
  given_number g;
  g.hall = mine_.hall;
  g.block = b.id;
  g.n = mine_.next;
  g.number = number_text(b, g.n);
  g.token = random_ticket_token();
  g.url = b.ticket_url + g.token;
  g.at = server_now();
  g.local = local_minute(g.at, b.utc_offset_seconds);
  ++mine_.next;
  if (save()) return g;
  --mine_.next;  // nobody has it, and the disk says so too
  return std::nullopt;
}

void number_keeper::tend(bool all_told) {
  if (!kept_ || asking_ || steady::now() < next_look_) return;
  const auto hall = tools_.hall();
  if (!hall) return;
  if (mine_.block && mine_.hall != *hall) drop();  // the box was given to another hall
  if (mine_.leaving && all_told) return leave(!mine_.key.empty());
  if (mine_.block) return look(all_told);
  mine_.hall = *hall;
  borrow();
}

void number_keeper::later(std::chrono::milliseconds wait) { next_look_ = steady::now() + wait; }

void number_keeper::drop() {
  mine_ = kept_numbers{};
  save();
}

// Under a key that is on the disk before it is asked: whose answer was lost is not lent twice.
void number_keeper::borrow() {
  if (mine_.key.empty()) mine_.key = tools_.new_key();
  if (!save()) return later(look_every);
  asking_ = true;
  tools_.reports.forward(post_of(path(), "{}", mine_.key), [this](const net::response& answer) {
    asking_ = false;
    if (!is_final(answer.status)) return later(back_off_.next());
    back_off_.reset();
    take_over(answer);
  });
}

// Whether the block still serves, and the server's clock beside the box's.
void number_keeper::look(bool all_told) {
  net::request asked;
  asked.target = path("/" + net::path_segment(mine_.block->id));
  asked.headers = {{"Accept", "application/json"}};
  asking_ = true;
  tools_.reports.forward(asked, [this, all_told](const net::response& answer) {
    asking_ = false;
    later(look_every);
    if (answer.status == 404) {  // of another day, or lent by a server that does not know of it
      if (all_told) drop();
      return later(std::chrono::milliseconds(0));
    }
    if (answer.status != 200 || !answer.body) return;
    auto block = messages::decode<messages::number_block>(*answer.body, messages::lenient);
    if (!block || !mine_.block) return;
    mine_.clock_behind_ms =
        (block->now - std::chrono::floor<std::chrono::milliseconds>(tools_.now())).count();
    const bool used_up = mine_.next > block->last, closed = !block->usable_until;
    const bool renew = block->renew || used_up;
    mine_.block = std::move(*block);
    if (!all_told || (!renew && !closed)) return void(save());
    if (!closed) mine_.key = tools_.new_key();
    mine_.leaving = true;
    if (save()) return leave(!closed);
    mine_.leaving = false;
    mine_.key.clear();
  });
}

// Gives the block back, for another or at closing.
void number_keeper::leave(bool for_another) {
  messages::lend_numbers wish;
  wish.instead = mine_.block->id;
  const auto asked =
      for_another ? post_of(path(), messages::encode(wish), mine_.key)
                  : post_of(path("/" + net::path_segment(mine_.block->id) + "/return"), "{}",
                            tools_.new_key());
  asking_ = true;
  tools_.reports.forward(asked, [this, for_another](const net::response& answer) {
    asking_ = false;
    if (!is_final(answer.status)) return later(back_off_.next());
    back_off_.reset();
    if (for_another) return take_over(answer);
    drop();
    later(look_every);
  });
}

// What was borrowed, or why not.
void number_keeper::take_over(const net::response& answer) {
  const auto hall = mine_.hall;
  auto block = answer.status == 201 && answer.body
                   ? messages::decode<messages::number_block>(*answer.body, messages::lenient)
                   : tl::make_unexpected(messages::decode_error{});
  if (!block) {
    drop();
    return later(refused_for);
  }
  const bool same = mine_.block && mine_.block->id == block->id;
  const auto next = same ? mine_.next : block->first;
  mine_ = kept_numbers{};
  mine_.hall = hall;
  mine_.next = next;
  mine_.clock_behind_ms =
      (block->now - std::chrono::floor<std::chrono::milliseconds>(tools_.now())).count();
  mine_.block = std::move(*block);
  if (!save()) mine_.block.reset();  // asked for again, under the key that is on the disk
  later(look_every);
}

std::string number_keeper::in_words() const {
  if (!kept_) return "none: nothing is kept on this box";
  if (!mine_.block) return "none";
  const auto& b = *mine_.block;
  if (mine_.leaving) return "being given back";
  if (mine_.next > b.last) return "used up";
  return fmt::format("{} to {}{}", number_text(b, mine_.next), number_text(b, b.last),
                     b.usable_until ? ", until " + local_minute(*b.usable_until,
                                                                b.utc_offset_seconds)
                                    : ", not while the hall is closed");
}

}  // namespace hallcall::kiosk
