// Every token that signs somebody in, in memory, so that a request needs no disk. Kept in step with
// the account store by its owner. On the reactor's thread alone; time is an argument.
#pragma once

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/account_store.hpp"

namespace hallcall::gateway {

class token_table {
 public:
  // Whose token this is, now. Counts as a use of the session.
  [[nodiscard]] std::optional<principal> find(const token_digest&, time_point now);
  // The same without counting.
  [[nodiscard]] bool knows(const token_digest&, time_point now) const;

  void insert(known_token);
  // Takes all tokens from the store, but not what has been ended here and not yet there; uses that
  // were seen here only are kept. True when a token that was known is gone or its principal
  // changed.
  bool replace(std::vector<known_token> from_store);

  // Ends a session here at once; the store still has to hear of it. False for what is no session.
  bool end(const token_digest&);
  // Sessions ended here whose end is not yet in the store.
  [[nodiscard]] std::vector<token_digest> ending() const;
  void ended_in_store(const token_digest& session) { ending_.erase(session); }

  // Sessions used since the last call, with their last use: for the store.
  [[nodiscard]] std::vector<std::pair<token_digest, time_point>> take_uses();
  // Forgets what has expired; true when there was anything.
  bool sweep(time_point now);
  [[nodiscard]] std::size_t size() const { return tokens_.size(); }

 private:
  struct entry {
    known_token token;
    bool used = false;  // since take_uses()
  };
  std::unordered_map<token_digest, entry, token_digest_hash> tokens_;
  std::unordered_set<token_digest, token_digest_hash> ending_;
};

}  // namespace hallcall::gateway
