// The steps, as SQL. The journal table itself is the same in every schema, so that a chain of any
// age verifies.
#include "journal/sqlite_schema.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "journal/sqlite_handle.hpp"

namespace hallcall::journal {
namespace {

// No index beside the journal's own order: appending is the hot path, and every reader walks by
// seq.
constexpr const char* first_tables = R"sql(
  CREATE TABLE meta(
    name TEXT PRIMARY KEY NOT NULL,
    value INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE journal(
    seq INTEGER PRIMARY KEY,
    hall TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    actor TEXT NOT NULL,
    command_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    chain BLOB NOT NULL
  ) STRICT;
  CREATE TABLE snapshots(
    hall TEXT NOT NULL,
    seq INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(hall, seq)
  ) STRICT;
  CREATE TABLE visits(
    hall TEXT NOT NULL,
    ticket TEXT NOT NULL,
    business_date TEXT NOT NULL,
    number TEXT NOT NULL,
    lane TEXT NOT NULL,
    services TEXT NOT NULL,
    language TEXT NOT NULL,
    channel TEXT NOT NULL,
    issued_ms INTEGER NOT NULL,
    called_ms INTEGER,
    started_ms INTEGER,
    ended_ms INTEGER NOT NULL,
    counter INTEGER,
    clerk TEXT NOT NULL,
    calls INTEGER NOT NULL,
    ended_as TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY(hall, ticket)
  ) STRICT;
)sql";

// Reports ask for one hall's days; without this they would read every visit there ever was.
constexpr const char* visits_by_day = "CREATE INDEX visits_by_day ON visits(hall, business_date);";

// What was answered to keyed commands: ten times the size of what happened, and of use for a day
// only, so it is kept where it can be forgotten.
constexpr const char* answers =
    "CREATE TABLE answers(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;";

// Few rows, and only for an hour or a day: those that an office's webhook did not receive yet.
constexpr const char* notices =
    "CREATE TABLE notices(seq INTEGER NOT NULL, n INTEGER NOT NULL, body TEXT NOT NULL, "
    "PRIMARY KEY(seq, n)) STRICT, WITHOUT ROWID;";

// What is known of people, where it can be forgotten (R-90).
constexpr const char* personal =
    "CREATE TABLE personal(id INTEGER PRIMARY KEY, hall TEXT NOT NULL, subject TEXT NOT NULL, "
    "body TEXT NOT NULL) STRICT;";

// Step n (counted from 1) leads from schema n - 1 to schema n.
constexpr std::array steps{first_tables, visits_by_day, answers, notices, personal};

constexpr const char* opening = "read the schema";

}  // namespace

int newest_schema() { return static_cast<int>(steps.size()); }

int checked_schema(connection& file) {
  if (file.ask(opening, "SELECT count(*) FROM sqlite_schema") == "0") return 0;
  const auto ours = file.ask(
      opening,
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('meta', 'journal')");
  const auto schema =
      ours == "2" ? file.ask(opening, "SELECT value FROM meta WHERE name = 'schema'") : "";
  if (schema.empty())
    throw storage_error(file.path() + " is a database, but not a Hallcall journal");
  const auto version = std::stoi(schema);
  if (version > newest_schema()) {
    throw storage_error(
        fmt::format("{} has schema {} and this program knows up to {}: a newer Hallcall wrote it; "
                    "start that one",
                    file.path(), version, newest_schema()));
  }
  return version;
}

void upgrade_schema(connection& file, int from) {
  for (int schema = from; schema < newest_schema(); ++schema) {
    try {
      file.run("upgrade the schema",
               fmt::format(
                   "BEGIN IMMEDIATE; {} INSERT OR REPLACE INTO meta VALUES ('schema', {}); COMMIT;",
                   steps[static_cast<std::size_t>(schema)], schema + 1));
    } catch (...) {
      file.roll_back();
      throw;
    }
  }
}

}  // namespace hallcall::journal
