// The model's crowds and backups. Pagings are kept all day, whatever became of them,
// with the crowd they answered; what is to be done follows from that list.
#include <algorithm>

#include "model_hall.hpp"

namespace hallcall::engine::testing {

std::int64_t model_hall::walk_ins_waiting() const {
  std::int64_t waiting = 0;
  for (const auto& v : book_.visitors)
    if (v.seen.state == ticket_state::waiting &&
        rules_.lanes[static_cast<std::size_t>(v.seen.lane)].walk_in)
      ++waiting;
  return waiting;
}

level model_hall::level_by_count() const {
  const auto waiting = walk_ins_waiting();
  if (waiting > rules_.congested_above) return level::congested;
  const bool too_long = book_.wait_above && rules_.backup_when_wait_above > seconds(0);
  return waiting > rules_.backup_above || too_long ? level::busy : level::normal;
}

// above when it is longer than the limit, and until it is at four fifths of it or unknown.
model_hall::answer model_hall::on(const report_forecast& c) {
  const double limit = static_cast<double>(rules_.backup_when_wait_above.count());
  const double wait = c.wait ? static_cast<double>(c.wait->count()) : 0;
  const bool above = limit > 0 && wait > (book_.wait_above ? 0.8 * limit : limit);
  if (above == book_.wait_above) return yes;
  book_.wait_above = above;
  log(above ? "wait-above" : "wait-below", "");
  return yes;
}

// a manager's order is as if the office had decided so.
model_hall::answer model_hall::on(const change_order& c) {
  if (rules_.order == c.order.how && rules_.ratio_priority == c.order.ratio_priority &&
      rules_.ratio_general == c.order.ratio_general && rules_.cap == c.order.cap)
    return yes;
  rules_.order = c.order.how;
  rules_.ratio_priority = c.order.ratio_priority;
  rules_.ratio_general = c.order.ratio_general;
  rules_.cap = c.order.cap;
  happened();
  return yes;
}

void model_hall::log(const std::string& what, const std::string& who) {
  book_.log.push_back({at_, what, walk_ins_waiting(), who});
  happened();
}

// A crowd begins or ends. Who is on the way when it begins answers it.
void model_hall::change_level() {
  const auto now = level_by_count();
  if ((now == level::normal) != (level_ == level::normal)) {
    ++crowd_;
    for (auto& p : book_.pagings)
      if (now != level::normal && p.now == fate::called) p.crowd = crowd_;
  }
  level_ = now;
  log(now == level::normal ? "normal" : now == level::busy ? "busy" : "congested", "");
}

model_hall::paging* model_hall::find(page_id id) {
  for (auto& p : book_.pagings)
    if (p.seen.id == id) return &p;
  return nullptr;
}

model_hall::answer model_hall::not_live(page_id id) const {
  if (id.value == 0 || id.value > last_page_) return refusal_code::unknown_page;
  for (const auto& p : book_.pagings)
    if (p.seen.id == id && (p.now == fate::called || p.now == fate::open)) return yes;
  return refusal_code::already_answered;
}

bool model_hall::busy(const backup_id& who) const {
  return std::ranges::any_of(book_.pagings, [&](const paging& p) {
    return p.seen.backup == who && (p.now == fate::called || p.now == fate::open);
  });
}

bool model_hall::somebody_is_on_the_way() const {
  return std::ranges::any_of(book_.pagings, [](const paging& p) { return p.now == fate::called; });
}

std::int64_t model_hall::called_today(const backup_id& who) const {
  return std::ranges::count_if(book_.pagings,
                               [&](const paging& p) { return p.seen.backup == who; });
}

// Whoever was called least today, of those who are free and were not asked in this crowd.
const backup_rules* model_hall::next_to_ask() const {
  const backup_rules* next = nullptr;
  for (const auto& r : rules_.backups) {
    const bool asked = std::ranges::any_of(
        book_.pagings, [&](const paging& p) { return p.seen.backup == r.id && p.crowd == crowd_; });
    if (asked || busy(r.id) || mode_of(r.counter) != counter_mode::closed) continue;
    if (next == nullptr || called_today(r.id) < called_today(next->id)) next = &r;
  }
  return next;
}

// At once when nobody was called for this crowd, or when whoever was does not come
// and nobody was called since; else some time after the latest one opened.
std::optional<time_point> model_hall::another_is_due() const {
  if (level_ == level::normal || rules_.backups.empty() || somebody_is_on_the_way() ||
      nobody_left_in_ == crowd_)
    return std::nullopt;
  bool answered = false, refused = false;
  std::optional<time_point> opened;
  for (const auto& p : book_.pagings) {
    if (p.crowd == crowd_) answered = true;
    if ((p.now == fate::declined || p.now == fate::unanswered) && p.ended_in == crowd_ &&
        p.ended_after == book_.pagings.size())
      refused = true;
    if (p.seen.opened_at) opened = std::max(opened.value_or(*p.seen.opened_at), *p.seen.opened_at);
  }
  if (!answered || refused) return latest_;
  if (opened) return *opened + rules_.next_backup_after;
  return std::nullopt;
}

bool model_hall::call_another() {
  const auto due = another_is_due();
  if (!due || *due > at_) return false;
  if (const auto* next = next_to_ask()) {
    call_backup_now(*next);
  } else {
    nobody_left_in_ = crowd_;
    log("exhausted", "");
  }
  return true;
}

void model_hall::call_backup_now(const backup_rules& r) {
  paging p;
  p.seen = {page_id{++last_page_},      page_phase::called, r.id, r.counter, at_,
            at_ + rules_.answer_within, std::nullopt};
  p.crowd = crowd_;
  book_.pagings.push_back(p);
  log("called", r.id.value);
}

void model_hall::end_page(paging& p, fate how) {
  p.now = how;
  p.ended_in = crowd_;
  p.ended_after = book_.pagings.size();
  log(how == fate::declined ? "declined" : "unanswered", p.seen.backup.value);
}

bool model_hall::give_up_on_the_unanswered() {
  bool any = false;
  for (auto& p : book_.pagings) {
    if (p.now != fate::called || p.seen.answer_by > at_) continue;
    end_page(p, fate::unanswered);
    any = true;
  }
  return any;
}

// nobody waits, and the base counters could take over every visit there is.
bool model_hall::base_could_absorb() const {
  std::int64_t visits = 0, base_counters = 0;
  for (const auto& v : book_.visitors) {
    if (v.seen.state == ticket_state::waiting) return false;
    if (v.seen.state == ticket_state::called || v.seen.state == ticket_state::serving) ++visits;
  }
  for (const auto& d : book_.desks)
    if (d.rules->base && d.mode == counter_mode::open) ++base_counters;
  return visits <= base_counters;
}

std::optional<time_point> model_hall::stand_down_due(const paging& p) const {
  if (p.now != fate::open || find(p.seen.counter)->standing_down || !base_could_absorb())
    return std::nullopt;
  return *p.seen.opened_at + rules_.backup_stays_at_least;
}

bool model_hall::stand_down_the_idle() {
  std::vector<paging*> due;
  for (auto& p : book_.pagings)
    if (const auto t = stand_down_due(p); t && *t <= at_) due.push_back(&p);
  for (auto* p : due) {
    log("stood-down", p->seen.backup.value);
    auto& d = *find(p->seen.counter);
    d.standing_down = true;
    if (visitor_at(p->seen.counter) == nullptr) close(d);
  }
  return !due.empty();
}

model_hall::answer model_hall::on(const call_backup& c) {
  const backup_rules* who = nullptr;
  if (c.backup) {
    for (const auto& r : rules_.backups)
      if (r.id == *c.backup) who = &r;
    if (who == nullptr) return refusal_code::unknown_backup;
    if (busy(*c.backup)) return refusal_code::backup_busy;
  } else {
    who = next_to_ask();
    for (const auto& r : rules_.backups)  // all were asked: again whoever is not busy
      if (who == nullptr && !busy(r.id)) who = &r;
    if (who == nullptr) return refusal_code::no_backup_free;
  }
  call_backup_now(*who);
  return yes;
}

model_hall::answer model_hall::on(const accept_backup& c) {
  if (const auto refused = not_live(c.page)) return refused;
  auto& p = *find(c.page);
  if (p.now == fate::open) return refusal_code::already_answered;
  auto* d = find(c.counter.value_or(p.seen.counter));
  if (d == nullptr) return refusal_code::unknown_counter;
  if (d->rules->base) return refusal_code::base_counter;
  if (d->mode != counter_mode::closed) return refusal_code::counter_open;
  p.now = fate::open;
  p.seen.now = page_phase::open;
  p.seen.opened_at = at_;
  p.seen.counter = d->rules->number;
  log("accepted", p.seen.backup.value);
  open(*d, c.account, c.shown);
  return yes;
}

model_hall::answer model_hall::on(const decline_backup& c) {
  if (const auto refused = not_live(c.page)) return refused;
  auto& p = *find(c.page);
  if (p.now == fate::open) return refusal_code::already_answered;
  end_page(p, fate::declined);
  return yes;
}

model_hall::answer model_hall::on(const stand_down& c) {
  if (const auto refused = not_live(c.page)) return refused;
  auto& p = *find(c.page);
  if (p.now == fate::called) {
    end_page(p, fate::declined);
    return yes;
  }
  auto& d = *find(p.seen.counter);
  if (d.standing_down) return refusal_code::already_answered;
  log("stood-down", p.seen.backup.value);
  d.standing_down = true;
  if (visitor_at(p.seen.counter) == nullptr) close(d);
  return yes;
}

}  // namespace hallcall::engine::testing
