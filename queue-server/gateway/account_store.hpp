// DATA/accounts.sqlite: people, devices, one-time codes, sessions and failed sign-ins, apart from
// the journal. Several connections may be open at once (the server's and the command line's). Every
// change is durable when its call returns; secrets are stored as hashes only. Every call blocks:
// never call from the reactor. One thread at a time for each store. Time is an argument, UTC.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "gateway/accounts.hpp"
#include "gateway/pairings.hpp"

namespace hallcall::gateway {

enum class store_fault : std::uint8_t {
  storage,     // the disk or the file fails now; later it may work
  missing,     // there is no accounts file, and none was to be made
  unsuitable,  // the path, its owner or its modes are not safe, or the file is not an accounts file
  newer,       // made by a later version of this program
  exists,      // the name is taken
  unknown,     // nobody and nothing of that name
  invalid,     // a name, hall or role that cannot be
  full,        // as many as there may be
  decided      // answered already, and otherwise
};
struct store_error {
  store_fault code = store_fault::storage;
  std::string what;  // a sentence for who runs the server; never a secret
};
template <class T>
using stored = tl::expected<T, store_error>;

enum class open_mode : std::uint8_t { existing, create };

// How a sign-in begins.
struct sign_in_attempt {
  std::optional<std::string> hash;  // nullopt: no such account, or disabled; count it all the same
  std::chrono::seconds locked_for{0};  // more than 0: refused, check no password
};

struct token_snapshot {
  std::vector<known_token> tokens;  // that have not expired or been revoked
  std::size_t unreadable = 0;       // rows that make no sense; they sign nobody in
};

class account_database_handle;

class account_store {
 public:
  // The file is 0600, a directory made for it 0700. A file that others could read is closed to
  // them.
  [[nodiscard]] static stored<account_store> open(const std::filesystem::path& directory,
                                                  open_mode);
  account_store(account_store&&) noexcept;
  account_store& operator=(account_store&&) noexcept;
  ~account_store();

  // People. Hashes come from hash_password; check_password before. Changing a password, disabling
  // and removing end the account's sessions; a new password and enabling end its lock.
  stored<void> add_account(const account&, const std::string& password_hash);
  stored<std::vector<account>> accounts();
  stored<void> set_password(const std::string& name, const std::string& password_hash);
  stored<void> set_disabled(const std::string& name, bool disabled);
  stored<void> remove_account(const std::string& name);
  // Leaves exactly these sample accounts (all roles of people), keeping the sessions of those that
  // were there. Refuses with `exists` where a real account has the name.
  stored<void> replace_sample_accounts(
      std::span<const std::pair<account, std::string>> with_hashes);

  // Devices. A revoked device's name may be given to a new one. `by`: who does it, for
  // device_acts().
  stored<device_secrets> add_device(const device&, std::string_view by = by_command_line);
  stored<std::string> new_code(const std::string& device_name, time_point now,
                               std::string_view by = by_command_line);  // ends earlier codes
  stored<std::vector<device>> devices();
  stored<void> revoke_device(const std::string& name, time_point now,
                             std::string_view by = by_command_line);

  // Pairings; codes as read_pairing_code gives them. `full` when too many wait. Confirming and
  // denying the same way twice is one; `unknown` when no box waits with this code, `decided` when
  // it was answered otherwise. A device that was confirmed and never took its token in time is
  // removed. Taking a token again gives a new one, which ends the one before.
  stored<pairing_offer> ask_pairing(const pairing_wish&, time_point now);
  stored<std::vector<pairing>> pairings(time_point now);  // that wait, the oldest first
  stored<device> confirm_pairing(const std::string& code, const std::string& name,
                                 const std::optional<std::string>& hall, std::string_view by,
                                 time_point now);
  stored<void> deny_pairing(const std::string& code, std::string_view by, time_point now);
  stored<pairing_outcome> take_token(std::string_view secret, time_point now);
  // Who did what to devices: the newest, in their order.
  stored<std::vector<device_act>> device_acts(std::size_t most);

  // Sign-in: begin counts the attempt as failed before the password is checked, so that no
  // number of simultaneous guesses exceeds five; the fifth locks the name. Names that nobody has
  // are counted alike.
  stored<sign_in_attempt> begin_sign_in(std::string_view name, time_point now);
  // Takes one attempt back: its password was never checked.
  stored<void> forget_attempt(std::string_view name);
  // The password was right: clears the count and keeps a session of this digest. nullopt when the
  // account was disabled, removed or given another password meanwhile.
  stored<std::optional<known_token>> finish_sign_in(const std::string& name,
                                                    const std::string& hash,
                                                    const token_digest& session, time_point now);
  // Uses up a one-time code for a session of its device; nullopt when it is unknown, used, expired
  // or its device revoked.
  stored<std::optional<known_token>> redeem(std::string_view code, const token_digest& session,
                                            time_point now);
  stored<void> end_session(const token_digest&);
  stored<void> extend_sessions(std::span<const std::pair<token_digest, time_point>> used);

  // Every token that signs somebody in. Writes nothing, so that it works on a full disk.
  stored<token_snapshot> load_tokens(time_point now);
  // Deletes sessions and codes that have expired; they sign nobody in before either.
  stored<void> delete_expired(time_point now);
  // Whether tokens may have changed since the last load_tokens, other than by the calls above on
  // this store that say so in their answer.
  stored<bool> changed_elsewhere();

 private:
  explicit account_store(std::unique_ptr<account_database_handle>);
  std::unique_ptr<account_database_handle> handle_;
};

// DIRECTORY/accounts.sqlite
[[nodiscard]] std::filesystem::path accounts_file(const std::filesystem::path& directory);

}  // namespace hallcall::gateway
