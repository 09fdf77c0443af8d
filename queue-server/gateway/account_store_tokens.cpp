// The store's tokens: reading them all, distrusting rows, ending and extending sessions.
#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {

// nullopt where the row is not one that this program wrote.
std::optional<principal> person(const std::string& name, const std::string& role_word,
                                std::string shown) {
  const auto role = parse_role(role_word);
  if (!role || is_device_role(*role) || !is_good_name(name) || !is_good_shown_name(shown)) {
    return std::nullopt;
  }
  if (shown.empty()) shown = name;
  return principal{"account:" + name, name, std::move(shown), *role, {}, principal_kind::account};
}

std::optional<principal> machine(const std::string& name, const std::string& role_word,
                                 std::optional<std::string> hall) {
  const auto role = parse_role(role_word);
  if (!role || !is_device_role(*role) || !is_good_name(name) || (hall && !is_good_hall(*hall))) {
    return std::nullopt;
  }
  return principal{"device:" + name, name, name, *role, std::move(hall), principal_kind::device};
}

namespace {

// Times that no clock of ours writes: before 1970, after 2100, or a person's session from the
// future.
constexpr std::int64_t latest_ms = 4'102'444'800'000;
constexpr std::chrono::hours max_clock_difference{48};

std::optional<token_digest> to_digest(const std::string& bytes) {
  token_digest d;
  if (bytes.size() != d.size()) return std::nullopt;
  std::memcpy(d.data(), bytes.data(), d.size());
  return d;
}

// Both queries have these columns: name, role, shown name or hall, digest, created, used.
void read_tokens(database& db, const char* sql, principal_kind kind, bool session, time_point now,
                 token_snapshot& into) {
  const std::int64_t latest =
      kind == principal_kind::account ? to_ms(now + max_clock_difference) : latest_ms;
  const auto is_time = [latest](std::int64_t ms) { return ms >= 0 && ms <= latest; };
  statement s(db, sql);
  while (s.step()) {
    auto hall = s.is_null(2) ? std::nullopt : std::optional(s.text(2));
    auto who = kind == principal_kind::account ? person(s.text(0), s.text(1), s.text(2))
                                               : machine(s.text(0), s.text(1), std::move(hall));
    const auto digest = to_digest(s.text(3));
    if (!who || !digest || !is_time(s.number(4)) || !is_time(s.number(5))) {
      ++into.unreadable;
      continue;
    }
    known_token t{*digest, std::move(*who), session, from_ms(s.number(4)), from_ms(s.number(5))};
    if (now < expires_at(t)) into.tokens.push_back(std::move(t));
  }
}

}  // namespace

stored<void> account_store::end_session(const token_digest& session) {
  return guarded([&]() -> stored<void> {
    statement(handle_->db, "DELETE FROM sessions WHERE token_digest = ?").bind(session).run();
    return {};
  });
}

stored<void> account_store::extend_sessions(
    std::span<const std::pair<token_digest, time_point>> used) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    statement s(handle_->db, "UPDATE sessions SET used_ms = ? WHERE token_digest = ?");
    for (const auto& [session, at] : used) {
      s.bind(to_ms(at)).bind(session).run();
      s.again();
    }
    change.commit();
    return {};
  });
}

stored<token_snapshot> account_store::load_tokens(time_point now) {
  return guarded([&]() -> stored<token_snapshot> {
    handle_->seen_version = -1;  // until this has worked
    // Read before the rows: what another connection writes meanwhile is seen as a change again.
    const std::int64_t version = handle_->db.number("PRAGMA data_version");
    transaction reading(handle_->db, transaction::kind::read);
    token_snapshot all;
    read_tokens(handle_->db,
                "SELECT a.name, a.role, a.shown_name, s.token_digest, s.created_ms, s.used_ms FROM "
                "sessions s"
                " JOIN accounts a ON a.name = s.account WHERE a.disabled = 0",
                principal_kind::account, true, now, all);
    read_tokens(
        handle_->db,
        "SELECT d.name, d.role, d.hall, s.token_digest, s.created_ms, s.used_ms FROM sessions s"
        " JOIN devices d ON d.name = s.device WHERE d.revoked_ms IS NULL",
        principal_kind::device, true, now, all);
    read_tokens(handle_->db,
                "SELECT name, role, hall, token_digest, created_ms, created_ms FROM devices"
                " WHERE revoked_ms IS NULL",
                principal_kind::device, false, now, all);
    handle_->seen_version = version;
    return all;
  });
}

stored<void> account_store::delete_expired(time_point now) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    const auto remove = [this](const char* sql, time_point at) {
      statement(handle_->db, sql).bind(to_ms(at)).run();
    };
    remove("DELETE FROM codes WHERE expires_ms <= ?", now);
    remove("DELETE FROM sessions WHERE account IS NOT NULL AND created_ms <= ?",
           now - session_life);
    remove("DELETE FROM sessions WHERE account IS NOT NULL AND used_ms <= ?",
           now - session_idle_life);
    remove("DELETE FROM sessions WHERE device IS NOT NULL AND created_ms <= ?",
           now - device_session_life);
    sweep_pairings(handle_->db, now);
    change.commit();
    return {};
  });
}

stored<bool> account_store::changed_elsewhere() {
  return guarded([&]() -> stored<bool> {
    return handle_->db.number("PRAGMA data_version") != handle_->seen_version;
  });
}

}  // namespace hallcall::gateway
