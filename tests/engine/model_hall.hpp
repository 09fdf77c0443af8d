// A second hall, made from the domain's rules alone: plain, slow, and meant to be obviously right.
// It keeps what happened today in plain lists and works everything else out by looking through all
// of them, each time anew: who waits, who is next, how many calls ago, whether a backup is due. Of
// the engine it uses the words (types, commands, rules as data, codes) and none of the functions.
//   model_hall.cpp      commands and time        model_next.cpp     who is next, and why
//   model_tickets.cpp   what citizens do         model_backup.cpp   crowds and backups
//   model_counters.cpp  what clerks do           model_hours.cpp    dates and the door
//   model_flow.cpp      what follows a visit     model_bookings.cpp bookings
//   model_numbers.cpp   borrowed numbers     model_seen.cpp     the model's hall, seen
#pragma once

#include <set>

#include "engine/commands.hpp"
#include "hall_seen.hpp"

namespace hallcall::engine::testing {

class model_hall {
 public:
  model_hall(hall_rules rules, time_point start) : rules_(std::move(rules)), at_(start) {}
  model_hall(const model_hall&) = delete;  // its counters refer to its rules
  model_hall& operator=(const model_hall&) = delete;

  // There is a rule for the command below. What has none yet is left out of the days compared.
  [[nodiscard]] static bool knows(const command&);
  // A known command at `now`, and then whatever is due by then. Why it was refused, or nothing.
  std::optional<refusal_code> give(const command&, time_point now);
  // Time goes by; whatever comes due on the way happens at its instant.
  void advance_to(time_point);
  // When something is next due of its own accord.
  [[nodiscard]] std::optional<time_point> next_due() const;
  // Whom the counter would call now.
  [[nodiscard]] std::optional<ticket_id> next_at(counter_no) const;
  [[nodiscard]] hall_seen seen() const;

 private:
  using answer = std::optional<refusal_code>;
  static constexpr std::nullopt_t yes = std::nullopt;

  // A ticket, and what it has been through today.
  struct visitor {
    ticket_seen seen;
    char series = 'A';
    std::uint32_t nth = 0;
    enum_set<need> needs;
    std::string language;
    std::set<feature_id> required, narrow, order;
    std::int64_t low_s = 0, high_s = 0;
    time_point round_at;         // its latest round's first call
    int back_nth = 0;            // the how manieth of the day that came back
    std::size_t back_after = 0;  // rounds there had been when it came back
    int misses = 0;
    std::string token;
    bool out_of_block = false;  // its number was given while the server was away
  };
  struct desk {
    const counter_rules* rules = nullptr;
    counter_mode mode = counter_mode::closed;
    std::string account, shown, pause_reason;
    time_point since, idle_since;
    bool standing_down = false;
    std::size_t opened_after = 0;  // rounds there had been when it opened
    std::string stands_in_for;     // whose deputy is there
  };
  enum class fate : std::uint8_t { called, open, declined, unanswered, closed };
  struct paging {
    page_seen seen;
    fate now = fate::called;
    int crowd = 0;                // the crowd it answers; see crowd_
    int ended_in = 0;             // the crowd when it was declined or not answered
    std::size_t ended_after = 0;  // pagings there had been by then
  };
  struct pass {  // of this day or an earlier one
    pass_seen seen;
    std::vector<service_id> services;
    enum_set<need> needs;
    std::string language;
  };
  struct reservation {  // a booking of any day
    booking_seen seen;
    std::string plan;
    service_id service;
    business_date day{};
    std::string person, language;
    enum_set<need> needs;
  };
  struct claim {  // a booking's, to a counter
    time_point by;
    std::set<feature_id> needs;
    std::string clerk;
  };
  struct place {
    const desk* at = nullptr;
    time_point free_from;
    bool taken = false;
  };
  struct round {  // a ticket was called to a counter
    ticket_id ticket;
    counter_no counter;
    engine::lane lane;
    bool live;  // not a return
  };
  struct stay {
    counter_no counter;
    time_point from, to;
  };
  struct day_book {
    std::vector<visitor> visitors;
    std::vector<desk> desks;
    std::vector<paging> pagings;
    std::vector<round> rounds;
    std::vector<ticket_id> shown_calls;  // rounds and recalls
    int comings_back = 0;
    std::vector<stay> stays;
    std::vector<log_seen> log;
    bool wait_above = false;  // the predicted wait was last above its limit
    std::vector<block_seen> blocks;
  };
  struct chosen {
    ticket_id ticket;
    call_rule rule;
    std::vector<std::string> passed_over;
  };

