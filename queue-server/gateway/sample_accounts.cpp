// Fresh PINs for the sample hall.
#include "gateway/sample_accounts.hpp"

#include "gateway/password.hpp"

namespace hallcall::gateway {

stored<std::vector<sample_sign_in>> ensure_sample_accounts(account_store& store,
                                                           std::span<const sample_account> wanted,
                                                           time_point now) {
  std::vector<sample_sign_in> sign_ins;
  std::vector<std::pair<account, std::string>> accounts;
  for (const sample_account& s : wanted) {
    sample_sign_in& given = sign_ins.emplace_back(sample_sign_in{s, random_pin()});
    auto hash = hash_password(given.pin, least_hash_cost());
    if (!hash)
      return tl::unexpected(store_error{store_fault::storage, "There is no memory for hashing."});
    accounts.emplace_back(account{s.name, s.role, s.shown_name, false, true, now, {}},
                          std::move(*hash));
  }
  if (auto ok = store.replace_sample_accounts(accounts); !ok) return tl::unexpected(ok.error());
  return sign_ins;
}

}  // namespace hallcall::gateway
