// A program of ours as a process of its own, that a test may kill.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hallcall::tests {

class process {
 public:
  // Standard output and standard error go to `log`.
  process(std::vector<std::string> command, const std::string& log);
  ~process();  // SIGKILL
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  void kill(int signal) const;
  // The exit code, or -signal; waits at most 20 s, then kills.
  int wait();
  [[nodiscard]] pid_t id() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

// A directory that goes with its object.
class folder {
 public:
  folder();
  ~folder();
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// A port that was free a moment ago.
[[nodiscard]] std::uint16_t free_port();
[[nodiscard]] std::string text_of(const std::string& file);

}  // namespace hallcall::tests