  // What citizens do.
  answer on(const take_ticket&);
  answer on(const report_slip&);
  answer on(const void_ticket&);
  answer on(const leave&);
  answer on(const check_in&);
  answer on(const grant_priority&);
  answer on(const use_pass&);
  enum class comes : std::uint8_t { as_walk_in, with_pass, booked };
  answer issue(const take_ticket&, comes);
  answer on(const lend_numbers&);
  answer on(const give_numbers_back&);
  answer may_have_given(const take_ticket&) const;
  [[nodiscard]] bool is_nobodys(char series, std::uint32_t n, const block_id* but_of = nullptr) const;
  answer on(const book&);
  answer on(const amend_booking&);
  answer on(const cancel_booking&);
  answer on(const check_in_booking&);
  // What clerks do.
  answer on(const open_counter&);
  answer on(const close_counter&);
  answer on(const pause_counter&);
  answer on(const resume_counter&);
  answer on(const call_next&);
  answer on(const call_ticket&);
  answer on(const recall&);
  answer on(const start_visit&);
  answer on(const finish_visit&);
  answer on(const no_show&);
  answer on(const park&);
  answer on(const transfer&);
  answer on(const change_services&);
  // What managers and backups do.
  answer on(const call_backup&);
  answer on(const accept_backup&);
  answer on(const decline_backup&);
  answer on(const stand_down&);
  answer on(const change_order&);
  answer on(const hand_over&);
  answer on(const report_forecast&);
  answer on(const tick&) { return yes; }  // what is due happens after every command

  // Time.
  void begin_day();
  bool next_step_of_what_is_due();
  void happened() { latest_ = at_; }
  [[nodiscard]] seconds offset_at(time_point) const;
  [[nodiscard]] business_date date_at(time_point) const;
  [[nodiscard]] time_point instant_of(business_date, minutes after_midnight) const;
  [[nodiscard]] const std::vector<opening>& openings_on(business_date) const;
  [[nodiscard]] bool door_lets_in(channel) const;

  // Bookings.
  reservation* find(const booking_code&);
  [[nodiscard]] const booking_plan* plan_of(const service_id&, time_point slot) const;
  [[nodiscard]] static answer not_expected(const reservation*);
  bool let_bookings_lapse();
  [[nodiscard]] std::optional<time_point> booking_due() const;
  [[nodiscard]] std::set<feature_id> needed(std::set<feature_id> required,
                                            const std::set<feature_id>& wished) const;
  [[nodiscard]] std::vector<claim> claims_before(time_point end) const;
  [[nodiscard]] std::size_t most_served(const std::vector<claim>&, std::size_t nth,
                                        std::vector<place>&) const;
  [[nodiscard]] bool kept_from(const desk&, const visitor&) const;

