// What an office's webhook is told of a visit.
#pragma once

#include "proto/messages/common.hpp"

namespace hallcall::messages {

// The same bytes whether the ticket is turning or general.
struct visit_notice {
  std::string id;    // of this notice; comes again when it is sent again
  std::string type;  // taken, near, called; finished, referred, supplement, left, voided, expired
  time_point at;
  std::string hall;
  std::string ticket;  // opaque; one visit's notices come in order
  std::string number;
  std::string language;
  std::string url;                      // of the ticket's page, with its token
  std::optional<std::int64_t> ahead;    // taken, near: how many are before it
  std::optional<std::int64_t> counter;  // called: where to
  std::vector<std::string> missing;     // supplement: the papers to bring
};
BOOST_DESCRIBE_STRUCT(visit_notice, (),
                      (id, type, at, hall, ticket, number, language, url, ahead, counter, missing))

}  // namespace hallcall::messages
