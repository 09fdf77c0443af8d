// The calls that every page of a box makes, on top of the two relays: which halls there are (the
// box's own alone), what the hall is, and its live view.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "proto/relay/box_door.hpp"
#include "proto/relay/call_relay.hpp"
#include "proto/relay/live_relay.hpp"

namespace hallcall::relay {

class box_calls {
 public:
  // `confirms`: the page may send "shown" and "spoken".
  box_calls(call_relay& calls, live_relay& live, std::string view, bool confirms)
      : calls_(calls), live_(live), view_(std::move(view)), confirms_(confirms) {
    live_.on_live = [this] { ask_ahead(); };
  }
  ~box_calls() { live_.on_live = nullptr; }
  box_calls(const box_calls&) = delete;
  box_calls& operator=(const box_calls&) = delete;

  // True when the call was one of these.
  bool answer(const net::request&, const net::responder&);
  [[nodiscard]] std::variant<net::response, box_door_handlers::upgrade> upgrade(
      const net::request&);
  // "/api/v1/halls/main" of the box's hall; nullopt until it is known.
  [[nodiscard]] std::optional<std::string> hall_path() const;

 private:
  void ask_ahead();

  call_relay& calls_;
  live_relay& live_;
  std::string view_;
  bool confirms_;
};

// The rows of /status that both device programs have.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> status_of(const live_relay&,
                                                                         const std::string& server);

}  // namespace hallcall::relay
