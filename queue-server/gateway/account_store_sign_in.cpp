// The store's part in signing in: failures and locks, one-time codes, new sessions.
#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {
namespace {

struct failure_count {
  std::int64_t count = 0;
  std::int64_t locked_until_ms = 0;
};

failure_count read_failures(database& db, const token_digest& name) {
  statement s(db, "SELECT count, locked_until_ms FROM failures WHERE name_digest = ?");
  if (!s.bind(name).step()) return {};
  return {s.number(0), s.number(1)};
}

void write_failures(database& db, const token_digest& name, failure_count f, time_point now) {
  statement(
      db,
      "INSERT INTO failures (name_digest, count, locked_until_ms, last_ms) VALUES (?, ?, ?, ?)"
      " ON CONFLICT DO UPDATE SET count = excluded.count, locked_until_ms = "
      "excluded.locked_until_ms,"
      " last_ms = excluded.last_ms")
      .bind(name)
      .bind(f.count)
      .bind(f.locked_until_ms)
      .bind(to_ms(now))
      .run();
}

// Names that nobody has are remembered up to a bound; the oldest are forgotten first.
void forget_old_names(database& db) {
  const auto limit = static_cast<std::int64_t>(max_unknown_names);
  if (db.number("SELECT count(*) FROM failures") <= limit) return;
  statement(db,
            "DELETE FROM failures WHERE name_digest IN (SELECT name_digest FROM failures WHERE "
            "name_digest"
            " NOT IN (SELECT name_digest FROM accounts) ORDER BY last_ms DESC LIMIT -1 OFFSET ?)")
      .bind(limit)
      .run();
}

void insert_session(account_database_handle& in, const known_token& t) {
  database& db = in.db;
  const bool person = t.principal.kind == principal_kind::account;
  const std::string owner = person ? "account" : "device";
  statement(db, "INSERT INTO sessions (token_digest, " + owner +
                    ", created_ms, used_ms) VALUES (?, ?, ?, ?)")
      .bind(t.digest)
      .bind(t.principal.name)
      .bind(to_ms(t.created))
      .bind(to_ms(t.used))
      .run();
  statement(db, "DELETE FROM sessions WHERE " + owner +
                    " = ?1 AND token_digest IN (SELECT token_digest FROM"
                    " sessions WHERE " +
                    owner + " = ?1 ORDER BY created_ms DESC, rowid DESC LIMIT -1 OFFSET ?2)")
      .bind(t.principal.name)
      .bind(static_cast<std::int64_t>(max_sessions_each))
      .run();
  if (db.changes() > 0) in.seen_version = -1;  // who has loaded the tokens has to load them again
}

}  // namespace

stored<sign_in_attempt> account_store::begin_sign_in(std::string_view name, time_point now) {
  return guarded([&]() -> stored<sign_in_attempt> {
    const token_digest key = keyed_digest(name, handle_->name_key);
    transaction change(handle_->db);
    failure_count f = read_failures(handle_->db, key);
    if (f.count >= failures_until_locked && to_ms(now) < f.locked_until_ms) {
      const std::int64_t longest = to_ms(now + lock_time);
      if (f.locked_until_ms > longest) {  // the clock was set back, which must not lengthen a lock
        f.locked_until_ms = longest;
        write_failures(handle_->db, key, f, now);
        change.commit();
      }
      const std::chrono::milliseconds left(f.locked_until_ms - to_ms(now));
      return sign_in_attempt{{}, std::chrono::ceil<std::chrono::seconds>(left)};
    }
    if (f.count >= failures_until_locked) f = {};
    ++f.count;
    f.locked_until_ms = f.count >= failures_until_locked ? to_ms(now + lock_time) : 0;
    write_failures(handle_->db, key, f, now);
    forget_old_names(handle_->db);
    sign_in_attempt begun;
    {
      statement s(handle_->db,
                  "SELECT password_hash FROM accounts WHERE name = ? AND disabled = 0");
      if (s.bind(name).step()) begun.hash = s.text(0);
    }
    change.commit();
    return begun;
  });
}

stored<void> account_store::forget_attempt(std::string_view name) {
  return guarded([&]() -> stored<void> {
    statement(handle_->db,
              "UPDATE failures SET count = count - 1, locked_until_ms = 0 WHERE name_digest = ? "
              "AND count > 0")
        .bind(keyed_digest(name, handle_->name_key))
        .run();
    return {};
  });
}

stored<std::optional<known_token>> account_store::finish_sign_in(const std::string& name,
                                                                 const std::string& hash,
                                                                 const token_digest& session,
                                                                 time_point now) {
  return guarded([&]() -> stored<std::optional<known_token>> {
    transaction change(handle_->db);
    std::optional<principal> who;
    {
      statement s(handle_->db,
                  "SELECT role, shown_name FROM accounts WHERE name = ? AND password_hash = ?"
                  " AND disabled = 0");
      if (s.bind(name).bind(hash).step()) who = person(name, s.text(0), s.text(1));
    }
    if (!who) return std::nullopt;
    known_token t{session, std::move(*who), true, now, now};
    insert_session(*handle_, t);
    statement(handle_->db, "DELETE FROM failures WHERE name_digest = ?")
        .bind(keyed_digest(name, handle_->name_key))
        .run();
    change.commit();
    return t;
  });
}

stored<std::optional<known_token>> account_store::redeem(std::string_view code,
                                                         const token_digest& session,
                                                         time_point now) {
  return guarded([&]() -> stored<std::optional<known_token>> {
    transaction change(handle_->db);
    std::optional<principal> who;
    {
      statement s(handle_->db,
                  "SELECT d.name, d.role, d.hall FROM codes c JOIN devices d ON d.name = c.device"
                  " WHERE c.code_digest = ? AND c.expires_ms > ? AND d.revoked_ms IS NULL");
      if (s.bind(digest_of(code)).bind(to_ms(now)).step()) {
        auto hall = s.is_null(2) ? std::nullopt : std::optional(s.text(2));
        who = machine(s.text(0), s.text(1), std::move(hall));
      }
    }
    if (!who) return std::nullopt;
    statement(handle_->db, "DELETE FROM codes WHERE code_digest = ?").bind(digest_of(code)).run();
    known_token t{session, std::move(*who), true, now, now};
    insert_session(*handle_, t);
    change.commit();
    return t;
  });
}

}  // namespace hallcall::gateway
