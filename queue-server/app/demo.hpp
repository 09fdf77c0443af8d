// Sample citizens and sample clerks, so that the sample hall lives by itself. They give the same
// commands as people do, under names that say what they are.
#pragma once

#include <cstdint>
#include <map>
#include <random>

#include "service/hall_service.hpp"

namespace hallcall::app {

class demo {
 public:
  // `fast`: a day in ten minutes; nights are skipped.
  demo(net::reactor&, service::hall_service&, bool fast);
  ~demo();

  // For the fast demonstration: the clock starts a little before the office next opens and runs
  // fast.
  static void set_clock(service::hall_clock&, const service::office&);

 private:
  struct clerk {
    engine::counter_no counter;
    bool base = true;  // false: a backup, who comes when called
    engine::time_point acts_at;
  };
  void step();
  void arrive(const service::hall_config&, engine::time_point now);
  void work(clerk&, engine::time_point now);
  void answer_page(clerk&, engine::time_point now, const std::string& actor);
  void give(engine::command, std::string kind, std::string actor);
  [[nodiscard]] double arrivals_an_hour(engine::time_point now) const;

  net::reactor& reactor_;
  service::hall_service& halls_;
  bool fast_;
  std::string hall_;
  std::mt19937_64 random_;
  std::vector<clerk> clerks_;
  engine::time_point next_arrival_{};
  std::uint64_t tickets_ = 0;
  net::timer timer_;
};

}  // namespace hallcall::app
