// Looking things up in a hall's rules. The lists are short (tens of entries), so they are searched
// in order.
#include "engine/rules.hpp"

#include <algorithm>

namespace hallcall::engine {
namespace {

template <class List, class Member, class Key>
auto find_by(const List& list, Member member, const Key& key) -> const typename List::value_type* {
  const auto it = std::ranges::find(list, key, member);
  return it == list.end() ? nullptr : &*it;
}

}  // namespace

const counter_rules* hall_rules::find_counter(counter_no n) const {
  return find_by(counters, &counter_rules::number, n);
}

const service_rules* hall_rules::find_service(const service_id& id) const {
  return find_by(services, &service_rules::id, id);
}

const backup_rules* hall_rules::find_backup(const backup_id& id) const {
  return find_by(backups, &backup_rules::id, id);
}

}  // namespace hallcall::engine
