// How people are named as actors, in the journal and in the hall's state: the clerk "amy" is
// "account:amy" there.
#pragma once

#include <string>
#include <string_view>

namespace hallcall::service {

inline constexpr std::string_view account_actor = "account:";

[[nodiscard]] inline std::string actor_of_account(std::string_view name) {
  return std::string(account_actor).append(name);
}
// The account's name; another actor as it is.
[[nodiscard]] inline std::string account_of_actor(std::string_view actor) {
  if (actor.starts_with(account_actor)) actor.remove_prefix(account_actor.size());
  return std::string(actor);
}

}  // namespace hallcall::service
