// What the journal's tests share: a fresh directory, sample entries, SQL behind the journal's back.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "journal/journal.hpp"
#include "power_loss_vfs.hpp"

namespace hallcall::journal::test {

// A directory of its own, gone with the object. In memory where the machine has such a place: syncs
// are free there, and what a sync promises is tested through a VFS, not by the disk.
class fresh_directory {
 public:
  fresh_directory();
  fresh_directory(const fresh_directory&) = delete;
  fresh_directory& operator=(const fresh_directory&) = delete;
  ~fresh_directory();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file() const { return path_ / "journal.db"; }

 private:
  std::filesystem::path path_;
};

// Sample data: an entry that differs from every other in all fields, and a visit.
[[nodiscard]] entry sample_entry(std::uint64_t seq);
[[nodiscard]] std::vector<entry> sample_group(std::uint64_t first, std::size_t size);
[[nodiscard]] visit_row sample_visit(std::uint64_t n);

// Equal in all that a journal gives back.
[[nodiscard]] bool same(const entry& a, const entry& b);
[[nodiscard]] std::vector<entry> all_of(journal& j, std::uint64_t after = 0);
// Seqs are 1, 2, 3, …, no command is there twice, and the chain is whole.
void check_sound(journal& j);

// What a journal of sample entries is after the power went, with nothing but what was on the disk:
// checks that it is sound, returns its last seq.
std::uint64_t last_after_power_loss(const power_loss_vfs& vfs);

// Runs SQL on the file with a connection of its own; rows come back as columns joined by '|'.
std::vector<std::string> run_sql(const std::filesystem::path& file, const std::string& sql);

// The message of the storage_error that `call` throws, "" when it throws none.
[[nodiscard]] std::string refusal(const std::function<void()>& call);

}  // namespace hallcall::journal::test
