// Which notice goes when: order, pauses, bounds; no socket, no clock.
#include <doctest/doctest.h>

#include "service/notice_queue.hpp"
#include "service_bench.hpp"

namespace hallcall::service::testing {
namespace {

const engine::time_point start = local_time(0, 9);

struct sent_to {
  notice_queue queue;
  engine::time_point now = start;

  explicit sent_to(notice_limits l = {}) : queue(l) {}
  void add(std::uint64_t seq, const std::string& ticket) {
    messages::visit_notice n;
    n.hall = "main";
    n.ticket = ticket;
    n.at = now;
    queue.add({seq, 0}, n);
  }
  // The seq of what is sent now, 0 for none.
  std::uint64_t next() {
    const auto one = queue.next(now);
    return one ? one->key.seq : 0;
  }
  void fails(std::uint64_t seq, notice_queue::failure f = {}) { queue.failed({seq, 0}, now, f); }
  void received(std::uint64_t seq) { queue.received({seq, 0}, now); }
  std::vector<std::uint64_t> given_up() {
    std::vector<std::uint64_t> seqs;
    for (const auto& key : queue.give_up(now)) seqs.push_back(key.seq);
    return seqs;
  }
};

using seqs = std::vector<std::uint64_t>;
const notice_queue::failure of_receiver{true, {}, 0};

}  // namespace

TEST_CASE("a ticket's next notice waits until the one before was received") {
  sent_to s;
  s.add(1, "t1");
  s.add(2, "t1");
  s.add(3, "t2");
  CHECK(s.next() == 1);
  CHECK(s.next() == 3);  // another's ticket does not wait
  CHECK(s.next() == 0);
  s.fails(1);
  CHECK(s.next() == 0);
  s.now += 1min;
  CHECK(s.next() == 1);
  s.received(1);
  CHECK(s.next() == 2);
  s.received(2);
  s.received(3);
  CHECK(s.queue.size() == 0);
  CHECK_FALSE(s.queue.due());
}

TEST_CASE("at most so many are under way") {
  sent_to s({.at_once = 2});
  for (std::uint64_t n = 1; n <= 5; ++n) s.add(n, "t" + std::to_string(n));
  CHECK(s.next() == 1);
  CHECK(s.next() == 2);
  CHECK(s.next() == 0);
  s.received(2);
  CHECK(s.next() == 3);
}

TEST_CASE("pauses double up to ten minutes, by chance between a half and the whole") {
  for (const double jitter : {0.0, 0.999}) {
    CAPTURE(jitter);
    sent_to s({.give_up_after = 100h});
    s.add(1, "t1");
    std::chrono::milliseconds whole = 1s;
    for (int attempt = 1; attempt <= 40; ++attempt) {
      REQUIRE(s.next() == 1);
      s.fails(1, {false, {}, jitter});
      const auto due = s.queue.due();
      REQUIRE(due);
      CHECK(*due - s.now >= whole / 2);
      CHECK(*due - s.now <= whole);
      if (jitter > 0.9) CHECK(*due - s.now > whole * 9 / 10);
      s.now = *due - 1ms;
      CHECK(s.next() == 0);
      s.now += 1ms;
      whole = std::min<std::chrono::milliseconds>(whole * 2, 10min);
    }
  }
}

TEST_CASE("while the receiver is away all wait, and one alone tries") {
  sent_to s;
  for (std::uint64_t n = 1; n <= 5; ++n) s.add(n, "t" + std::to_string(n));
  CHECK(s.next() == 1);
  CHECK(s.next() == 2);
  s.fails(1, of_receiver);
  CHECK(s.next() == 0);
  s.now += 1h;
  CHECK(s.next() == 0);  // 2 is still under way
  s.fails(2, of_receiver);
  s.now += 1h;
  CHECK(s.next() != 0);
  CHECK(s.next() == 0);
  s.received(1);
  CHECK(s.next() != 0);
  CHECK(s.next() != 0);
}

TEST_CASE("a pause that the receiver asks for is kept, up to an hour") {
  sent_to s({.give_up_after = 100h});
  s.add(1, "t1");
  CHECK(s.next() == 1);
  s.fails(1, {true, std::chrono::seconds(90), 0});
  CHECK(*s.queue.due() == s.now + 90s);
  s.now += 90s;
  CHECK(s.next() == 1);
  s.fails(1, {true, std::chrono::seconds(1'000'000), 0});
  CHECK(*s.queue.due() == s.now + 1h);
}

TEST_CASE("too many waiting: the oldest are given up, but none that is under way") {
  sent_to s({.most_waiting = 3, .at_once = 1});
  for (std::uint64_t n = 1; n <= 6; ++n) s.add(n, n <= 2 ? "t1" : "t" + std::to_string(n));
  CHECK(s.next() == 1);
  CHECK(s.given_up() == seqs{2, 3, 4});
  CHECK(s.queue.size() == 3);
  s.received(1);
  CHECK(s.next() == 5);
}

TEST_CASE("what is too old is given up, and the ticket's next one goes") {
  sent_to s({.give_up_after = 1h});
  s.add(1, "t1");
  s.now += 30min;
  s.add(2, "t1");
  CHECK(s.next() == 1);
  s.fails(1);
  s.now += 31min;
  CHECK(s.given_up() == seqs{1});
  CHECK(s.next() == 2);
  s.now += 10h;
  CHECK(s.given_up().empty());  // it is under way
  s.fails(2);
  CHECK(s.given_up() == seqs{2});
  CHECK(s.queue.size() == 0);
}

TEST_CASE("with another receiver what was under way goes again, at once") {
  sent_to s;
  s.add(1, "t1");
  s.add(2, "t2");
  CHECK(s.next() == 1);
  s.fails(1, of_receiver);
  CHECK(s.next() == 0);
  s.now += 1h;
  CHECK(s.next() != 0);
  s.queue.call_back(s.now);
  CHECK(s.next() != 0);
  CHECK(s.next() != 0);
}

}  // namespace hallcall::service::testing
