// The exact Markov chain of base counters and backups that open together: its states are the number
// in the hall and whether the backups are open. Closed, more than 5 waiting opens all of them;
// open, the number in the hall falling to D closes them at once, and the base counters take their
// visits over.
#pragma once

namespace hallcall::forecast::testing {

struct backup_chain {
  double wait = 0;           // mean, in minutes
  double share_open = 0;     // of the time
  double times_an_hour = 0;  // that they open
  double minutes_open = 0;   // mean, each time
};

// s base counters, b backups, `lambda` arrivals in the time of one visit, which takes
// `visit_minutes` in the mean.
[[nodiscard]] backup_chain solve_backup_chain(int s, int b, double lambda, int until,
                                              double visit_minutes);

}  // namespace hallcall::forecast::testing
