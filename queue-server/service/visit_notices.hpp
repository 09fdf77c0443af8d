// The notices of a visit: before (taken), during (nearly its turn, called), after (finished,
// what is missing, or that it ended otherwise). A function of the hall's events alone. Holds what
// the ticket's own page may show and nothing else.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/events.hpp"
#include "proto/messages/notices.hpp"

namespace hallcall::service {

// Writes one hall's notices, entry by entry in their order.
class notice_writer {
 public:
  explicit notice_writer(std::string hall) : hall_(std::move(hall)) {}

  // From here on: who is near in this state has been told so. After a start, who came near before
  // and was put back by others since can be told again, by a notice of the same id.
  void begin_at(const engine::hall_state&);

  // An event of the entry, and the state just after it.
  void add(const engine::event&, const engine::hall_state& after);
  // All notices of the entry that the events since the last end() make up. `url` is the page's path
  // until somebody knows the server's address.
  [[nodiscard]] std::vector<messages::visit_notice> end(std::uint64_t seq, engine::time_point at,
                                                        const engine::hall_state& after);

 private:
  // Of a ticket that the state has, as the events' tickets are; the last one until the next is
  // told.
  messages::visit_notice& tell(std::string type, const engine::hall_state& after,
                               engine::ticket_id);
  messages::visit_notice& ended(std::string type, const engine::hall_state& after,
                                engine::ticket_id);

  std::string hall_;
  std::set<engine::ticket_id> told_near_;  // and those whose `taken` said so
  std::vector<messages::visit_notice> entry_;
};

}  // namespace hallcall::service
