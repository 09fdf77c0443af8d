// The store's devices and their one-time codes: what the command line changes about them.
#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {
namespace {

stored<void> check_device(const device& d) {
  if (!is_good_name(d.name)) {
    return refuse(store_fault::invalid,
                  "A device's name is 1 to 32 of a-z, 0-9, '.', '_' and '-', beginning with a "
                  "letter or digit.");
  }
  if (!is_device_role(d.role))
    return refuse(store_fault::invalid, "A device's role is kiosk or display.");
  if (d.hall && !is_good_hall(*d.hall)) {
    return refuse(store_fault::invalid, "A hall's id is 1 to 32 of a-z, 0-9 and '-'.");
  }
  return {};
}

std::string add_code(database& db, const std::string& device_name, time_point now) {
  statement(db, "DELETE FROM codes WHERE device = ?").bind(device_name).run();
  std::string code = random_code();
  statement(db, "INSERT INTO codes (code_digest, device, expires_ms) VALUES (?, ?, ?)")
      .bind(digest_of(code))
      .bind(device_name)
      .bind(to_ms(now + code_life))
      .run();
  return code;
}

// 0: none, 1: in use, 2: revoked.
int device_state(database& db, const std::string& name) {
  statement s(db, "SELECT revoked_ms IS NOT NULL FROM devices WHERE name = ?");
  s.bind(name);
  return s.step() ? 1 + static_cast<int>(s.number(0)) : 0;
}

}  // namespace

stored<void> insert_device(database& db, const device& d, const token_digest& token) {
  if (auto ok = check_device(d); !ok) return ok;
  if (device_state(db, d.name) == 1) {
    return refuse(store_fault::exists,
                  "There is a device " + d.name + " already; revoke it first.");
  }
  statement(db, "DELETE FROM devices WHERE name = ?").bind(d.name).run();
  statement(
      db, "INSERT INTO devices (name, role, hall, token_digest, created_ms) VALUES (?, ?, ?, ?, ?)")
      .bind(d.name)
      .bind(to_string(d.role))
      .bind_or_null(d.hall)
      .bind(token)
      .bind(to_ms(d.created))
      .run();
  return {};
}

void note_act(database& db, const device_act& act) {
  statement(db, "INSERT INTO device_acts (at_ms, who, what, device) VALUES (?, ?, ?, ?)")
      .bind(to_ms(act.at))
      .bind(act.who)
      .bind(act.what)
      .bind(act.device)
      .run();
}

stored<device_secrets> account_store::add_device(const device& d, std::string_view by) {
  return guarded([&]() -> stored<device_secrets> {
    transaction change(handle_->db);
    device_secrets secrets{random_token(), {}};
    if (auto ok = insert_device(handle_->db, d, digest_of(secrets.token)); !ok)
      return tl::unexpected(ok.error());
    secrets.code = add_code(handle_->db, d.name, d.created);
    note_act(handle_->db, {d.created, std::string(by), "added", d.name});
    change.commit();
    return secrets;
  });
}

stored<std::string> account_store::new_code(const std::string& device_name, time_point now,
                                            std::string_view by) {
  return guarded([&]() -> stored<std::string> {
    transaction change(handle_->db);
    if (device_state(handle_->db, device_name) != 1) {
      return refuse(store_fault::unknown, "There is no device " + device_name + " in use.");
    }
    std::string code = add_code(handle_->db, device_name, now);
    note_act(handle_->db, {now, std::string(by), "linked", device_name});
    change.commit();
    return code;
  });
}

stored<std::vector<device>> account_store::devices() {
  return guarded([&]() -> stored<std::vector<device>> {
    std::vector<device> all;
    statement s(handle_->db,
                "SELECT name, role, hall, created_ms, revoked_ms FROM devices ORDER BY name");
    while (s.step()) {
      const auto role = parse_role(s.text(1));
      if (!role || !is_device_role(*role) || !is_good_name(s.text(0)))
        continue;  // signs nobody in either
      device& d = all.emplace_back();
      d = {s.text(0), *role, {}, from_ms(s.number(3)), {}};
      if (!s.is_null(2)) d.hall = s.text(2);
      if (!s.is_null(4)) d.revoked = from_ms(s.number(4));
    }
    return all;
  });
}

stored<void> account_store::revoke_device(const std::string& name, time_point now,
                                          std::string_view by) {
  return guarded([&]() -> stored<void> {
    transaction change(handle_->db);
    if (device_state(handle_->db, name) != 1) {
      return refuse(store_fault::unknown, "There is no device " + name + " in use.");
    }
    statement(handle_->db, "UPDATE devices SET revoked_ms = ? WHERE name = ?")
        .bind(to_ms(now))
        .bind(name)
        .run();
    statement(handle_->db, "DELETE FROM codes WHERE device = ?").bind(name).run();
    statement(handle_->db, "DELETE FROM sessions WHERE device = ?").bind(name).run();
    statement(handle_->db, "DELETE FROM pairings WHERE device = ?").bind(name).run();
    note_act(handle_->db, {now, std::string(by), "revoked", name});
    change.commit();
    handle_->seen_version = -1;  // who has loaded the tokens has to load them again
    return {};
  });
}

}  // namespace hallcall::gateway
