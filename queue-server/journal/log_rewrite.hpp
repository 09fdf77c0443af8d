// Makes a write-ahead log that was left behind durable before anybody reads it, whatever became of
// the syncs of whoever wrote it. sqlite_journal.cpp says why opening SQLite alone is not enough.
#pragma once

#include <filesystem>
#include <string>

namespace hallcall::journal {

// Writes each byte of the file's log back over itself and syncs, the log's name in its directory
// included; does nothing without a log. No connection of this process may be open on the file, and
// no other process may write to it. Throws storage_error; the log's content is the same then.
void rewrite_log(const std::filesystem::path& file, const std::string& vfs);

}  // namespace hallcall::journal
