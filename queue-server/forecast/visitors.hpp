// Who comes to a simulated hall: when, for what, and how long they take at the counter. Drawn
// before the hall is run, so that two ways of running it meet the very same people.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/rules.hpp"
#include "forecast/random_stream.hpp"

namespace hallcall::forecast {

using std::chrono::milliseconds;

struct visitor {
  engine::time_point at;
  std::vector<engine::service_id> services;
  engine::enum_set<engine::need> needs;
  std::string language;
  engine::channel channel = engine::channel::kiosk;
  milliseconds walk{0};      // from the call to the counter
  milliseconds handling{0};  // there; for who does not come, all the time that the counter calls
  bool absent = false;       // called, and not there
  std::optional<milliseconds> leaves_after;   // of waiting, when not called before
  std::optional<milliseconds> granted_after;  // given priority by hand, when still waiting
};

// Gives one visitor after the other, in the order of time.
class visitor_source {
 public:
  virtual ~visitor_source() = default;
  virtual std::optional<visitor> next() = 0;
};

// People known beforehand, by time.
class listed_visitors final : public visitor_source {
 public:
  explicit listed_visitors(std::vector<visitor> by_time) : all_(std::move(by_time)) {}
  std::optional<visitor> next() override;

 private:
  std::vector<visitor> all_;
  std::size_t given_ = 0;
};

// How long visits take.
struct handling_time {
  enum class form : std::uint8_t { exponential, lognormal, deterministic };
  form how = form::lognormal;
  double variation = 0.5;  // lognormal: standard deviation over mean
  [[nodiscard]] milliseconds draw(random_stream&, milliseconds mean) const;
};

// One Poisson stream of like people.
struct stream {
  double per_hour = 0;
  visitor like;  // all but `at` and `handling`
  milliseconds mean_handling{0};
};

// Streams that go on for ever from `start`, each with random numbers of its own.
class poisson_visitors final : public visitor_source {
 public:
  poisson_visitors(std::vector<stream> streams, handling_time, engine::time_point start,
                   std::uint64_t seed, std::uint64_t replication);
  std::optional<visitor> next() override;

 private:
  struct flow {
    stream what;
    random_stream arrivals, handling;
    double at_ms;  // the next one's, after start
  };
  void advance(flow&);

  std::vector<flow> flows_;
  handling_time handling_;
  engine::time_point start_;
};

}  // namespace hallcall::forecast
