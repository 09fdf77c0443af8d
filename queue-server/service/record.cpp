#include "service/record.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/sha.h>

#include "engine/dispatch.hpp"
#include "proto/messages/codec.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::service {
namespace {

// The form of a record's body. In form 1 the answer followed as raw bytes, `answer_bytes` of them;
// since form 2 it is kept beside the entry, and told by its digest.
struct record_head {
  std::vector<engine::event> events;
  std::optional<std::string> request;  // fingerprint
  std::optional<int> status;
  std::optional<std::uint64_t> answer_bytes;
  std::optional<std::string> answer_digest;
  std::optional<std::string> personal_digest;
};
BOOST_DESCRIBE_STRUCT(record_head, (),
                      (events, request, status, answer_bytes, answer_digest, personal_digest))

struct minute_count {
  std::int64_t minute = 0;
  std::int64_t calls = 0;
};
BOOST_DESCRIBE_STRUCT(minute_count, (), (minute, calls))

struct day_counts_form {
  std::int64_t issued = 0, called = 0, done = 0, missed = 0, left = 0, voided = 0, expired = 0,
               wait_ms = 0;
  std::vector<minute_count> waits_by_minute;
};
BOOST_DESCRIBE_STRUCT(day_counts_form, (),
                      (issued, called, done, missed, left, voided, expired, wait_ms,
                       waits_by_minute))

// A hall_state without what follows from the rest.
struct snapshot_form {
  engine::time_point latest;
  std::optional<engine::business_date> day;
  std::uint64_t last_ticket = 0, last_call = 0, last_page = 0;
  std::vector<engine::ticket_number> series;
  std::vector<engine::ticket> tickets;  // by id
  std::vector<engine::ticket_id> returns;
  std::uint64_t live_calls = 0, live_at_last_return = 0;
  std::vector<engine::counter> counters;
  engine::backup_state backup;
  engine::level level = engine::level::normal;
  day_counts_form today;
  engine::prediction_record predictions;
  std::vector<engine::ticket_id> recent_calls;
  std::vector<engine::log_line> log;
  engine::order_state order;
  std::vector<engine::return_pass> passes;  // by code; none in snapshots from before there were any
  std::vector<engine::booking> bookings;  // by code
  std::vector<engine::no_show_record> no_shows;
  std::uint64_t last_block = 0;
  std::vector<engine::number_block> blocks;
};
BOOST_DESCRIBE_STRUCT(snapshot_form, (),
                      (latest, day, last_ticket, last_call, last_page, series, tickets, returns,
                       live_calls, live_at_last_return, counters, backup, level, today, predictions,
                       recent_calls, log, order, passes, bookings, no_shows, last_block, blocks))

// The first half of SHA-256 in hex: tells that an answer is the one that was given.
std::string digest_of(const std::string& answer) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(answer.data()), answer.size(), hash.data());
  return fmt::format("{:02x}", fmt::join(hash.begin(), hash.begin() + hash.size() / 2, ""));
}

// Or why the body cannot be read.
tl::expected<record_head, std::string> decode_head(const journal::entry& e) {
  if (e.version > record_version)
    return tl::make_unexpected(
        fmt::format("journal entry {} has form {}, this program knows {}: it was written by a "
                    "newer program",
                    e.seq, e.version, record_version));
  auto head = messages::decode<record_head>(e.body, messages::trusted);
  if (!head)
    return tl::make_unexpected(fmt::format("journal entry {} cannot be read: {} {}", e.seq,
                                           head.error().where, head.error().what));
  return std::move(*head);
}

std::int64_t ms(engine::time_point t) { return t.time_since_epoch().count(); }

std::optional<std::int64_t> ms(const std::optional<engine::time_point>& t) {
  return t ? std::optional(ms(*t)) : std::nullopt;
}

std::string date_text(engine::business_date date) {
  const std::chrono::year_month_day d{date};
  return fmt::format("{:04}-{:02}-{:02}", int(d.year()), unsigned(d.month()), unsigned(d.day()));
}

