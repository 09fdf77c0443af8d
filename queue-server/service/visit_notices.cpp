#include "service/visit_notices.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"
#include "service/public_face.hpp"
#include "service/views.hpp"

namespace hallcall::service {
namespace {

// Who has at most `nearly_there` before them, by id. Nobody further back in a strand can be.
std::vector<std::pair<engine::ticket_id, std::int64_t>> near_ones(const engine::hall_state& s) {
  std::vector<std::pair<engine::ticket_id, std::int64_t>> near;
  for (const auto& [key, strand] : s.line.strands) {
    std::int64_t before = 0;
    for (const auto& [place, id] : strand.places) {
      if (before++ > nearly_there) break;
      if (const auto ahead = ahead_of(s, s.tickets.at(id)); ahead <= nearly_there)
        near.emplace_back(id, ahead);
    }
  }
  std::int64_t before = 0;
  for (const auto id : s.returns) {
    if (before++ > nearly_there) break;
    if (const auto ahead = ahead_of_return(s, s.tickets.at(id)); ahead <= nearly_there)
      near.emplace_back(id, ahead);
  }
  std::sort(near.begin(), near.end());
  return near;
}

}  // namespace

void notice_writer::begin_at(const engine::hall_state& s) {
  entry_.clear();
  told_near_.clear();
  for (const auto& [id, ahead] : near_ones(s)) told_near_.insert(id);
}

messages::visit_notice& notice_writer::tell(std::string type, const engine::hall_state& after,
                                            engine::ticket_id id) {
  const auto& t = after.tickets.at(id);
  messages::visit_notice n;
  n.type = std::move(type);
  n.hall = hall_;
  n.ticket = wire_id(id);
  n.number = to_string(t.number);
  n.language = t.language;
  n.url = "/t/" + t.token;
  return entry_.emplace_back(std::move(n));
}

messages::visit_notice& notice_writer::ended(std::string type, const engine::hall_state& after,
                                             engine::ticket_id id) {
  told_near_.erase(id);
  return tell(std::move(type), after, id);
}

void notice_writer::add(const engine::event& e, const engine::hall_state& after) {
  if (const auto* issued = std::get_if<engine::ticket_issued>(&e)) {
    const auto ahead = ahead_of_newest(after, after.tickets.at(issued->ticket));
    tell("taken", after, issued->ticket).ahead = ahead;
    if (ahead <= nearly_there) told_near_.insert(issued->ticket);
  } else if (const auto* called = std::get_if<engine::ticket_called>(&e)) {
    told_near_.insert(called->ticket);  // it comes back into the line after a missed call
    tell("called", after, called->ticket).counter = called->counter.value;
  } else if (const auto* finished = std::get_if<engine::visit_finished>(&e)) {
    ended(messages::enum_name(finished->outcome), after, finished->ticket).missing =
        finished->missing;
  } else if (const auto* left = std::get_if<engine::ticket_left>(&e)) {
    ended("left", after, left->ticket);
  } else if (const auto* voided = std::get_if<engine::ticket_voided>(&e)) {
    ended("voided", after, voided->ticket);
  } else if (const auto* day = std::get_if<engine::day_ended>(&e)) {
    for (const auto id : day->expired) ended("expired", after, id);
    told_near_.clear();
  }
}

std::vector<messages::visit_notice> notice_writer::end(std::uint64_t seq, engine::time_point at,
                                                       const engine::hall_state& after) {
  for (std::size_t n = 0; n < entry_.size(); ++n)
    entry_[n].id = fmt::format("{}-{}-{}", hall_, seq, n);
  for (const auto& [id, ahead] : near_ones(after)) {
    if (!told_near_.insert(id).second) continue;
    auto& n = tell("near", after, id);
    n.ahead = ahead;
    n.id = fmt::format("{}-{}-near", hall_, n.ticket);
  }
  for (auto& n : entry_) n.at = at;
  return std::exchange(entry_, {});
}

}  // namespace hallcall::service
