// Kiosks and clerks who keep a real server busy, remember every request with its answer, and know
// what the hall must hold by what they were told.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "http_bench.hpp"

namespace hallcall::crash {

// One command as it was sent, and what came back first.
struct asked {
  std::string target, body, key;
  std::optional<net::response> first;  // none: it was on its way when the server died
};

// Speaks on one connection, one command after the other.
class worker {
 public:
  worker(http_bench& bench, caller who, std::uint32_t seed)
      : bench_(bench), who_(std::move(who)), random_(seed) {}
  virtual ~worker() = default;

  // Sends commands, each once the one before it is answered, until stop() or the connection is
  // gone.
  void begin(std::uint16_t port);
  void stop() { working_ = false; }
  [[nodiscard]] bool idle() const { return !waiting_; }
  // Every command of this round is asked again, with its key: the same answer, or the first one for
  // a command that had none. Ends the round.
  void check_retries(std::uint16_t port);
  [[nodiscard]] std::uint64_t answered() const { return answered_; }

 protected:
  [[nodiscard]] virtual asked next() = 0;
  // The first answer of a command, in order.
  virtual void learn(const asked&, const net::response&) = 0;
  [[nodiscard]] std::string new_key();
  std::mt19937& random() { return random_; }

 private:
  void work();
  net::response again(const asked&);

  http_bench& bench_;
  caller who_;
  std::mt19937 random_;
  bool working_ = false, waiting_ = false;
  std::vector<asked> round_;
  std::uint64_t answered_ = 0;
};

// What the tests know of the hall; filled by the workers, from first answers alone.
struct known_hall {
  struct visit {
    std::string ticket, state;
    friend bool operator==(const visit&, const visit&) = default;
  };
  std::map<std::string, std::string> numbers;  // ticket → its number
  std::map<std::string, std::string> tokens;   // ticket → its token
  std::map<std::string, int> calls;            // ticket → the counter that called it
  std::set<std::string> call_ids;
  std::set<std::string> done;  // tickets
  std::map<int, visit> at_counter;
  std::map<int, int> served;
};

class kiosk_worker final : public worker {
 public:
  kiosk_worker(http_bench& bench, known_hall& hall, std::uint32_t seed)
      : worker(bench, kiosk(bench), seed), hall_(hall) {}

 private:
  asked next() override;
  void learn(const asked&, const net::response&) override;
  known_hall& hall_;
};

// Calls, starts and finishes at one counter, which it opens first.
class clerk_worker final : public worker {
 public:
  clerk_worker(http_bench& bench, known_hall& hall, caller who, int counter, std::uint32_t seed)
      : worker(bench, std::move(who), seed), hall_(hall), counter_(counter) {}

 private:
  asked next() override;
  void learn(const asked&, const net::response&) override;
  known_hall& hall_;
  int counter_;
  bool open_ = false;
};

// A day of one office on one data directory: the server's process and those who work with it.
class busy_hall {
 public:
  busy_hall(http_bench& bench, const std::filesystem::path& data, std::uint32_t seed);

  // Starts the server; the first time everybody signs in.
  void start();
  [[nodiscard]] server_process& server() { return *server_; }
  // Everybody works until `after` has gone by; then `strike` and they go on until nobody gets an
  // answer.
  void work_until(std::chrono::milliseconds after, const std::function<void()>& strike);
  // After a start: retries, and everything that anybody was told is there, once, and nothing else.
  void check();
  [[nodiscard]] const known_hall& known() const { return hall_; }
  [[nodiscard]] std::uint64_t answered() const;
  [[nodiscard]] const caller& manager() const { return *manager_; }

 private:
  void check_line();
  void check_counters();
  void check_numbers();
  void check_tickets();

  http_bench& bench_;
  std::filesystem::path data_;
  std::mt19937 random_;
  known_hall hall_;
  std::unique_ptr<server_process> server_;
  std::unique_ptr<caller> manager_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::set<std::string> seen_;  // tickets whose own page was looked at
};

}  // namespace hallcall::crash
