// The sample hall's accounts: made anew with random PINs at every start, so that a newcomer can
// sign in and nothing is ever a default. They work in the sample hall alone; a real hall's start
// removes them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "gateway/account_store.hpp"

namespace hallcall::gateway {

struct sample_account {
  std::string name;
  gateway::role role = role::clerk;
  std::string shown_name;  // plainly a sample's
};

struct sample_sign_in {
  sample_account account;
  std::string pin;  // six digits, to be printed once
};

// Leaves exactly these sample accounts in the store. Blocks for some milliseconds each; before the
// authenticator takes the store. Sessions of sample accounts that were there go on.
[[nodiscard]] stored<std::vector<sample_sign_in>> ensure_sample_accounts(
    account_store&, std::span<const sample_account>, time_point now);

}  // namespace hallcall::gateway
