// What the parts of the account store share. For account_store*.cpp alone.
#pragma once

#include <sqlite3.h>

#include "gateway/account_database.hpp"
#include "gateway/account_store.hpp"

namespace hallcall::gateway {

class account_database_handle {
 public:
  account_database_handle(database opened, std::string key)
      : db(std::move(opened)), name_key(std::move(key)) {}
  database db;
  std::string name_key;            // keys the digests of names in `failures`
  std::int64_t seen_version = -1;  // PRAGMA data_version at the last load_tokens
};

[[nodiscard]] inline std::int64_t to_ms(time_point t) { return t.time_since_epoch().count(); }
[[nodiscard]] inline time_point from_ms(std::int64_t ms) {
  return time_point(std::chrono::milliseconds(ms));
}

[[nodiscard]] inline tl::unexpected<store_error> refuse(store_fault code, std::string what) {
  return tl::unexpected<store_error>({code, std::move(what)});
}

// Who a row stands for; nullopt where it is not one that this program wrote.
[[nodiscard]] std::optional<principal> person(const std::string& name, const std::string& role_word,
                                              std::string shown);
[[nodiscard]] std::optional<principal> machine(const std::string& name,
                                               const std::string& role_word,
                                               std::optional<std::string> hall);

// Parts of a change that is under way. A device that is in use keeps its name from another
// (`exists`); one that was revoked gives it up.
[[nodiscard]] stored<void> insert_device(database&, const device&, const token_digest&);
void note_act(database&, const device_act&);
void sweep_pairings(database&, time_point now);

// Runs `body`, in which SQLite may throw.
template <class Body>
auto guarded(Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const database_error& e) {
    return refuse(store_fault::storage, std::string("The accounts file failed: ") + e.what());
  }
}

}  // namespace hallcall::gateway