journal::visit_row visit_of(const std::string& hall, const engine::hall_state& state,
                            const engine::ticket& t) {
  journal::visit_row row;
  row.hall = hall;
  row.ticket = fmt::format("t{}", t.id.value);
  row.business_date = state.day ? date_text(*state.day) : "";
  row.number = to_string(t.number);
  row.lane = messages::enum_name(t.lane);
  for (const auto& s : t.services) row.services += (row.services.empty() ? "" : ",") + s.value;
  row.language = t.language;
  row.channel = messages::enum_name(t.channel);
  row.issued_ms = ms(t.issued_at);
  row.called_ms = ms(t.first_called_at);
  row.started_ms = ms(t.started_at);
  row.ended_ms = ms(*t.ended_at);
  if (t.counter) row.counter = t.counter->value;
  row.clerk = t.clerk;
  row.calls = t.calls_in_all;
  row.ended_as = messages::enum_name(t.state);
  if (t.outcome) row.outcome = messages::enum_name(*t.outcome);
  return row;
}

}  // namespace

std::string encode_record(const std::vector<engine::event>& events, const kept_answer* answer,
                          const std::string* personal) {
  std::string out;
  out.reserve(512);
  out += "{\"events\":";
  messages::encode_into(out, events);
  if (answer != nullptr) {
    out += ",\"request\":";
    messages::encode_into(out, answer->fingerprint);
    out += fmt::format(",\"status\":{},\"answerDigest\":\"{}\"", answer->status,
                       digest_of(answer->body));
  }
  if (personal != nullptr) out += fmt::format(",\"personalDigest\":\"{}\"", digest_of(*personal));
  out += '}';
  return out;
}

std::vector<engine::event> decode_events(const journal::entry& e) {
  auto head = decode_head(e);
  if (!head) throw std::runtime_error(head.error());
  return std::move(head->events);
}

std::optional<kept_answer> decode_answer(const journal::entry& e) {
  const auto head = decode_head(e);
  if (!head || !head->request || !head->status) return std::nullopt;
  if (head->answer_digest) {
    if (digest_of(e.answer) != *head->answer_digest) return std::nullopt;
    return kept_answer{*head->status, e.answer, *head->request};
  }
  // Form 1: the raw bytes stand at the end, so that they are given again exactly as they were.
  if (!head->answer_bytes || e.body.size() < *head->answer_bytes + 1) return std::nullopt;
  return kept_answer{*head->status,
                     e.body.substr(e.body.size() - 1 - *head->answer_bytes, *head->answer_bytes),
                     *head->request};
}

