// Percentiles of what was measured, and what the kernel knows of a process.
#pragma once

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace hallcall::bench {

class samples {
 public:
  void add(double value) { all_.push_back(value); }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  // p in 0..1; 0 when nothing was measured.
  [[nodiscard]] double percentile(double p) {
    if (all_.empty()) return 0;
    const auto at = static_cast<std::size_t>(p * static_cast<double>(all_.size() - 1));
    std::nth_element(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(at), all_.end());
    return all_[at];
  }

 private:
  std::vector<double> all_;
};

struct process_figures {
  double cpu_seconds = 0;  // user and system
  std::int64_t rss_kib = 0;
};

// Of another process on this machine, from /proc; zeros when it is gone.
[[nodiscard]] inline process_figures figures_of(int pid) {
  process_figures f;
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (std::getline(stat, line)) {
    const auto after_name = line.rfind(')');
    std::vector<std::string> fields;
    std::string field;
    for (char c : line.substr(after_name + 2)) {
      if (c == ' ') {
        fields.push_back(std::move(field));
        field.clear();
      } else {
        field += c;
      }
    }
    if (fields.size() > 13)
      f.cpu_seconds = (std::stod(fields[11]) + std::stod(fields[12])) /
                      static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  while (std::getline(status, line))
    if (line.starts_with("VmRSS:")) f.rss_kib = std::stoll(line.substr(6));
  return f;
}

}  // namespace hallcall::bench
