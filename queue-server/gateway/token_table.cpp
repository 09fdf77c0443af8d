// The table of tokens and how it follows the store.
#include "gateway/token_table.hpp"

namespace hallcall::gateway {

std::optional<principal> token_table::find(const token_digest& digest, time_point now) {
  const auto found = tokens_.find(digest);
  if (found == tokens_.end() || now >= expires_at(found->second.token)) return std::nullopt;
  entry& e = found->second;
  if (e.token.session && now > e.token.used) {
    e.token.used = now;
    e.used = true;
  }
  return e.token.principal;
}

bool token_table::knows(const token_digest& digest, time_point now) const {
  const auto found = tokens_.find(digest);
  return found != tokens_.end() && now < expires_at(found->second.token);
}

void token_table::insert(known_token t) {
  const token_digest digest = t.digest;
  tokens_.insert_or_assign(digest, entry{std::move(t)});
}

bool token_table::replace(std::vector<known_token> from_store) {
  auto before = std::move(tokens_);
  tokens_.clear();
  tokens_.reserve(from_store.size());
  std::size_t same = 0;
  for (known_token& t : from_store) {
    if (ending_.contains(t.digest)) continue;
    entry e{std::move(t)};
    if (const auto known = before.find(e.token.digest); known != before.end()) {
      if (known->second.token.used > e.token.used) {
        e.token.used = known->second.token.used;
        e.used = known->second.used;
      }
      if (known->second.token.principal == e.token.principal) ++same;
    }
    const token_digest digest = e.token.digest;
    tokens_.insert_or_assign(digest, std::move(e));
  }
  return same < before.size();
}

bool token_table::end(const token_digest& digest) {
  const auto found = tokens_.find(digest);
  if (found == tokens_.end() || !found->second.token.session) return false;
  tokens_.erase(found);
  ending_.insert(digest);
  return true;
}

std::vector<token_digest> token_table::ending() const { return {ending_.begin(), ending_.end()}; }

std::vector<std::pair<token_digest, time_point>> token_table::take_uses() {
  std::vector<std::pair<token_digest, time_point>> uses;
  for (auto& [digest, e] : tokens_) {
    if (e.used) uses.emplace_back(digest, e.token.used);
    e.used = false;
  }
  return uses;
}

bool token_table::sweep(time_point now) {
  return std::erase_if(tokens_,
                       [now](const auto& t) { return now >= expires_at(t.second.token); }) > 0;
}

}  // namespace hallcall::gateway
