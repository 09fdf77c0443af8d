// The sequencer: takes commands in, decides them one after the other on the head state, and lets
// nothing out before it is durable. Two states a hall: head (decided) and published (durable);
// views and answers show published alone. On the reactor's thread only.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "engine/commands.hpp"
#include "proto/net/reactor.hpp"
#include "service/clock.hpp"
#include "service/journal_thread.hpp"
#include "service/office.hpp"
#include "service/record.hpp"
#include "service/visit_notices.hpp"

namespace hallcall::service {

struct answer {
  int status = 200;
  std::string body;
};

// Why a command got no answer of its own.
enum class trouble : std::uint8_t {
  storage_unavailable,   // not durable, or not known to be: ask again with the same key
  overloaded,            // the inbox is full
  idempotency_mismatch,  // the key was used for something else
  shutting_down
};

struct submission {
  std::string hall;
  engine::command command;
  std::string kind;         // "take-ticket": the journal's word
  std::string actor;        // "account:…", "device:…", "hall", "anyone"
  std::string key;          // the idempotency key; empty for none
  std::string fingerprint;  // of the actor, the call and its body; with a key
  std::optional<journal::personal_note> personal;  // kept when the command is accepted
  // Builds the answer from what was decided, on the state just after it; kept with the key.
  std::function<answer(const engine::hall_state& after,
                       const engine::result<std::vector<engine::event>>&, engine::time_point at)>
      render;
  // Called once, when the answer's entry is durable or there is trouble.
  std::function<void(std::variant<answer, trouble>)> done;
};

struct service_options {
  std::size_t inbox = 4'096;        // commands that wait for durability, or for an earlier answer
  std::size_t group_limit = 1'024;  // entries in one commit
  std::size_t snapshot_every = 2'000;  // entries of a hall, at least
  std::chrono::hours keep_keys{24};
  std::chrono::milliseconds storage_retry{50};  // after a failure; doubled up to 2 s while it lasts
};

struct service_figures {
  std::uint64_t commands = 0, refused = 0, repeated = 0, overloaded = 0, storage_failures = 0,
                commits = 0, entries = 0;
  std::size_t waiting = 0;  // commands that wait for durability
  std::uint64_t durable_seq = 0;
};

class hall_service {
 public:
  // Reads the journal and rebuilds every hall; throws storage_error or runtime_error when it
  // cannot.
  hall_service(net::reactor&, std::shared_ptr<const office>, std::unique_ptr<journal::journal>,
               hall_clock, service_options = {});
  ~hall_service();

  void submit(submission);

  // What is known of the people who booked in a hall, by booking code; nullopt while the storage
  // fails. Never kept in memory.
  void read_personal(const std::string& hall,
                     std::function<void(std::optional<personal_notes>)> done);

  // Null for an unknown hall.
  [[nodiscard]] const engine::hall_state* head(const std::string& hall) const;
  [[nodiscard]] const engine::hall_state* published(const std::string& hall) const;
  [[nodiscard]] const office& the_office() const { return *office_; }
  [[nodiscard]] std::shared_ptr<const office> office_ptr() const { return office_; }
  [[nodiscard]] engine::time_point now() { return clock_.now(); }
  [[nodiscard]] hall_clock& clock() { return clock_; }
  [[nodiscard]] bool ready() const { return ready_ && !closing_; }
  [[nodiscard]] service_figures figures() const;

  // Called after published states changed, once a turn, with the halls that did; and for every
  // event of an entry that became durable, in order, before it.
  std::function<void(const std::vector<std::string>& halls)> on_published;
  std::function<void(const std::string& hall, const engine::event&, engine::time_point at)>
      on_event;
  // An entry that became durable has notices for the office's webhook, in order.
  std::function<void(std::vector<journal::notice_row>)> on_notices;
  // Those that nobody had received before this start, in order. Once.
  [[nodiscard]] std::vector<journal::notice_row> take_undelivered() {
    return std::exchange(undelivered_, {});
  }
  // They were received, or given up.
  void notices_settled(std::vector<journal::notice_key>);

  // The storage failed or works again; for the operator's log and metrics.
  std::function<void(bool works, const std::string& what)> on_storage;
  // The office file was read again: halls that stay run by the new rules from now on. Refused (a
  // sentence) when a hall or a counter in use would disappear.
  [[nodiscard]] std::optional<std::string> adopt(std::shared_ptr<const office>);

  // Refuses new commands, writes what waits and a snapshot of each hall, then calls done. While the
  // storage fails there is nothing to write: all that waited has been refused.
  void close(std::function<void()> done);

 private:
  struct hall {
    engine::hall_state head, published;
    std::optional<notice_writer> notices;  // of head; none without a webhook
    std::size_t since_snapshot = 0;
    net::timer deadline;
    bool armed = false;
    std::optional<engine::time_point> armed_for;
    engine::time_point next_wait_report;
  };
  struct pending {
    std::uint64_t seq = 0;
    std::string hall;
    engine::time_point at;
    std::vector<engine::event> events;
    std::vector<std::string> notices;  // bodies
    bool found_durable = false;        // in doubt before: its notices are to be written anew
    std::string key_id;                // of the index, empty when not keyed
    answer reply;
    std::function<void(std::variant<answer, trouble>)> done;
    bool rests_on_seq = false;  // changes nothing itself; answered once what it rests on is durable
  };
  struct kept_key {
    std::uint64_t seq = 0;
    engine::time_point at;
  };

  bool repeat(const submission&);
  void commit(hall&, submission, engine::result<std::vector<engine::event>>, engine::time_point at);
  void run_deadlines(const std::string& id, hall&);
  void report_wait(const std::string& id, hall&);
  void arm(const std::string& id, hall&);
  void durable(std::uint64_t seq);
  void publish(pending&);
  void failed(const std::string& what);
  void recovered(std::vector<journal::entry> tail);
  void hand_on_notices(pending&);
  void snapshot(const std::string& id, hall&);
  void forget_old_keys();
  void closed();
  static std::string key_id(const std::string& hall, const std::string& key) {
    return hall + '\n' + key;
  }

  net::reactor& reactor_;
  std::shared_ptr<const office> office_;
  hall_clock clock_;
  service_options options_;
  std::map<std::string, hall> halls_;
  std::unordered_map<std::string, kept_key> keys_;
  std::deque<std::pair<engine::time_point, std::string>> key_ages_;
  std::uint64_t forgotten_seq_ = 0;  // no key of an entry up to it is known any more
  std::deque<pending> pending_;
  // Retries that wait for the first answer from the journal, by the order in which they came.
  std::map<std::uint64_t, std::function<void(std::variant<answer, trouble>)>> repeats_;
  std::map<std::uint64_t, std::function<void(std::optional<personal_notes>)>> personal_reads_;
  std::uint64_t last_repeat_ = 0;  // or personal read
  std::vector<std::string> changed_;
  std::vector<journal::notice_row> undelivered_;
  std::uint64_t decided_seq_ = 0;
  bool ready_ = true;
  bool closing_ = false;
  std::function<void()> on_closed_;
  service_figures figures_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::unique_ptr<journal_thread> journal_;  // last: ends before the rest goes
};

}  // namespace hallcall::service
