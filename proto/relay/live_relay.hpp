// Hands one view of the server on to the box's own browser, and what the browser confirms back to
// the server. When the server is away, the browser gets the last view, without its voice and
// without beats: it says by itself that this is old. So it is after the box was switched off and
// on.
//
// Within one connection of the browser `seq` only grows. A server whose count began anew (a
// restored backup) ends the browser's connections: they come back and find the new count.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "proto/net/ws_session.hpp"
#include "proto/relay/kept_file.hpp"
#include "proto/relay/live_view.hpp"

namespace hallcall::relay {

class live_relay {
 public:
  static constexpr std::size_t confirmations_kept = 64;
  // A view is kept at once for a killed program, and so often for a box that loses its power.
  static constexpr std::chrono::seconds to_disk_every{10};

  // `kept`: null to forget.
  live_relay(net::reactor&, live_view::options, std::unique_ptr<kept_file> kept);

  void start() { upstream_.start(); }
  // Called when the view is live, after every time it was not.
  std::function<void()> on_live;
  // Called with every frame of the view that comes from the server.
  std::function<void(std::string_view frame)> on_view;
  // Tells the server that a call was shown on this box by other means than its browser;
  // false when it could not be sent now.
  bool confirm_shown(const std::string& call);
  // As live_view's.
  [[nodiscard]] std::chrono::milliseconds since_heard() const { return upstream_.since_heard(); }
  [[nodiscard]] messages::time_point server_now() const { return upstream_.server_now(); }
  // Called whenever the server says that it does not know the token: wrong, or revoked.
  std::function<void()> on_unknown_token;
  // Says goodbye to the browser.
  void close();
  // The box's browser came. `confirms`: it may send "shown" and "spoken".
  void add(std::shared_ptr<net::ws_session>, bool confirms);

  // The hall that is shown; nullopt until it is known.
  [[nodiscard]] const std::optional<std::string>& hall() const {
    return upstream_.hall() ? upstream_.hall() : kept_hall_;
  }
  struct state {
    bool live = false;
    std::string trouble;  // why not
    std::uint64_t seq = 0;
    std::optional<messages::time_point> at;  // of the last view
    std::chrono::milliseconds since_heard{0};
    std::size_t browsers = 0;
    std::size_t unsent = 0;  // confirmations that the server has not heard
  };
  [[nodiscard]] state now() const;

 private:
  struct watcher {
    std::shared_ptr<net::ws_session> session;
    bool confirms = false;
    std::uint64_t sent = 0;  // version_ of the frame that it was given
    bool beat_due = false;
  };
  struct confirmation {
    std::string type, call;
    bool sent = false;  // on this connection to the server
  };

  void view_came(const live_view::frame&);
  void beat_came(std::string_view);
  void server_lost(const std::string& why);
  void said(watcher&, std::string_view text);
  void flush(watcher&);
  void flush_confirmations();
  void keep(const live_view::frame&);
  void recall();
  void end_all(std::string_view why);
  [[nodiscard]] std::shared_ptr<const std::string> beat_now() const;

  std::unique_ptr<kept_file> kept_;
  std::optional<std::string> kept_hall_;
  std::string origin_;  // the server that the kept view is of
  live_view upstream_;
  std::vector<std::shared_ptr<watcher>> watchers_;
  std::deque<confirmation> confirmations_;
  std::set<std::string> calling_;                   // calls of the newest view
  std::shared_ptr<const std::string> frame_;        // null before the first
  std::shared_ptr<const std::string> quiet_frame_;  // the same without its voice
  std::uint64_t version_ = 0;
  std::uint64_t seq_ = 0;
  std::optional<messages::time_point> at_;
  std::chrono::steady_clock::time_point to_disk_at_{};
  std::uint64_t kept_seq_ = 0;
  std::string trouble_ = "not connected yet";
  bool live_ = false;      // a view came on this connection
  bool was_live_ = false;  // since the program began
};

}  // namespace hallcall::relay
