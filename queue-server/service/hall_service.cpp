#include "service/hall_service.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/escalation.hpp"
#include "service/predicted_wait.hpp"
#include "proto/messages/codec.hpp"

namespace hallcall::service {
namespace {
// More steps than any instant of a hall needs; reaching it means that a deadline does not settle, a
// bug.
constexpr int most_steps_at_once = 1'000;
// A timer is looked at again at least this often, so that a clock that jumps ahead is noticed
//
constexpr std::chrono::milliseconds longest_sleep{1'000};
// How often the engine is told of the predicted wait.
constexpr std::chrono::minutes wait_report_every{1};

std::vector<std::string> bodies_of(const std::vector<messages::visit_notice>& notices) {
  std::vector<std::string> bodies;
  for (const auto& n : notices) bodies.push_back(messages::encode(n));
  return bodies;
}
}  // namespace

hall_service::hall_service(net::reactor& r, std::shared_ptr<const office> o,
                           std::unique_ptr<journal::journal> j, hall_clock clock,
                           service_options options)
    : reactor_(r), office_(std::move(o)), clock_(std::move(clock)), options_(options) {
  for (const auto& h : office_->halls) {
    auto rules = std::make_shared<const engine::hall_rules>(h.rules);
    auto& state = halls_[h.id].published;
    state = engine::make_hall(rules);
    for (auto& snap : j->load_snapshots(h.id)) {
      auto restored = decode_snapshot(snap);
      if (!restored) continue;  // the one before it, or the whole journal, serves
      restored->rules = rules;
      state = std::move(*restored);
      break;
    }
    if (!office_->webhook) continue;
    auto& notices = halls_[h.id].notices.emplace(h.id);
    notices.begin_at(state);
  }
  std::uint64_t from = halls_.empty() ? 0 : UINT64_MAX;
  for (const auto& [id, h] : halls_) from = std::min(from, h.published.seq);
  j->read_after(from, [&](const journal::entry& e) {
    const auto it = halls_.find(e.hall);
    if (it == halls_.end() || e.seq <= it->second.published.seq) return;
    const engine::time_point at{std::chrono::milliseconds(e.at_ms)};
    auto& notices = it->second.notices;
    for (const auto& event : decode_events(e)) {
      engine::apply(it->second.published, event, at);
      if (notices) notices->add(event, it->second.published);
    }
    if (notices) (void)notices->end(e.seq, at, it->second.published);  // kept with the entry
    it->second.published.seq = e.seq;
    ++it->second.since_snapshot;
  });
  decided_seq_ = figures_.durable_seq = j->last_seq();
  undelivered_ = j->load_notices();
  for (auto& [id, h] : halls_) {
    h.head = h.published;
    clock_.not_before(h.published.latest);
  }
  const auto since = clock_.now() - options_.keep_keys;
  forgotten_seq_ = decided_seq_;
  j->read_keys(since.time_since_epoch().count(), [&](const journal::journal::key_row& k) {
    const engine::time_point at{std::chrono::milliseconds(k.at_ms)};
    forgotten_seq_ = k.seq - 1;  // the newest come first
    keys_[key_id(k.hall, k.command_id)] = {k.seq, at};
    key_ages_.emplace_front(at, key_id(k.hall, k.command_id));
  });
  journal_thread::callbacks c;
  c.post = [this, alive = std::weak_ptr(alive_)](std::function<void()> task) {
    reactor_.post([alive, task = std::move(task)] {
      if (alive.lock()) task();
    });
  };
  c.durable = [this](std::uint64_t seq) { durable(seq); };
  c.failed = [this](const std::string& what) { failed(what); };
  c.recovered = [this](std::vector<journal::entry> tail) { recovered(std::move(tail)); };
  journal_ = std::make_unique<journal_thread>(std::move(j), options_.group_limit,
                                              options_.storage_retry, std::move(c));
  journal_->start(decided_seq_);
  for (auto& [id, h] : halls_) run_deadlines(id, h);
}

hall_service::~hall_service() = default;

const engine::hall_state* hall_service::head(const std::string& id) const {
  const auto it = halls_.find(id);
  return it == halls_.end() ? nullptr : &it->second.head;
}

const engine::hall_state* hall_service::published(const std::string& id) const {
  const auto it = halls_.find(id);
  return it == halls_.end() ? nullptr : &it->second.published;
}

service_figures hall_service::figures() const {
  auto f = figures_;
  f.waiting = pending_.size();
  return f;
}

void hall_service::submit(submission s) {
  ++figures_.commands;
  if (closing_) return s.done(trouble::shutting_down);
  if (!ready_) return s.done(trouble::storage_unavailable);
  if (pending_.size() + repeats_.size() >= options_.inbox) {
    ++figures_.overloaded;
    return s.done(trouble::overloaded);
  }
  if (!s.key.empty() && repeat(s)) return;
  const auto it = halls_.find(s.hall);
  if (it == halls_.end()) {  // the gateway has answered 404 before
    return s.done(trouble::storage_unavailable);
  }
  hall& h = it->second;
  run_deadlines(it->first, h);
  const auto at = std::max(clock_.now(), h.head.latest);
  auto decided = engine::decide(h.head, s.command, at);
  commit(h, std::move(s), std::move(decided), at);
  run_deadlines(it->first, h);
}

// The key was used before: gives the first answer again, or says that it was for something else.
bool hall_service::repeat(const submission& s) {
  forget_old_keys();
  const auto known = keys_.find(key_id(s.hall, s.key));
  if (known == keys_.end()) return false;
  ++figures_.repeated;
  const auto id = ++last_repeat_;
  repeats_[id] = s.done;
  journal_->read(known->second.seq,
                 [this, id, key = s.key, print = s.fingerprint](std::optional<journal::entry> e) {
                   const auto waits = repeats_.extract(id);
                   if (waits.empty())
                     return;  // the storage failed meanwhile, and that was the answer
                   const auto& done = waits.mapped();
                   // The entry is another's when the one that was meant never became durable.
                   const auto kept = e && e->command_id == key ? decode_answer(*e) : std::nullopt;
                   if (!kept) return done(trouble::storage_unavailable);
                   if (kept->fingerprint != print) return done(trouble::idempotency_mismatch);
                   done(answer{kept->status, kept->body});
                 });
  return true;
}

void hall_service::read_personal(const std::string& hall,
                                 std::function<void(std::optional<personal_notes>)> done) {
  if (!ready_ || personal_reads_.size() >= options_.inbox) return done(std::nullopt);
  const auto id = ++last_repeat_;
  personal_reads_[id] = std::move(done);
  journal_->read_personal(hall, [this, id](std::optional<personal_notes> found) {
    if (const auto waits = personal_reads_.extract(id)) waits.mapped()(std::move(found));
  });
}

void hall_service::commit(hall& h, submission s, engine::result<std::vector<engine::event>> decided,
                          engine::time_point at) {
  pending p;
  p.hall = s.hall;
  p.at = at;
  p.done = std::move(s.done);
  std::vector<journal::visit_row> visits;
  if (decided) {
    p.events = *decided;
    for (const auto& e : p.events) {
      engine::apply(h.head, e, at);
      if (h.notices) h.notices->add(e, h.head);
      for (auto& v : ended_visits(s.hall, h.head, e)) visits.push_back(std::move(v));
    }
  } else {
    ++figures_.refused;
  }
  if (s.render) p.reply = s.render(h.head, decided, at);
  if (p.events.empty() &&
      s.key.empty()) {  // nothing to keep: what was decided rests on what waits before it
    if (pending_.empty()) {
      if (p.done) p.done(std::move(p.reply));
      return;
    }
    p.seq = decided_seq_;
    p.rests_on_seq = true;
    pending_.push_back(std::move(p));
    return;
  }
  journal::entry e;
  e.seq = p.seq = ++decided_seq_;
  h.head.seq = e.seq;
  e.hall = s.hall;
  e.at_ms = at.time_since_epoch().count();
  e.actor = std::move(s.actor);
  e.kind = std::move(s.kind);
  e.version = record_version;
  e.visits = std::move(visits);
  if (h.notices) e.notices = p.notices = bodies_of(h.notices->end(e.seq, at, h.head));
  if (!p.events.empty()) e.personal = std::move(s.personal);
  const auto* note = e.personal ? &e.personal->body : nullptr;
  for (const auto& event : p.events)
    if (const auto* erased = std::get_if<engine::booking_erased>(&event))
      e.forgets.push_back(erased->code.value);
  if (s.key.empty()) {
    e.body = encode_record(p.events, nullptr, note);
  } else {
    const kept_answer kept{p.reply.status, p.reply.body, std::move(s.fingerprint)};
    e.body = encode_record(p.events, &kept, note);
    e.answer = kept.body;
    e.command_id = s.key;
    p.key_id = key_id(s.hall, s.key);
    keys_[p.key_id] = {e.seq, at};
    key_ages_.emplace_back(at, p.key_id);
    forget_old_keys();
  }
  pending_.push_back(std::move(p));
  journal_->append(std::move(e));
}

// What the engine makes of it is kept only when something came of it: a crossing.
void hall_service::report_wait(const std::string& id, hall& h) {
  const bool of_use = h.head.rules->backup_when_wait_above > engine::seconds(0);
  const auto now = std::max(clock_.now(), h.head.latest);
  if (!h.head.day || (!of_use && !h.head.backup.wait_above) || now < h.next_wait_report) return;
  h.next_wait_report = now + wait_report_every;
  const engine::report_forecast told{predicted_wait(h.head, now)};
  auto decided = engine::decide(h.head, told, now);
  if (!decided || decided->empty()) return;
  submission s;
  s.hall = id;
  s.kind = "forecast";
  s.actor = "hall";
  commit(h, std::move(s), std::move(decided), now);
}

// Gives ticks until nothing is due, then sleeps until the next thing is.
void hall_service::run_deadlines(const std::string& id, hall& h) {
  if (!ready_ || closing_) return;
  report_wait(id, h);
  for (int step = 0; step < most_steps_at_once; ++step) {
    const auto now = std::max(clock_.now(), h.head.latest);
    const auto due = engine::next_deadline(h.head);
    if (h.head.day && (!due || *due > now)) break;
    if (pending_.size() >= 2 * options_.inbox) break;
    auto decided = engine::decide(h.head, engine::tick{}, now);
    if (!decided || decided->empty()) break;
    submission s;
    s.hall = id;
    s.kind = "tick";
    s.actor = "hall";
    commit(h, std::move(s), std::move(decided), now);
  }
  arm(id, h);
}

void hall_service::arm(const std::string& id, hall& h) {
  const auto due = engine::next_deadline(h.head);
  if (h.armed && h.armed_for == due) return;
  auto sleep = longest_sleep;
  if (due) {
    const auto left = std::max(*due - clock_.now(), std::chrono::milliseconds(0));
    sleep = std::clamp(clock_.real(left), std::chrono::milliseconds(1), longest_sleep);
  }
  h.armed = true;
  h.armed_for = due;
  h.deadline = reactor_.after(sleep, [this, id] {
    const auto it = halls_.find(id);
    if (it == halls_.end()) return;
    it->second.armed = false;
    run_deadlines(id, it->second);
  });
}

void hall_service::durable(std::uint64_t seq) {
  ++figures_.commits;
  figures_.durable_seq = seq;
  while (!pending_.empty() && pending_.front().seq <= seq) {
    pending p = std::move(pending_.front());
    pending_.pop_front();
    publish(p);
  }
  if (changed_.empty()) return;
  auto changed = std::move(changed_);
  changed_.clear();
  if (on_published) on_published(changed);
}

void hall_service::publish(pending& p) {
  if (!p.rests_on_seq) {
    ++figures_.entries;
    hall& h = halls_.at(p.hall);
    for (const auto& e : p.events) {
      engine::apply(h.published, e, p.at);
      if (p.found_durable && h.notices) h.notices->add(e, h.published);
      if (on_event) on_event(p.hall, e, p.at);
    }
    h.published.seq = p.seq;
    if (p.found_durable && h.notices)
      p.notices = bodies_of(h.notices->end(p.seq, p.at, h.published));
    hand_on_notices(p);
    if (!p.events.empty() && std::find(changed_.begin(), changed_.end(), p.hall) == changed_.end())
      changed_.push_back(p.hall);
    const bool day_begins = std::any_of(
        p.events.begin(), p.events.end(),
        [](const engine::event& e) { return std::holds_alternative<engine::day_begun>(e); });
    // The larger the state, the rarer its snapshots: their cost stays a small share of the work.
    if (++h.since_snapshot >= std::max(options_.snapshot_every, 4 * h.published.tickets.size()) ||
        day_begins)
      snapshot(p.hall, h);
  }
  if (p.done) p.done(std::move(p.reply));
}

void hall_service::hand_on_notices(pending& p) {
  if (!on_notices || p.notices.empty()) return;
  std::vector<journal::notice_row> rows;
  for (std::uint32_t n = 0; n < p.notices.size(); ++n)
    rows.push_back({{p.seq, n}, std::move(p.notices[n])});
  on_notices(std::move(rows));
}

void hall_service::notices_settled(std::vector<journal::notice_key> keys) {
  journal_->remove_notices(std::move(keys));
}

void hall_service::snapshot(const std::string& id, hall& h) {
  h.since_snapshot = 0;
  journal_->save({id, h.published.seq, snapshot_version, encode_snapshot(h.published)});
  forget_old_keys();
  if (forgotten_seq_ > 0) journal_->forget_answers(std::exchange(forgotten_seq_, 0));
}

// A commit failed. What waits gets 503: its fate is settled when the storage is back; published
// stays as it is.
void hall_service::failed(const std::string& what) {
  ready_ = false;
  ++figures_.storage_failures;
  if (on_storage) on_storage(false, what);
  auto refused = std::move(pending_);
  pending_.clear();
  for (auto& p : refused) {
    if (!p.key_id.empty()) keys_.erase(p.key_id);
    if (p.done) p.done(trouble::storage_unavailable);
  }
  // The journal answers no question before the storage is back, which may be in hours.
  for (auto& [id, done] : std::exchange(repeats_, {})) done(trouble::storage_unavailable);
  for (auto& [id, done] : std::exchange(personal_reads_, {})) done(std::nullopt);
  if (closing_) closed();
}

void hall_service::recovered(std::vector<journal::entry> tail) {
  for (auto& [id, h] : halls_)
    if (h.notices) h.notices->begin_at(h.published);
  for (const auto& e : tail) {  // in doubt, and durable after all: they happened
    const auto it = halls_.find(e.hall);
    if (it == halls_.end()) continue;
    pending p;
    p.seq = e.seq;
    p.hall = e.hall;
    p.at = engine::time_point{std::chrono::milliseconds(e.at_ms)};
    p.events = decode_events(e);
    p.found_durable = true;
    if (!e.command_id.empty()) {
      keys_[key_id(e.hall, e.command_id)] = {e.seq, p.at};
      key_ages_.emplace_back(p.at, key_id(e.hall, e.command_id));
    }
    publish(p);
    figures_.durable_seq = e.seq;
  }
  decided_seq_ = figures_.durable_seq;
  for (auto& [id, h] : halls_) h.head = h.published;
  ready_ = true;
  if (on_storage) on_storage(true, "");
  auto changed = std::move(changed_);
  changed_.clear();
  if (on_published && !changed.empty()) on_published(changed);
  for (auto& [id, h] : halls_) run_deadlines(id, h);
}

void hall_service::forget_old_keys() {
  const auto limit = clock_.now() - options_.keep_keys;
  while (!key_ages_.empty() && key_ages_.front().first < limit) {
    const auto it = keys_.find(key_ages_.front().second);
    if (it != keys_.end() && it->second.at < limit) {
      forgotten_seq_ = std::max(forgotten_seq_, it->second.seq);
      keys_.erase(it);
    }
    key_ages_.pop_front();
  }
}

std::optional<std::string> hall_service::adopt(std::shared_ptr<const office> next) {
  for (const auto& [id, h] : halls_) {
    const auto* config = next->find_hall(id);
    if (config == nullptr)
      return fmt::format("the hall \"{}\" is missing; a running hall cannot be removed", id);
    for (const auto& [n, c] : h.head.counters)
      if (c.mode != engine::counter_mode::closed && config->rules.find_counter(n) == nullptr)
        return fmt::format(
            "counter {} of hall \"{}\" is open and is missing in the file; close it first", n.value,
            id);
  }
  for (const auto& config : next->halls)
    if (!halls_.contains(config.id))
      return fmt::format("the hall \"{}\" is new; a new hall opens when the server starts anew",
                         config.id);
  office_ = std::move(next);
  std::vector<std::string> all;
  for (auto& [id, h] : halls_) {
    auto rules = std::make_shared<const engine::hall_rules>(office_->find_hall(id)->rules);
    h.head.rules = h.published.rules = rules;
    if (!office_->webhook) {
      h.notices.reset();
    } else if (!h.notices) {
      h.notices.emplace(id);
      h.notices->begin_at(h.head);
    }
    all.push_back(id);
    run_deadlines(id, h);
  }
  if (on_published) on_published(all);
  return std::nullopt;
}

void hall_service::close(std::function<void()> done) {
  closing_ = true;
  on_closed_ = std::move(done);
  for (auto& [id, h] : halls_) h.deadline.cancel();
  if (!ready_) return closed();
  // What waits is written first; then the snapshots show it; then everything is on disk.
  journal_->drain([this] {
    for (auto& [id, h] : halls_)
      if (h.since_snapshot > 0 && ready_) snapshot(id, h);
    journal_->drain([this] { closed(); });
  });
}

void hall_service::closed() {
  if (const auto done = std::exchange(on_closed_, nullptr)) done();
}

}  // namespace hallcall::service