  // Tickets and counters.
  visitor* find(ticket_id);
  [[nodiscard]] const visitor* find(ticket_id) const;
  desk* find(counter_no);
  [[nodiscard]] const desk* find(counter_no) const;
  [[nodiscard]] const visitor* visitor_at(counter_no) const;
  visitor* visitor_at(counter_no);
  [[nodiscard]] counter_mode mode_of(counter_no) const;
  [[nodiscard]] engine::lane lane_of(const std::vector<const service_rules*>&,
                                     enum_set<need>) const;
  [[nodiscard]] double rate_in(engine::lane, enum_set<need>) const;
  [[nodiscard]] std::uint32_t last_number(char series) const;
  [[nodiscard]] std::vector<const visitor*> returns() const;
  void end(visitor&, ticket_state how, const std::string& because);
  bool void_what_nobody_confirmed();
  void give_pass(visitor&, const std::string& code);
  void take_pass_back(const visitor&);
  void take_arrival_back(const visitor&);
  bool tell_what_takes_too_long();
  [[nodiscard]] answer cannot_go_to(const visitor&, counter_no from, counter_no to) const;
  [[nodiscard]] const desk* desk_of_clerk(const visitor&, bool also_paused) const;
  [[nodiscard]] bool clerk_is_elsewhere(const desk&, const visitor&) const;
  [[nodiscard]] answer not_open(counter_no) const;
  [[nodiscard]] answer not_ready(counter_no) const;
  [[nodiscard]] answer not_patient(const visitor&) const;
  void open(desk&, const std::string& account, const std::string& shown);
  void close(desk&);
  void release(visitor&);
  void close_if_standing_down(counter_no);
  void call(visitor&, desk&, const chosen&, const std::string& words);

  // Seen.
  [[nodiscard]] counter_seen seen_at(counter_no) const;
  [[nodiscard]] counts_seen counted() const;

  // Who is next.
  using crowd = std::vector<const visitor*>;
  [[nodiscard]] std::optional<chosen> next_for(const desk&) const;
  [[nodiscard]] bool may_serve(const desk&, const visitor&) const;
  [[nodiscard]] static bool alike(const visitor&, const visitor&);
  [[nodiscard]] bool would_rather_go_elsewhere(const desk&, const visitor&) const;
  [[nodiscard]] bool an_open_one_has(const visitor&, const std::set<feature_id>&) const;
  [[nodiscard]] bool return_is_due(const visitor&) const;
  [[nodiscard]] std::int64_t live_rounds_since(std::size_t round) const;
  [[nodiscard]] bool ordinary_turn(const desk&) const;
  [[nodiscard]] std::chrono::milliseconds waited(const visitor&) const;
  [[nodiscard]] double score(const visitor&) const;
  [[nodiscard]] std::vector<std::string> passed_over(const crowd&, const visitor* chosen) const;
  [[nodiscard]] const visitor* highest_score(const crowd&) const;
  [[nodiscard]] const visitor* by_discipline(const desk&, const crowd&) const;

  // Backups.
  [[nodiscard]] std::int64_t walk_ins_waiting() const;
  [[nodiscard]] engine::level level_by_count() const;
  paging* find(page_id);
  [[nodiscard]] answer not_live(page_id) const;
  [[nodiscard]] bool busy(const backup_id&) const;
  [[nodiscard]] bool somebody_is_on_the_way() const;
  [[nodiscard]] const backup_rules* next_to_ask() const;
  [[nodiscard]] std::int64_t called_today(const backup_id&) const;
  [[nodiscard]] std::optional<time_point> another_is_due() const;
  [[nodiscard]] std::optional<time_point> stand_down_due(const paging&) const;
  [[nodiscard]] bool base_could_absorb() const;
  void call_backup_now(const backup_rules&);
  void end_page(paging&, fate);
  void change_level();
  bool give_up_on_the_unanswered();
  bool call_another();
  bool stand_down_the_idle();
  void log(const std::string& what, const std::string& who);

  hall_rules rules_;   // the order of calling changes when a manager says so
  time_point at_;      // of what is being decided
  time_point latest_;  // of what happened last
  std::optional<business_date> day_;
  day_book book_;
  std::uint64_t last_ticket_ = 0, last_call_ = 0, last_page_ = 0, last_block_ = 0;
  engine::level level_ = level::normal;
  int crowd_ = 0;  // counts crowds and the calms between them, one after the other
  std::optional<int> nobody_left_in_;  // the crowd in which nobody was left to ask
  std::vector<bool> predictions_held_;
  std::vector<pass> passes_;
  std::vector<reservation> reservations_;  // of all days
  std::vector<no_shows_seen> no_shows_;
  bool lost_ = false;
};

}  // namespace hallcall::engine::testing
