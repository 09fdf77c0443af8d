// The store's pairings: asked for, confirmed, denied, and the token taken. A confirmed one has its
// device already, with a token that nobody knows, so that its name is taken and it can be revoked;
// the real token is made when the box takes it and is never written down.
#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {
namespace {

struct pairing_row {
  std::string code;
  std::string state;  // waiting, confirmed, denied, taken
  gateway::role role = role::kiosk;
  std::string wished;
  std::optional<std::string> device;
  time_point expires{};
};

std::optional<pairing_row> read_pairing(statement& s, time_point now) {
  if (!s.step()) return std::nullopt;
  const auto role = parse_role(s.text(2));
  pairing_row row{s.text(0), s.text(1), role.value_or(role::auditor),
                  s.text(3), {},        from_ms(s.number(5))};
  if (!s.is_null(4)) row.device = s.text(4);
  if (!role || !is_device_role(*role) || now >= row.expires) return std::nullopt;
  return row;
}

constexpr const char* select_by_code =
    "SELECT code, state, role, coalesce(name, ''), device, expires_ms FROM pairings WHERE code = ?";
constexpr const char* select_by_secret =
    "SELECT code, state, role, coalesce(name, ''), device, expires_ms FROM pairings"
    " WHERE secret_digest = ?";

void change_pairing(database& db, const std::string& code, std::string_view state,
                    const std::optional<std::string>& device_name, time_point expires) {
  statement(db, "UPDATE pairings SET state = ?, device = ?, expires_ms = ? WHERE code = ?")
      .bind(state)
      .bind_or_null(device_name)
      .bind(to_ms(expires))
      .bind(code)
      .run();
}

std::optional<device> known_device(database& db, const std::string& name) {
  statement s(db,
              "SELECT role, hall, created_ms FROM devices WHERE name = ? AND revoked_ms IS NULL");
  if (!s.bind(name).step()) return std::nullopt;
  const auto role = parse_role(s.text(0));
  if (!role) return std::nullopt;
  device d{name, *role, {}, from_ms(s.number(2)), {}};
  if (!s.is_null(1)) d.hall = s.text(1);
  return d;
}

tl::unexpected<store_error> no_pairing() {
  return refuse(store_fault::unknown,
                "No box waits with this code. Look at the box: it may show another one by now.");
}

tl::unexpected<store_error> decided() {
  return refuse(store_fault::decided, "This box was answered already, and otherwise.");
}

}  // namespace

void sweep_pairings(database& db, time_point now) {
  // A box that was confirmed and never came leaves no device behind.
  constexpr std::string_view never_came =
      " revoked_ms IS NULL AND name IN (SELECT device FROM pairings WHERE state = 'confirmed' AND"
      " expires_ms <= ?1) AND name NOT IN (SELECT device FROM codes) AND name NOT IN (SELECT device"
      " FROM sessions WHERE device IS NOT NULL)";
  statement(db,
            "INSERT INTO device_acts (at_ms, who, what, device) SELECT ?1, 'device:' || name,"
            " 'never-came', name FROM devices WHERE" +
                std::string(never_came))
      .bind(to_ms(now))
      .run();
  statement(db, "DELETE FROM devices WHERE" + std::string(never_came)).bind(to_ms(now)).run();
  statement(db, "DELETE FROM pairings WHERE expires_ms <= ?").bind(to_ms(now)).run();
}

stored<pairing_offer> account_store::ask_pairing(const pairing_wish& wish, time_point now) {
  if (!is_device_role(wish.role) || (wish.name && !is_good_name(*wish.name)) ||
      (wish.hall && !is_good_hall(*wish.hall)))
    return refuse(store_fault::invalid, "No such device can be.");
  return guarded([&]() -> stored<pairing_offer> {
    transaction change(handle_->db);
    sweep_pairings(handle_->db, now);
    if (handle_->db.number("SELECT count(*) FROM pairings") >=
        static_cast<std::int64_t>(max_pairings))
      return refuse(store_fault::full, "Too many boxes wait for an administrator.");
    pairing_offer offer{random_pairing_code(), random_token(), now + pairing_life};
    statement(handle_->db,
              "INSERT INTO pairings (code, secret_digest, role, hall, name, address, asked_ms,"
              " expires_ms, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting')")
        .bind(offer.code)
        .bind(digest_of(offer.secret))
        .bind(to_string(wish.role))
        .bind_or_null(wish.hall)
        .bind_or_null(wish.name)
        .bind(wish.address)
        .bind(to_ms(now))
        .bind(to_ms(offer.expires))
        .run();
    change.commit();
    return offer;
  });
}

