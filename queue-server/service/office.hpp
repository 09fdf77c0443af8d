// An office as its file describes it: the rules the engine runs by, and everything that people
// read. Immutable once loaded; shared by the halls, the gateway and the views.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "engine/rules.hpp"
#include "proto/net/http_client.hpp"

namespace hallcall::service {

// Language tag ("zh-TW", "en", "vi", "id", "th", "ja") → words.
using localized = std::map<std::string, std::string>;

struct document_text {
  localized name;  // one document to bring
};

struct service_text {
  engine::service_id id;
  std::string group;  // a life-event group's id
  localized name;
  std::vector<localized> documents;                          // to bring
  std::map<std::string, std::vector<std::string>> keywords;  // by language, for the kiosk's search
};

struct group_text {
  std::string id;  // "baby", "marriage", …, "turning"
  localized name;
  std::string icon;  // a name in the page's own icon set
};

struct counter_text {
  engine::counter_no number;
  localized sign;         // its function for the clerk's and manager's screens
  localized public_sign;  // the same for the hall; a turning counter's says nothing of it
  std::string deputy;     // the deputy's shown name, may be empty
  std::string zone;       // "" or a board's zone
};

struct notice_text {
  std::string id;
  localized text;  // one marquee line
};

struct hall_config {
  std::string id;  // "main": a-z0-9-, unique in the office
  localized name;
  engine::hall_rules rules;
  std::array<localized, engine::lane_count> lane_names;
  std::vector<counter_text> counters;               // by number, one for each of rules.counters
  std::map<std::string, std::string> backup_names;  // backup id → shown name
  std::vector<notice_text> marquee;
  std::vector<std::string> board_languages{"zh-TW", "en"};  // the two of the board and the voice
};

// Where the notices of visits go: a gateway to text messages, for instance.
struct webhook {
  net::endpoint at;
  std::string target = "/";  // path on it
  std::string secret;        // signs what is sent
  std::string authorities;   // PEM: whose certificates are believed; empty: this machine's own
  engine::minutes give_up_after{24 * 60};
  std::size_t most_waiting = 10'000;  // notices; over it the oldest are given up
  friend bool operator==(const webhook&, const webhook&) = default;
};

struct office {
  std::string id;
  localized name;
  std::vector<std::string> languages;  // offered to citizens, first is the default
  std::string time_zone;               // IANA name
  std::vector<group_text> groups;
  std::vector<service_text> services;
  std::vector<hall_config> halls;  // at least one
  std::optional<service::webhook> webhook;
  std::string revision;  // a digest of the files' content, 12 hex digits

  [[nodiscard]] const hall_config* find_hall(const std::string& id) const;
  [[nodiscard]] const service_text* find_service(const engine::service_id& id) const;
};

// One thing wrong in an office file.
struct office_error {
  std::string file;
  std::uint32_t line = 0;  // 1-based, 0 when the whole file is meant
  std::string what;        // what is wrong and what is allowed, a sentence
};

// Reads an office file and the catalogue it names. Either a whole office or every error there is,
// by line.
[[nodiscard]] tl::expected<std::shared_ptr<const office>, std::vector<office_error>> load_office(
    const std::filesystem::path& file);

// The same hall, open at any hour and any day: for the sample hall (24 hours, a new day at
// midnight).
[[nodiscard]] std::shared_ptr<const office> open_at_all_hours(const office&);

}  // namespace hallcall::service
