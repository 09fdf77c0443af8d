// Making, opening and distrusting the accounts file: its modes, its schema, its version.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "gateway/account_store_internals.hpp"

namespace hallcall::gateway {
namespace {

constexpr std::int64_t application_id = 0x48434143;  // "HCAC"
constexpr std::int64_t schema_version = 2;
constexpr int busy_milliseconds = 5'000;

// Times are milliseconds since 1970 UTC. `failures` holds a keyed digest of the name: what was
// typed for a name may have been a password.
constexpr const char* schema = R"(
CREATE TABLE accounts (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, shown_name TEXT NOT NULL, password_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)), sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
  created_ms INTEGER NOT NULL, name_digest BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE devices (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, hall TEXT, token_digest BLOB NOT NULL UNIQUE,
  created_ms INTEGER NOT NULL, revoked_ms INTEGER) STRICT;
CREATE TABLE codes (
  code_digest BLOB PRIMARY KEY, device TEXT NOT NULL REFERENCES devices ON DELETE CASCADE,
  expires_ms INTEGER NOT NULL) STRICT;
CREATE TABLE sessions (
  token_digest BLOB PRIMARY KEY, account TEXT REFERENCES accounts ON DELETE CASCADE,
  device TEXT REFERENCES devices ON DELETE CASCADE, created_ms INTEGER NOT NULL, used_ms INTEGER NOT NULL,
  CHECK ((account IS NULL) <> (device IS NULL))) STRICT;
CREATE INDEX sessions_of_accounts ON sessions (account) WHERE account IS NOT NULL;
CREATE INDEX sessions_of_devices ON sessions (device) WHERE device IS NOT NULL;
CREATE TABLE failures (
  name_digest BLOB PRIMARY KEY, count INTEGER NOT NULL, locked_until_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL) STRICT;
CREATE INDEX failures_by_age ON failures (last_ms);
CREATE TABLE name_key (key BLOB NOT NULL CHECK (length(key) = 32)) STRICT;
INSERT INTO name_key VALUES (randomblob(32));
)";
// Since version 2. The secret of a pairing is random, its code is public.
constexpr const char* schema_of_pairings = R"(
CREATE TABLE pairings (
  code TEXT PRIMARY KEY, secret_digest BLOB NOT NULL UNIQUE, role TEXT NOT NULL, hall TEXT, name TEXT,
  address TEXT NOT NULL, asked_ms INTEGER NOT NULL, expires_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'denied', 'taken')),
  device TEXT REFERENCES devices ON DELETE CASCADE) STRICT;
CREATE TABLE device_acts (
  at_ms INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, device TEXT NOT NULL) STRICT;
)";

std::string said(const char* before, const std::filesystem::path& path, int error) {
  return std::string(before) + " " + path.string() + ": " + std::strerror(error);
}

stored<void> prepare_directory(const std::filesystem::path& directory, open_mode mode) {
  struct stat found {};
  if (::stat(directory.c_str(), &found) != 0) {
    if (errno != ENOENT)
      return refuse(store_fault::unsuitable, said("Cannot use", directory, errno));
    if (mode == open_mode::existing) {
      return refuse(store_fault::missing, "There is no directory " + directory.string() + ".");
    }
    std::error_code error;
    if (directory.has_parent_path())
      std::filesystem::create_directories(directory.parent_path(), error);
    if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) {
      return refuse(store_fault::unsuitable, said("Cannot make", directory, errno));
    }
    return {};
  }
  if (!S_ISDIR(found.st_mode)) {
    return refuse(store_fault::unsuitable, directory.string() + " is not a directory.");
  }
  // Who may write there could put another file in this one's place.
  if ((found.st_mode & S_IWOTH) != 0 && (found.st_mode & S_ISVTX) == 0) {
    return refuse(store_fault::unsuitable,
                  "Everybody may write to " + directory.string() + "; close it with chmod o-w.");
  }
  return {};
}

// Makes the file with its mode, before SQLite would make it with another; its side files get the
// same.
stored<void> make_file(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) {
    if (errno == EEXIST) return {};  // another process was faster
    return refuse(store_fault::unsuitable, said("Cannot make", file, errno));
  }
  struct stat above {};
  bool done = ::fchmod(fd, 0600) == 0 && ::stat(file.parent_path().c_str(), &above) == 0;
  // Made by root for a server that runs as the directory's owner.
  if (done && ::geteuid() == 0) done = ::fchown(fd, above.st_uid, above.st_gid) == 0;
  const int error = errno;
  ::close(fd);
  if (!done) return refuse(store_fault::unsuitable, said("Cannot make", file, error));
  return {};
}