stored<std::vector<pairing>> account_store::pairings(time_point now) {
  return guarded([&]() -> stored<std::vector<pairing>> {
    std::vector<pairing> all;
    statement s(handle_->db,
                "SELECT code, role, hall, name, address, asked_ms, expires_ms FROM pairings"
                " WHERE state = 'waiting' AND expires_ms > ? ORDER BY asked_ms, code");
    s.bind(to_ms(now));
    while (s.step()) {
      const auto role = parse_role(s.text(1));
      if (!role || !is_device_role(*role)) continue;
      pairing& p = all.emplace_back();
      p = {s.text(0), {*role, {}, {}, s.text(4)}, from_ms(s.number(5)), from_ms(s.number(6))};
      if (!s.is_null(2)) p.wish.hall = s.text(2);
      if (!s.is_null(3)) p.wish.name = s.text(3);
    }
    return all;
  });
}

stored<device> account_store::confirm_pairing(const std::string& code, const std::string& name,
                                              const std::optional<std::string>& hall,
                                              std::string_view by, time_point now) {
  return guarded([&]() -> stored<device> {
    transaction change(handle_->db);
    sweep_pairings(handle_->db, now);
    std::optional<pairing_row> row;
    {
      statement s(handle_->db, select_by_code);
      row = read_pairing(s.bind(code), now);
    }
    if (!row) return no_pairing();
    if (row->state != "waiting") {  // the same word again is no offence: its answer may be lost
      const auto known = row->device ? known_device(handle_->db, *row->device) : std::nullopt;
      if (!known || known->name != name || known->hall != hall) return decided();
      return *known;
    }
    const device added{name, row->role, hall, now, {}};
    if (auto ok = insert_device(handle_->db, added, digest_of(random_token())); !ok)
      return tl::unexpected(ok.error());
    change_pairing(handle_->db, code, "confirmed", name, now + pairing_life);
    note_act(handle_->db, {now, std::string(by), "confirmed", name});
    change.commit();
    handle_->seen_version = -1;  // a device of that name may have gone
    return added;
  });
}

stored<void> account_store::deny_pairing(const std::string& code, std::string_view by,
                                         time_point now) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    sweep_pairings(handle_->db, now);
    std::optional<pairing_row> row;
    {
      statement s(handle_->db, select_by_code);
      row = read_pairing(s.bind(code), now);
    }
    if (!row) return no_pairing();
    if (row->state == "denied") return {};
    if (row->state != "waiting") return decided();
    change_pairing(handle_->db, code, "denied", {}, row->expires);
    note_act(handle_->db, {now, std::string(by), "denied", row->wished});
    change.commit();
    return {};
  });
}

stored<pairing_outcome> account_store::take_token(std::string_view secret, time_point now) {
  return guarded([&]() -> stored<pairing_outcome> {
    using kind = pairing_outcome::kind;
    transaction change(handle_->db);
    std::optional<pairing_row> row;
    {
      statement s(handle_->db, select_by_secret);
      row = read_pairing(s.bind(digest_of(secret)), now);
    }
    if (!row) return pairing_outcome{};
    if (row->state == "waiting") return pairing_outcome{kind::waits, row->expires, {}, {}};
    if (row->state == "denied") return pairing_outcome{kind::denied, {}, {}, {}};
    const auto as = row->device ? known_device(handle_->db, *row->device) : std::nullopt;
    if (!as) return pairing_outcome{};
    pairing_outcome given{kind::given, {}, random_token(), as};
    statement(handle_->db, "UPDATE devices SET token_digest = ? WHERE name = ?")
        .bind(digest_of(given.token))
        .bind(as->name)
        .run();
    if (row->state == "confirmed")
      change_pairing(handle_->db, row->code, "taken", as->name, now + token_again);
    note_act(handle_->db, {now, "device:" + as->name, "took-token", as->name});
    change.commit();
    handle_->seen_version = -1;  // who has loaded the tokens has to load them again
    return given;
  });
}

stored<std::vector<device_act>> account_store::device_acts(std::size_t most) {
  return guarded([&]() -> stored<std::vector<device_act>> {
    std::vector<device_act> all;
    statement s(handle_->db,
                "SELECT at_ms, who, what, device FROM (SELECT rowid AS n, * FROM device_acts"
                " ORDER BY rowid DESC LIMIT ?) ORDER BY n");
    s.bind(static_cast<std::int64_t>(most));
    while (s.step()) all.push_back({from_ms(s.number(0)), s.text(1), s.text(2), s.text(3)});
    return all;
  });
}

}  // namespace hallcall::gateway
