// Push: each view is built and serialized once, when its hall changed, and shared by all who watch
// it. Who watches is told that a newer frame is due and takes the newest when it can; nobody has a
// backlog.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/types.hpp"

namespace hallcall::service {

// "board", "kiosk", "counter:5", "manager", "ticket:<token>" of one hall.
struct view_name {
  std::string hall;
  std::string view;
  friend auto operator<=>(const view_name&, const view_name&) = default;
};

class feed {
 public:
  // Told on the reactor's thread, never from inside watch(). Must not watch or unwatch from inside.
  struct watcher {
    virtual ~watcher() = default;
    virtual void newer_frame() = 0;
  };

  // `build` makes a view's data as JSON from the published state; empty when the view is gone (an
  // expired ticket): then the last frame stays.
  using builder = std::function<std::string(const view_name&)>;
  using stamp =
      std::function<std::pair<std::uint64_t, engine::time_point>(const std::string& hall)>;
  feed(builder, stamp);

  // Watches while the guard lives. The first frame is there at once.
  class guard {
   public:
    guard() = default;
    guard(feed&, view_name, watcher&);
    guard(guard&&) noexcept;
    guard& operator=(guard&&) noexcept;
    ~guard();
    // The newest frame and its version, which grows with each change.
    [[nodiscard]] std::shared_ptr<const std::string> frame() const;
    [[nodiscard]] std::uint64_t version() const;

   private:
    void release();
    feed* feed_ = nullptr;
    view_name name_;
    watcher* watcher_ = nullptr;
  };

  // Builds every watched view of these halls; watchers of those that changed are told. Once a turn.
  void refresh(const std::vector<std::string>& halls);
  // Watchers of one view of a hall, by its first word ("board"), for health and R-71.
  [[nodiscard]] int watching(const std::string& hall, const std::string& view) const;
  [[nodiscard]] std::uint64_t frames_built() const { return frames_built_; }

 private:
  struct channel {
    std::string data;
    std::shared_ptr<const std::string> frame;
    std::uint64_t version = 0;
    std::uint64_t told = 0;  // the version that all watchers were told of, or came for
    std::vector<watcher*> watchers;
  };
  void build(const view_name&, channel&);

  builder builder_;
  stamp stamp_;
  std::map<view_name, channel> channels_;  // only watched ones
  std::uint64_t frames_built_ = 0;
};

}  // namespace hallcall::service
