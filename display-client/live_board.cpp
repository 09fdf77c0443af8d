#include "display-client/live_board.hpp"

#include <utility>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"

namespace hallcall::display {

struct board_frame {
  messages::board_view data;
};
BOOST_DESCRIBE_STRUCT(board_frame, (), (data))

std::optional<messages::board_view> read_board(std::string_view frame) {
  auto read = messages::decode<board_frame>(frame, messages::lenient);
  if (!read) return std::nullopt;
  return std::move(read->data);
}

live_board::live_board(net::reactor& reactor, options given, callbacks calls)
    : view_(reactor, std::move(given),
            {.on_view =
                 [on_board = std::move(calls.on_board)](const relay::live_view::frame& came) {
                   const auto board = read_board(came.text);
                   if (board && on_board) on_board(*board);
                 },
             .on_beat = nullptr,
             .on_connected = std::move(calls.on_connected),
             .on_refused = std::move(calls.on_refused),
             .on_lost = std::move(calls.on_lost)}) {}

bool live_board::acknowledge_shown(const std::string& call) {
  return view_.send(messages::encode(messages::acknowledgement{"shown", call}));
}

}  // namespace hallcall::display
