// Storage that fails under a running gateway, and a hall that is asked too much at once.
#include <fmt/format.h>

#include "acts.hpp"
#include "tests/journal/faulty_vfs.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;
using journal::vfs_call;
using journal::test::faulty_vfs;

namespace {

void check_unavailable(const reply& r) {
  CHECK(r.status == 503);
  check_problem(r, "storage-unavailable");
  CHECK(std::stoi("0" + r.header("Retry-After")) >= 1);
}

}  // namespace

TEST_CASE(
    "while the storage fails nothing is promised, what is published stays, and the hall goes on by "
    "itself") {
  struct fault {
    const char* name;
    vfs_call call;
    int code;
  };
  for (const auto& f :
       {fault{"write", vfs_call::write, 0}, fault{"full", vfs_call::write, SQLITE_FULL},
        fault{"sync", vfs_call::sync, 0}}) {
    CAPTURE(std::string(f.name));
    faulty_vfs vfs(fmt::format("gateway-{}", f.name));
    hall_options o;
    o.vfs = fmt::format("gateway-{}", f.name);
    test_hall hall(o);
    device_caller kiosk(hall, "kiosk");
    caller clerk(hall, "clerk1"), nobody(hall);
    const auto first = take(hall, kiosk);
    REQUIRE(clerk.post(counter(1, "open")).status == 200);
    watcher board(hall, "board");
    CHECK(waiting_on(board.view()) == 1);

    vfs.fail(f.call, 1, faulty_vfs::lasting::until_healed, f.code);
    const net::header_list key{{"Idempotency-Key", "in-doubt"}};
    check_unavailable(kiosk.post(tickets, move_in, key));
    check_unavailable(clerk.post(counter(1, "call-next")));
    check_unavailable(clerk.post(counter(1, "pause"), R"({"reason":"tea"})"));
    check_unavailable(nobody.get("/readyz"));
    CHECK(nobody.get("/healthz").status == 200);
    CHECK(nobody.get("/metrics").body.find("\nhallcall_ready 0\n") != std::string::npos);
    // What is there can be seen, by those who come and those who watch.
    CHECK(listed(clerk) == 1);
    CHECK(text_at(nobody.get("/api/v1/tickets/" + first.token).object(), "/state") == "waiting");
    CHECK(waiting_on(watcher(hall, "board").view()) == 1);
    const auto seen = board.views_seen();
    CHECK(board.next("beat").has_value());
    CHECK(board.views_seen() == seen);

    vfs.heal();
    REQUIRE(eventually([&] { return nobody.get("/readyz").status == 200; }));
    const auto answered = kiosk.post(tickets, move_in, key);
    CHECK(answered.status == 201);
    CHECK(text_at(answered.object(), "/number") ==
          "A002");  // the one true answer: no gap, and no third ticket
    CHECK(kiosk.post(tickets, move_in, key).body == answered.body);
    board.until([](const auto& v) { return waiting_on(v) == 2; });
    CHECK(listed(clerk) == 2);
    CHECK(clerk.post(counter(1, "call-next")).status == 200);
    CHECK(nobody.get("/metrics").body.find("\nhallcall_storage_failures_total 0\n") ==
          std::string::npos);
  }
}

TEST_CASE(
    "more than can be kept at once is refused with a time to come again, and the rest is kept") {
  constexpr int asked = 20;
  hall_options o;
  o.service.inbox = 4;
  test_hall hall(o);
  caller manager(hall, "manager");
  std::string all;
  for (int i = 0; i < asked; ++i)
    all += fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: much-{}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        tickets, hall.host(), hall.device("kiosk").token, i, move_in.size(), move_in);
  net::testing::raw_peer peer(hall.port());
  peer.send(all);
  std::size_t kept = 0, refused = 0;
  for (int i = 0; i < asked; ++i) {
    const auto raw = peer.response();
    REQUIRE(raw.has_value());
    if (raw->status == 201) {
      ++kept;
      continue;
    }
    ++refused;
    const reply r{raw->status, {{"Content-Type", raw->header("Content-Type")}}, raw->body};
    CHECK(r.status == 503);
    check_problem(r, "overloaded");
    CHECK(raw->header("Retry-After") == "1");
  }
  CHECK(kept >= 4);
  CHECK(refused > 0);
  CHECK(listed(manager) == kept);
}

TEST_CASE("a server that is about to end takes no more commands, and still shows what is") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  const auto t = take(hall, kiosk);
  hall.refuse_commands();
  const auto r = kiosk.post(tickets, move_in);
  CHECK(r.status == 503);
  check_problem(r, "shutting-down");
  CHECK(std::stoi("0" + r.header("Retry-After")) >= 1);
  CHECK(kiosk.get("/readyz").status == 503);
  CHECK(kiosk.get("/healthz").status == 200);
  CHECK(text_at(kiosk.get("/api/v1/tickets/" + t.token).object(), "/number") == t.number);
  CHECK(waiting_on(watcher(hall, "board").view()) == 1);
}
