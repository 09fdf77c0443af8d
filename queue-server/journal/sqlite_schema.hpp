// The tables of a journal file and how an older file becomes a current one: numbered steps, each a
// transaction. A step that was ever released is never edited; a change is a new step.
#pragma once

namespace hallcall::journal {

class connection;

// The newest schema that this program knows.
[[nodiscard]] int newest_schema();

// The file's schema, 0 when it is empty. Throws storage_error when it is newer than this program
// knows, or the database is one of something else. Changes nothing.
[[nodiscard]] int checked_schema(connection& file);

// Brings the file from the schema that checked_schema() told to the newest. Throws storage_error;
// what was done until then is a whole older schema, from which the next start goes on.
void upgrade_schema(connection& file, int from);

}  // namespace hallcall::journal
