// Counts the open connections, in all and by address, and turns away who is over a limit.
// Private to proto/net; used on the reactor's thread.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace hallcall::net {

class connection_census : public std::enable_shared_from_this<connection_census> {
  using tally = std::map<std::string, std::size_t>;

 public:
  connection_census(std::size_t most, std::size_t most_per_address)
      : most_(most), most_per_address_(most_per_address) {}

  // A place in the count; giving it up is leaving.
  class place {
   public:
    place(place&& other) noexcept : census_(std::move(other.census_)), at_(other.at_) {}
    place& operator=(place&&) = delete;
    ~place() {
      if (census_) census_->leave(at_);
    }
    [[nodiscard]] const std::string& address() const { return at_->first; }

   private:
    friend class connection_census;
    place(std::shared_ptr<connection_census> census, tally::iterator at)
        : census_(std::move(census)), at_(at) {}

    std::shared_ptr<connection_census> census_;
    tally::iterator at_;
  };

  // nullopt when the hall or the address is full.
  [[nodiscard]] std::optional<place> enter(const std::string& address) {
    if (open_ >= most_ || most_per_address_ == 0) return std::nullopt;
    const auto at = by_address_.try_emplace(address, 0).first;
    if (at->second >= most_per_address_) return std::nullopt;
    ++at->second;
    ++open_;
    return place{shared_from_this(), at};
  }

 private:
  void leave(tally::iterator at) {
    --open_;
    if (--at->second == 0) by_address_.erase(at);
  }

  std::size_t most_;
  std::size_t most_per_address_;
  std::size_t open_ = 0;
  tally by_address_;
};

}  // namespace hallcall::net