std::string encode_snapshot(const engine::hall_state& s) {
  snapshot_form f;
  f.latest = s.latest;
  f.day = s.day;
  f.last_ticket = s.last_ticket;
  f.last_call = s.last_call;
  f.last_page = s.last_page;
  for (const auto& [letter, n] : s.series) f.series.push_back({letter, n});
  for (const auto& [id, t] : s.tickets) f.tickets.push_back(t);
  std::sort(f.tickets.begin(), f.tickets.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  f.returns.assign(s.returns.begin(), s.returns.end());
  f.live_calls = s.live_calls;
  f.live_at_last_return = s.live_at_last_return;
  for (const auto& [n, c] : s.counters) f.counters.push_back(c);
  f.backup = s.backup;
  f.level = s.level;
  const auto& d = s.today;
  f.today = {d.issued, d.called, d.done, d.missed, d.left, d.voided, d.expired, d.wait_ms, {}};
  for (const auto& [minute, calls] : d.waits_by_minute)
    f.today.waits_by_minute.push_back({minute, calls});
  f.predictions = s.predictions;
  f.recent_calls.assign(s.recent_calls.begin(), s.recent_calls.end());
  f.log.assign(s.log.begin(), s.log.end());
  f.order = s.order;
  for (const auto& [code, pass] : s.passes) f.passes.push_back(pass);
  for (const auto& [code, b] : s.bookings.by_code) f.bookings.push_back(b);
  for (const auto& [person, r] : s.bookings.no_shows) f.no_shows.push_back(r);
  f.last_block = s.last_block;
  f.blocks = s.blocks;
  return messages::encode(f);
}

tl::expected<engine::hall_state, std::string> decode_snapshot(const journal::snapshot& snap) {
  if (snap.version > snapshot_version)
    return tl::make_unexpected(
        fmt::format("the snapshot at {} was written by a newer program", snap.seq));
  auto form = messages::decode<snapshot_form>(snap.body, messages::trusted);
  if (!form)
    return tl::make_unexpected(fmt::format("the snapshot at {} cannot be read: {} {}", snap.seq,
                                           form.error().where, form.error().what));
  engine::hall_state s;
  s.seq = snap.seq;
  s.latest = form->latest;
  s.day = form->day;
  s.last_ticket = form->last_ticket;
  s.last_call = form->last_call;
  s.last_page = form->last_page;
  for (const auto& n : form->series) s.series[n.series] = n.n;
  for (auto& t : form->tickets) {
    s.by_token[t.token] = t.id;
    if (t.confirm_by) s.unconfirmed.emplace(*t.confirm_by, t.id);
    if (t.promise_by && !t.late) s.promises.emplace(*t.promise_by, t.id);
    if (t.overdue_at && !t.overdue) s.standards.emplace(*t.overdue_at, t.id);
    if (t.state == engine::ticket_state::waiting && !t.returning)
      s.line.insert(strand_of(t), t.place_at, t.id, t.standard);
    if (const auto& n = t.number; n.n > s.series[n.series]) s.given_ahead[n.series].insert(n.n);
    const auto id = t.id;
    s.tickets.emplace(id, std::move(t));
  }
  s.last_block = form->last_block;
  s.blocks = std::move(form->blocks);
  s.returns.assign(form->returns.begin(), form->returns.end());
  s.live_calls = form->live_calls;
  s.live_at_last_return = form->live_at_last_return;
  for (auto& c : form->counters) s.counters.emplace(c.number, std::move(c));
  s.backup = std::move(form->backup);
  s.level = form->level;
  const auto& d = form->today;
  s.today = {d.issued, d.called, d.done, d.missed, d.left, d.voided, d.expired, d.wait_ms, {}};
  for (const auto& m : d.waits_by_minute) s.today.waits_by_minute[m.minute] = m.calls;
  s.predictions = form->predictions;
  s.recent_calls.assign(form->recent_calls.begin(), form->recent_calls.end());
  s.log.assign(form->log.begin(), form->log.end());
  s.order = std::move(form->order);
  for (auto& pass : form->passes) {
    s.pass_ends.emplace(pass.valid_until, pass.code);
    s.passes.emplace(pass.code, std::move(pass));
  }
  for (auto& b : form->bookings) s.bookings.put(std::move(b));
  for (auto& r : form->no_shows) s.bookings.put(std::move(r));
  return s;
}

std::vector<journal::visit_row> ended_visits(const std::string& hall,
                                             const engine::hall_state& after,
                                             const engine::event& e) {
  std::vector<journal::visit_row> rows;
  const auto add = [&](engine::ticket_id id) {
    if (const auto* t = after.find(id)) rows.push_back(visit_of(hall, after, *t));
  };
  if (const auto* finished = std::get_if<engine::visit_finished>(&e)) add(finished->ticket);
  if (const auto* left = std::get_if<engine::ticket_left>(&e)) add(left->ticket);
  if (const auto* voided = std::get_if<engine::ticket_voided>(&e)) add(voided->ticket);
  if (const auto* ended = std::get_if<engine::day_ended>(&e))
    for (auto id : ended->expired) add(id);
  return rows;
}

}  // namespace hallcall::service
