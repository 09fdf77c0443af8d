// What the service's tests share: a clock that only the test moves, an office of the engine's
// sample hall, and a hall_service on a reactor that the test's own thread runs until something
// holds. Every wait is bounded.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "journal/journal.hpp"
#include "proto/net/reactor.hpp"
#include "service/hall_service.hpp"
#include "tests/engine/sample_hall.hpp"

namespace hallcall::service::testing {

using namespace std::chrono_literals;
using engine::testing::local_time;
using engine::testing::number;

inline constexpr std::chrono::seconds patience{20};

// A directory of its own, gone with the object; in memory where the machine has such a place.
class fresh_directory {
 public:
  fresh_directory();
  fresh_directory(const fresh_directory&) = delete;
  fresh_directory& operator=(const fresh_directory&) = delete;
  ~fresh_directory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path file() const { return path_ / "journal.sqlite"; }

 private:
  std::filesystem::path path_;
};

// A journal file in that directory; `vfs` by name, empty for SQLite's own.
[[nodiscard]] std::unique_ptr<journal::journal> open_file(const fresh_directory&,
                                                          const std::string& vfs = "",
                                                          int checkpoint_pages = 1'000);
// Runs SQL on the file behind the journal's back; rows come back as columns joined by '|'.
std::vector<std::string> run_sql(const std::filesystem::path& file, const std::string& sql);
// Every entry as one line with all that a journal gives back of it.
[[nodiscard]] std::vector<std::string> lines_of(journal::journal&);

// The machine's clocks, in the test's hand. Must outlive the clocks it gives out.
struct hand_clock {
  engine::time_point wall = local_time(0, 9);
  std::chrono::milliseconds steady{0};

  void pass(std::chrono::milliseconds t) {
    wall += t;
    steady += t;
  }
  [[nodiscard]] hall_clock clock() {
    return {[this] { return wall; }, [this] { return steady; }};
  }
};

// The engine's sample rules, so that every other day and hour of the sample week is as the engine's
// tests know it.
[[nodiscard]] std::shared_ptr<office> office_of(const engine::hall_rules&,
                                                const std::string& second_hall = "");
[[nodiscard]] std::shared_ptr<office> sample_office();

// What became of one submission.
struct fate {
  std::optional<std::variant<answer, trouble>> outcome;
  [[nodiscard]] bool settled() const { return outcome.has_value(); }
  // Null while there is none, or when there was trouble.
  [[nodiscard]] const answer* given() const {
    return outcome ? std::get_if<answer>(&*outcome) : nullptr;
  }
  [[nodiscard]] std::optional<trouble> why_not() const {
    const auto* t = outcome ? std::get_if<trouble>(&*outcome) : nullptr;
    return t != nullptr ? std::optional(*t) : std::nullopt;
  }
};
using fate_ptr = std::shared_ptr<fate>;

struct asking {
  engine::command what;
  std::string key;              // empty for none
  std::string print = "print";  // of who asks what
  std::string hall = "main";
};

class service_bench {
 public:
  // Throws what hall_service throws.
  service_bench(std::unique_ptr<journal::journal>, hand_clock&, service_options = {},
                std::shared_ptr<const office> = sample_office());
  ~service_bench();

  [[nodiscard]] hall_service& service() { return *service_; }
  [[nodiscard]] const engine::hall_state& head(const std::string& hall = "main") const {
    return *service_->head(hall);
  }
  [[nodiscard]] const engine::hall_state& published(const std::string& hall = "main") const {
    return *service_->published(hall);
  }

  // Hands the command over and returns at once.
  fate_ptr ask(asking);
  // Hands it over and waits for its answer; fails the test on trouble.
  answer get(asking);
  // The same, given keyless.
  answer get(engine::command c) { return get(asking{std::move(c), ""}); }
  // Runs the reactor until this holds; false (and a failed check) when it does not in time.
  bool until(const std::function<bool()>& holds);
  // Runs what is posted by now.
  void settle();
  // Orderly, as on Ctrl-C.
  void close();
  // Something that until() waits for may have happened: for callbacks that the bench does not know.
  void look();
  [[nodiscard]] net::reactor& reactor() { return reactor_; }

  // What was told to the outside.
  std::vector<std::vector<std::string>> publications;                // on_published
  std::vector<std::pair<engine::event, engine::time_point>> events;  // on_event, of every hall
  std::vector<bool> storage_works;                                   // on_storage
  // Called besides.
  std::function<void(bool works)> on_storage = [](bool) {};
  std::function<void()> on_published = [] {};

 private:
  net::reactor reactor_;
  std::function<bool()> wanted_;
  std::unique_ptr<hall_service> service_;
};

// Commands with the words they need.
[[nodiscard]] engine::command take(const std::string& token,
                                   const std::string& service = "register");
[[nodiscard]] engine::command open_counter(int n);

}  // namespace hallcall::service::testing
