// The journal in a vector.
#include "journal/memory_journal.hpp"

#include <algorithm>

#include "journal/append_order.hpp"

namespace hallcall::journal {

void memory_journal::append(std::span<const entry> group) {
  assert_continues(last_seq(), group);
  for (const auto& e : group) {
    const auto chain = hasher_.next(links_.empty() ? chain_start : links_.back().chain, e);
    links_.push_back({e, chain});
    auto& kept = links_.back().kept;
    kept.visits.clear();
    for (std::uint32_t n = 0; n < kept.notices.size(); ++n)
      notices_[{kept.seq, n}] = std::move(kept.notices[n]);
    kept.notices.clear();
    if (kept.personal) personal_[e.hall][e.personal->subject] = e.personal->body;
    for (const auto& subject : kept.forgets) personal_[e.hall].erase(subject);
    kept.personal.reset();
    kept.forgets.clear();
  }
}

std::optional<entry> memory_journal::read(std::uint64_t seq) {
  if (seq == 0 || seq > links_.size()) return std::nullopt;
  return links_[seq - 1].kept;
}

void memory_journal::read_after(std::uint64_t after,
                                const std::function<void(const entry&)>& each) {
  read_while(after, [&](const entry& e) {
    each(e);
    return true;
  });
}

void memory_journal::read_while(std::uint64_t after,
                                const std::function<bool(const entry&)>& each) {
  for (auto at = after; at < links_.size(); ++at) {
    entry e = links_[at].kept;
    e.answer.clear();
    if (!each(e)) return;
  }
}

void memory_journal::read_keys(std::int64_t since_ms,
                               const std::function<void(const key_row&)>& each) {
  for (auto at = links_.size(); at > 0; --at) {
    const auto& e = links_[at - 1].kept;
    if (e.at_ms < since_ms) return;
    if (!e.command_id.empty()) each({e.seq, e.hall, e.command_id, e.at_ms});
  }
}

void memory_journal::forget_answers(std::uint64_t up_to) {
  for (std::size_t removed = 0; answers_from_ <= std::min(up_to, last_seq()); ++answers_from_) {
    auto& answer = links_[answers_from_ - 1].kept.answer;
    if (answer.empty()) continue;
    if (removed++ == answers_forgotten_at_once) return;
    answer.clear();
    answer.shrink_to_fit();
  }
}

std::map<std::string, std::string> memory_journal::read_personal(const std::string& hall) {
  const auto known = personal_.find(hall);
  return known == personal_.end() ? std::map<std::string, std::string>{} : known->second;
}

void memory_journal::save_snapshot(const snapshot& s) {
  auto& kept = snapshots_[s.hall];
  std::erase_if(kept, [&](const snapshot& old) { return old.seq == s.seq; });
  kept.push_back(s);
  std::ranges::sort(kept, std::ranges::greater{}, &snapshot::seq);
  if (kept.size() > 2) kept.resize(2);
}

std::vector<snapshot> memory_journal::load_snapshots(const std::string& hall) {
  const auto kept = snapshots_.find(hall);
  return kept == snapshots_.end() ? std::vector<snapshot>{} : kept->second;
}

std::vector<notice_row> memory_journal::load_notices() {
  std::vector<notice_row> all;
  for (const auto& [key, body] : notices_) all.push_back({key, body});
  return all;
}

void memory_journal::remove_notices(std::span<const notice_key> settled) {
  for (const auto& key : settled) notices_.erase(key);
}

verification memory_journal::verify() {
  chain_walk walk;
  for (const auto& link : links_) {
    if (!walk.feed(link.kept, link.chain)) break;
  }
  return walk.result();
}

}  // namespace hallcall::journal
