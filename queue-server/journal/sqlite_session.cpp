// The SQL of the journal, and the settings that its promises rest on.
#include "journal/sqlite_session.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <set>
#include <vector>

#include "journal/sqlite_journal.hpp"
#include "journal/sqlite_schema.hpp"

namespace hallcall::journal {
namespace {

// How long to wait for another connection: one that opens the file, or that somebody writes with.
constexpr int busy_timeout_ms = 5000;

// Ten entries of usual size a page: a lone commit writes little more than it must, a group few
// pages.
constexpr int page_bytes = 8192;

constexpr const char* opening = "open the journal";

void settle_settings(connection& file, const sqlite_options& options) {
  sqlite3_busy_timeout(file.handle(), busy_timeout_ms);
  if (options.read_only) {
    if (checked_schema(file) == 0)
      throw storage_error(file.path() + " is empty, not a Hallcall journal");
    return;
  }
  file.run(opening, fmt::format("PRAGMA page_size = {}", page_bytes));  // of a new file
  const int schema = checked_schema(file);
  const auto mode = file.ask(opening, "PRAGMA journal_mode = WAL");
  file.run(opening, "PRAGMA synchronous = FULL");
  // NORMAL would lose commits with the power, and no test that kills the process could show it.
  const auto synchronous = file.ask(opening, "PRAGMA synchronous");
  if (mode != "wal" || synchronous != "2") {
    throw storage_error(
        fmt::format("{} cannot be made durable: journal_mode is {}, synchronous is {}", file.path(),
                    mode, synchronous));
  }
  sqlite3_wal_autocheckpoint(file.handle(), options.checkpoint_pages);
  upgrade_schema(file, schema);
}

}  // namespace

sqlite_session::writers::writers(const connection& file)
    : begin(file, "begin", "BEGIN IMMEDIATE"),
      commit(file, "commit", "COMMIT"),
      entry(file, "append", "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      answer(file, "keep an answer", "INSERT INTO answers(seq, body) VALUES (?, ?)"),
      old_answers(file, "forget answers",
                  fmt::format("DELETE FROM answers WHERE seq IN "
                              "(SELECT seq FROM answers WHERE seq <= ? ORDER BY seq LIMIT {})",
                              answers_forgotten_at_once)),
      visit(file, "append a visit",
            "INSERT OR REPLACE INTO visits(hall, ticket, business_date, number, lane, services, "
            "language, channel, "
            "issued_ms, called_ms, started_ms, ended_ms, counter, clerk, calls, ended_as, outcome) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      snapshot(file, "save a snapshot",
               "INSERT OR REPLACE INTO snapshots(hall, seq, version, body) VALUES (?, ?, ?, ?)"),
      old_snapshots(file, "remove old snapshots",
                    "DELETE FROM snapshots WHERE hall = ?1 AND seq NOT IN "
                    "(SELECT seq FROM snapshots WHERE hall = ?1 ORDER BY seq DESC LIMIT 2)"),
      notice(file, "append a notice", "INSERT INTO notices(seq, n, body) VALUES (?, ?, ?)"),
      settled_notice(file, "remove a notice", "DELETE FROM notices WHERE seq = ? AND n = ?"),
      notices(file, "read the notices", "SELECT seq, n, body FROM notices ORDER BY seq, n"),
      personal(file, "keep a personal note",
               "INSERT INTO personal(hall, subject, body) VALUES (?, ?, ?)"),
      personal_of_hall(file, "read personal notes",
                       "SELECT subject, body FROM personal WHERE hall = ? ORDER BY id"),
      personal_all(file, "read personal notes",
                   "SELECT hall, subject, body FROM personal ORDER BY id"),
      no_personal(file, "forget personal notes", "DELETE FROM personal") {}

sqlite_session::sqlite_session(const sqlite_options& options, const std::string& vfs)
    : file_(options.path, options.read_only, vfs) {
  settle_settings(file_, options);
  if (!options.read_only) write_.emplace(file_);
  last_.emplace(file_, "read the last entry",
                "SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1");
  lowest_.emplace(file_, "read the first entry", "SELECT seq FROM journal ORDER BY seq LIMIT 1");
  // Read-only, the file may be of a schema without answers, and nobody asks for them.
  one_.emplace(
      file_, "read an entry",
      fmt::format(
          "SELECT seq, hall, at_ms, actor, command_id, kind, version, body, {} FROM journal "
          "WHERE seq = ?",
          options.read_only ? "''"
                            : "(SELECT a.body FROM answers AS a WHERE a.seq = journal.seq)"));
  rows_.emplace(
      file_, "read entries",
      fmt::format(
          "SELECT seq, hall, at_ms, actor, command_id, kind, version, body, chain FROM journal "
          "WHERE seq > ? ORDER BY seq LIMIT {}",
          rows_per_transaction));
  keys_.emplace(file_, "read the keys",
                "SELECT seq, hall, command_id, at_ms FROM journal ORDER BY seq DESC");
  visit_.emplace(file_, "read a visit",
                 "SELECT business_date, number, lane, services, language, channel, issued_ms, "
                 "called_ms, started_ms, ended_ms, counter, clerk, calls, ended_as, outcome "
                 "FROM visits WHERE hall = ? AND ticket = ?");
  snapshots_.emplace(file_, "read snapshots",
                     "SELECT seq, version, body FROM snapshots WHERE hall = ? ORDER BY seq DESC");
}

void sqlite_session::count_opening() {
  file_.run(
      opening,
      "INSERT INTO meta VALUES ('openings', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1");
}

void sqlite_session::begin() { write_->begin.run(); }
void sqlite_session::commit() { write_->commit.run(); }

void sqlite_session::insert(const entry& e, const chain_hash& chain) {
  auto& row = write_->entry;
  row.bind_integer(1, static_cast<std::int64_t>(e.seq));
  row.bind_text(2, e.hall);
  row.bind_integer(3, e.at_ms);
  row.bind_text(4, e.actor);
  row.bind_text(5, e.command_id);
  row.bind_text(6, e.kind);
  row.bind_integer(7, std::int64_t{e.version});
  row.bind_text(8, e.body);
  row.bind_blob(9, chain);
  row.run();
  if (e.answer.empty()) return;
  auto& answer = write_->answer;
  answer.bind_integer(1, static_cast<std::int64_t>(e.seq));
  answer.bind_text(2, e.answer);
  answer.run();
}

void sqlite_session::forget_answers(std::uint64_t up_to) {
  write_->old_answers.bind_integer(1, static_cast<std::int64_t>(up_to));
  write_->old_answers.run();
}

void sqlite_session::insert(const std::string& hall, const personal_note& note) {
  auto& row = write_->personal;
  row.bind_text(1, hall);
  row.bind_text(2, note.subject);
  row.bind_text(3, note.body);
  row.run();
}

// SQLite zeroes what it deletes when asked to, but not the copies that it leaves behind when it
// moves rows from page to page. So the whole table, which is small, is emptied and written anew:
// every page of it is zeroed.
void sqlite_session::forget(const std::string& hall, const std::vector<std::string>& subjects) {
  const std::set<std::string> gone(subjects.begin(), subjects.end());
  std::vector<std::pair<std::string, personal_note>> stays;
  {
    auto& all = write_->personal_all;
    const reset_at_end guard(all);
    while (all.step()) {
      const std::string of(all.text(0));
      personal_note note{std::string(all.text(1)), std::string(all.text(2))};
      if (of != hall || !gone.contains(note.subject)) stays.emplace_back(of, std::move(note));
    }
  }
  file_.run("forget personal notes", "PRAGMA secure_delete = ON");
  write_->no_personal.run();
  file_.run("forget personal notes", "PRAGMA secure_delete = OFF");
  for (const auto& [of, note] : stays) insert(of, note);
  file_.run("forget personal notes", "INSERT OR IGNORE INTO meta VALUES ('forgotten', 1)");
}

bool sqlite_session::empty_log() {
  sqlite3_busy_timeout(file_.handle(), 0);
  const int code = sqlite3_wal_checkpoint_v2(file_.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE,
                                             nullptr, nullptr);
  sqlite3_busy_timeout(file_.handle(), busy_timeout_ms);
  return code == SQLITE_OK;
}

bool sqlite_session::ever_forgot() {
  return file_.ask(opening, "SELECT value FROM meta WHERE name = 'forgotten'") == "1";
}

std::map<std::string, std::string> sqlite_session::personal(const std::string& hall) {
  auto& rows = write_->personal_of_hall;
  const reset_at_end guard(rows);
  rows.bind_text(1, hall);
  std::map<std::string, std::string> notes;
  while (rows.step()) notes.insert_or_assign(std::string(rows.text(0)), std::string(rows.text(1)));
  return notes;
}

void sqlite_session::insert(const visit_row& visit) {
  auto& row = write_->visit;
  row.bind_text(1, visit.hall);
  row.bind_text(2, visit.ticket);
  row.bind_text(3, visit.business_date);
  row.bind_text(4, visit.number);
  row.bind_text(5, visit.lane);
  row.bind_text(6, visit.services);
  row.bind_text(7, visit.language);
  row.bind_text(8, visit.channel);
  row.bind_integer(9, visit.issued_ms);
  row.bind_integer(10, visit.called_ms);
  row.bind_integer(11, visit.started_ms);
  row.bind_integer(12, visit.ended_ms);
  row.bind_integer(13, visit.counter);
  row.bind_text(14, visit.clerk);
  row.bind_integer(15, visit.calls);
  row.bind_text(16, visit.ended_as);
  row.bind_text(17, visit.outcome);
  row.run();
}

void sqlite_session::insert(const snapshot& s) {
  auto& row = write_->snapshot;
  row.bind_text(1, s.hall);
  row.bind_integer(2, static_cast<std::int64_t>(s.seq));
  row.bind_integer(3, std::int64_t{s.version});
  row.bind_text(4, s.body);
  row.run();
}

void sqlite_session::remove_old_snapshots(const std::string& hall) {
  write_->old_snapshots.bind_text(1, hall);
  write_->old_snapshots.run();
}

void sqlite_session::insert(const notice_row& notice) {
  auto& row = write_->notice;
  row.bind_integer(1, static_cast<std::int64_t>(notice.key.seq));
  row.bind_integer(2, std::int64_t{notice.key.n});
  row.bind_text(3, notice.body);
  row.run();
}

void sqlite_session::remove(const notice_key& notice) {
  auto& row = write_->settled_notice;
  row.bind_integer(1, static_cast<std::int64_t>(notice.seq));
  row.bind_integer(2, std::int64_t{notice.n});
  row.run();
}

std::vector<notice_row> sqlite_session::notices() {
  auto& rows = write_->notices;
  const reset_at_end guard(rows);
  std::vector<notice_row> found;
  while (rows.step())
    found.push_back(
        {{static_cast<std::uint64_t>(rows.integer(0)), static_cast<std::uint32_t>(rows.integer(1))},
         std::string(rows.text(2))});
  return found;
}

sqlite_session::tip sqlite_session::last() {
  const reset_at_end guard(*last_);
  if (!last_->step()) return {};
  const auto chain = last_->blob(1);
  return {static_cast<std::uint64_t>(last_->integer(0)), std::string(chain.begin(), chain.end())};
}

std::optional<std::int64_t> sqlite_session::lowest_seq() {
  const reset_at_end guard(*lowest_);
  if (!lowest_->step()) return std::nullopt;
  return lowest_->integer(0);
}

void sqlite_session::take(const statement& row, entry& e) {
  e.seq = static_cast<std::uint64_t>(row.integer(0));
  e.hall = row.text(1);
  e.at_ms = row.integer(2);
  e.actor = row.text(3);
  e.command_id = row.text(4);
  e.kind = row.text(5);
  e.version = static_cast<std::uint32_t>(row.integer(6));
  e.body = row.text(7);
}

std::optional<entry> sqlite_session::read(std::uint64_t seq) {
  const reset_at_end guard(*one_);
  one_->bind_integer(1, static_cast<std::int64_t>(seq));
  if (!one_->step()) return std::nullopt;
  entry e;
  take(*one_, e);
  e.answer = one_->text(8);
  return e;
}

std::optional<visit_row> sqlite_session::find_visit(const std::string& hall,
                                                    const std::string& ticket) {
  const reset_at_end guard(*visit_);
  visit_->bind_text(1, hall);
  visit_->bind_text(2, ticket);
  if (!visit_->step()) return std::nullopt;
  const auto text = [&](int column) { return std::string(visit_->text(column)); };
  return visit_row{.hall = hall,
                   .ticket = ticket,
                   .business_date = text(0),
                   .number = text(1),
                   .lane = text(2),
                   .services = text(3),
                   .language = text(4),
                   .channel = text(5),
                   .issued_ms = visit_->integer(6),
                   .called_ms = visit_->maybe_integer(7),
                   .started_ms = visit_->maybe_integer(8),
                   .ended_ms = visit_->integer(9),
                   .counter = visit_->maybe_integer(10),
                   .clerk = text(11),
                   .calls = visit_->integer(12),
                   .ended_as = text(13),
                   .outcome = text(14)};
}

std::vector<snapshot> sqlite_session::snapshots(const std::string& hall) {
  const reset_at_end guard(*snapshots_);
  snapshots_->bind_text(1, hall);
  std::vector<snapshot> found;
  while (snapshots_->step()) {
    found.push_back({hall, static_cast<std::uint64_t>(snapshots_->integer(0)),
                     static_cast<std::uint32_t>(snapshots_->integer(1)),
                     std::string(snapshots_->text(2))});
  }
  return found;
}

}  // namespace hallcall::journal