// By path alone: closing a descriptor of an existing file would drop the locks that another
// connection of this process holds on it.
stored<void> prepare_file(const std::filesystem::path& file, open_mode mode) {
  struct stat found {};
  if (::lstat(file.c_str(), &found) != 0) {
    if (errno != ENOENT)
      return refuse(store_fault::unsuitable, said("Cannot look at", file, errno));
    if (mode == open_mode::create) return make_file(file);
    return refuse(store_fault::missing, "There is no accounts file " + file.string() + ".");
  }
  if (!S_ISREG(found.st_mode)) {
    return refuse(store_fault::unsuitable,
                  file.string() + " is not a file (a link is none either).");
  }
  if ((found.st_mode & 07777) != 0600 && ::chmod(file.c_str(), 0600) != 0) {
    return refuse(store_fault::unsuitable, said("Cannot close to others", file, errno));
  }
  return {};
}

stored<void> prepare_schema(database& db, const std::filesystem::path& file) {
  db.execute("PRAGMA trusted_schema = OFF; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
  const bool wal = db.text("PRAGMA journal_mode = WAL") == "wal";
  db.execute("PRAGMA synchronous = FULL");
  if (!wal || db.number("PRAGMA synchronous") != 2) {
    return refuse(store_fault::storage,
                  "SQLite does not promise durability for " + file.string() + ".");
  }
  transaction change(db);
  const std::int64_t version = db.number("PRAGMA user_version");
  if (version == 0 && db.number("SELECT count(*) FROM sqlite_schema") == 0) {
    db.execute(schema);
    db.execute(schema_of_pairings);
    db.execute("PRAGMA application_id = " + std::to_string(application_id));
    db.execute("PRAGMA user_version = " + std::to_string(schema_version));
    change.commit();
    return {};
  }
  if (db.number("PRAGMA application_id") != application_id || version < 1) {
    return refuse(store_fault::unsuitable, file.string() + " is not an accounts file.");
  }
  if (version > schema_version) {
    return refuse(store_fault::newer,
                  file.string() + " was made by a later version of this program.");
  }
  if (db.text("PRAGMA quick_check(1)") != "ok") {
    return refuse(store_fault::unsuitable, file.string() + " is damaged.");
  }
  if (version < schema_version) {
    db.execute(schema_of_pairings);
    db.execute("PRAGMA user_version = " + std::to_string(schema_version));
    change.commit();
  }
  return {};
}

}  // namespace

std::filesystem::path accounts_file(const std::filesystem::path& directory) {
  return directory / "accounts.sqlite";
}

stored<account_store> account_store::open(const std::filesystem::path& directory, open_mode mode) {
  ready_sodium();
  const auto file = accounts_file(directory);
  if (auto ok = prepare_directory(directory, mode); !ok) return tl::unexpected(ok.error());
  if (auto ok = prepare_file(file, mode); !ok) return tl::unexpected(ok.error());
  try {
    database db(file, busy_milliseconds);
    if (auto ok = prepare_schema(db, file); !ok) return tl::unexpected(ok.error());
    std::string key = db.text("SELECT key FROM name_key");
    if (key.size() != 32) return refuse(store_fault::unsuitable, file.string() + " is damaged.");
    return account_store(std::make_unique<account_database_handle>(std::move(db), std::move(key)));
  } catch (const database_error& e) {
    const int code = e.code() & 0xff;
    if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT) {
      return refuse(store_fault::unsuitable,
                    file.string() + " is damaged or not an accounts file.");
    }
    const bool forbidden =
        code == SQLITE_CANTOPEN || code == SQLITE_READONLY || code == SQLITE_PERM;
    return refuse(forbidden ? store_fault::unsuitable : store_fault::storage,
                  file.string() + " cannot be opened: " + e.what() + ".");
  }
}

account_store::account_store(std::unique_ptr<account_database_handle> handle)
    : handle_(std::move(handle)) {}
account_store::account_store(account_store&&) noexcept = default;
account_store& account_store::operator=(account_store&&) noexcept = default;
account_store::~account_store() = default;

}  // namespace hallcall::gateway
