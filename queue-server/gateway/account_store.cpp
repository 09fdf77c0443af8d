// The store's people: what the command line changes about them.
#include "gateway/account_store.hpp"

#include <algorithm>

#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {
namespace {

stored<void> check_account(const account& a) {
  if (!is_good_name(a.name)) {
    return refuse(store_fault::invalid,
                  "An account's name is 1 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a "
                  "letter or digit.");
  }
  if (is_device_role(a.role)) {
    return refuse(
        store_fault::invalid,
        "An account's role is greeter, clerk, backup, manager, administrator or auditor.");
  }
  if (!is_good_shown_name(a.shown_name)) {
    return refuse(store_fault::invalid, "A shown name is UTF-8 text of at most 120 bytes.");
  }
  return {};
}

tl::unexpected<store_error> no_account(const std::string& name) {
  return refuse(store_fault::unknown, "There is no account " + name + ".");
}

void insert_account(account_database_handle& in, const account& a, const std::string& hash) {
  statement(
      in.db,
      "INSERT INTO accounts (name, role, shown_name, password_hash, disabled, sample, created_ms,"
      " name_digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(a.name)
      .bind(to_string(a.role))
      .bind(a.shown_name)
      .bind(hash)
      .bind(std::int64_t{a.disabled})
      .bind(std::int64_t{a.sample})
      .bind(to_ms(a.created))
      .bind(keyed_digest(a.name, in.name_key))
      .run();
}

void clear_failures(account_database_handle& in, const std::string& name) {
  statement(in.db, "DELETE FROM failures WHERE name_digest = ?")
      .bind(keyed_digest(name, in.name_key))
      .run();
}

void end_sessions_of(database& db, const std::string& name) {
  statement(db, "DELETE FROM sessions WHERE account = ?").bind(name).run();
}

}  // namespace

stored<void> account_store::add_account(const account& a, const std::string& password_hash) {
  if (auto ok = check_account(a); !ok) return ok;
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    statement taken(handle_->db, "SELECT 1 FROM accounts WHERE name = ?");
    if (taken.bind(a.name).step()) {
      return refuse(store_fault::exists, "There is an account " + a.name + " already.");
    }
    taken.again();
    insert_account(*handle_, a, password_hash);
    clear_failures(*handle_, a.name);
    change.commit();
    return {};
  });
}

stored<std::vector<account>> account_store::accounts() {
  return guarded([&]() -> stored<std::vector<account>> {
    std::vector<account> all;
    statement s(
        handle_->db,
        "SELECT a.name, a.role, a.shown_name, a.disabled, a.sample, a.created_ms, f.locked_until_ms"
        " FROM accounts a LEFT JOIN failures f USING (name_digest) ORDER BY a.name");
    while (s.step()) {
      const auto role = parse_role(s.text(1));
      const bool sound = role && !is_device_role(*role) && is_good_name(s.text(0)) &&
                         is_good_shown_name(s.text(2));
      if (!sound) continue;  // signs nobody in either
      account& a = all.emplace_back();
      a = {s.text(0), *role, s.text(2), s.number(3) != 0, s.number(4) != 0, from_ms(s.number(5)),
           {}};
      if (!s.is_null(6) && s.number(6) > 0) a.locked_until = from_ms(s.number(6));
    }
    return all;
  });
}

stored<void> account_store::set_password(const std::string& name,
                                         const std::string& password_hash) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    statement(handle_->db, "UPDATE accounts SET password_hash = ? WHERE name = ?")
        .bind(password_hash)
        .bind(name)
        .run();
    if (handle_->db.changes() == 0) return no_account(name);
    end_sessions_of(handle_->db, name);
    clear_failures(*handle_, name);
    change.commit();
    return {};
  });
}

stored<void> account_store::set_disabled(const std::string& name, bool disabled) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    statement(handle_->db, "UPDATE accounts SET disabled = ? WHERE name = ?")
        .bind(std::int64_t{disabled})
        .bind(name)
        .run();
    if (handle_->db.changes() == 0) return no_account(name);
    if (disabled) end_sessions_of(handle_->db, name);
    if (!disabled) clear_failures(*handle_, name);
    change.commit();
    return {};
  });
}

stored<void> account_store::remove_account(const std::string& name) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    statement(handle_->db, "DELETE FROM accounts WHERE name = ?").bind(name).run();
    if (handle_->db.changes() == 0) return no_account(name);
    change.commit();
    return {};
  });
}

stored<void> account_store::replace_sample_accounts(
    std::span<const std::pair<account, std::string>> with_hashes) {
  for (const auto& [a, hash] : with_hashes) {
    if (auto ok = check_account(a); !ok) return ok;
  }
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    std::vector<std::string> samples;
    std::vector<std::string> real;
    statement all(handle_->db, "SELECT name, sample FROM accounts");
    while (all.step()) (all.number(1) != 0 ? samples : real).push_back(all.text(0));
    const auto among = [](const std::vector<std::string>& names, const std::string& name) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    for (const auto& [a, hash] : with_hashes) {
      if (among(real, a.name)) {
        return refuse(store_fault::exists,
                      "A real account has the sample account's name " + a.name + ".");
      }
      std::erase(samples, a.name);
    }
    for (const std::string& gone : samples) {
      statement(handle_->db, "DELETE FROM accounts WHERE name = ?").bind(gone).run();
    }
    for (const auto& [a, hash] : with_hashes) {
      statement(handle_->db,
                "UPDATE accounts SET role = ?, shown_name = ?, password_hash = ?, disabled = 0 "
                "WHERE name = ?")
          .bind(to_string(a.role))
          .bind(a.shown_name)
          .bind(hash)
          .bind(a.name)
          .run();
      if (handle_->db.changes() == 0) insert_account(*handle_, a, hash);
      clear_failures(*handle_, a.name);
    }
    change.commit();
    return {};
  });
}

}  // namespace hallcall::gateway
