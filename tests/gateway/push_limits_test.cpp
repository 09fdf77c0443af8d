// Watchers that misbehave: what they cost, how they are closed, and that nobody else notices.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <malloc.h>

#include <random>

#include <boost/json/serialize.hpp>

#include "clients.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
extern "C" std::size_t
__sanitizer_get_current_allocated_bytes();  // in the runtime; g++ ships no header for it
#endif

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;
using net::testing::raw_peer;

namespace {

constexpr int text_frame = 1, binary_frame = 2;

std::size_t allocated_bytes() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return __sanitizer_get_current_allocated_bytes();
#else
  return mallinfo2().uordblks;
#endif
}

// A watcher that speaks raw frames.
raw_peer raw_board(test_hall& hall, const std::string& view = "board", int receive_buffer = 0,
                   const std::string& token = "") {
  raw_peer peer(hall.port(), "127.0.0.1", receive_buffer);
  const auto answer = peer.upgrade(
      "/api/v1/halls/main/live?view=" + view,
      fmt::format("Sec-WebSocket-Protocol: hallcall.v1\r\nCookie: hallcall_session={}\r\n", token));
  REQUIRE(answer.has_value());
  REQUIRE(answer->status == 101);
  return peer;
}

struct goodbye {
  int code = 0;
  std::string bye;  // the "bye" frame before it
};

goodbye end_of(raw_peer& peer) {
  goodbye g;
  while (const auto f = peer.frame()) {
    if (f->opcode == text_frame && f->payload.starts_with(R"({"type":"bye")")) g.bye = f->payload;
    if (f->opcode != 8) continue;
    g.code = f->close_code();
    break;
  }
  return g;
}

int figure(caller& by, const std::string& name) {
  const auto text = by.get("/metrics").body;
  const auto at = text.find("\nhallcall_" + name + " ");
  REQUIRE(at != std::string::npos);
  return std::stoi(text.substr(text.find(' ', at) + 1));
}

}  // namespace

TEST_CASE("a frame that is no acknowledgement closes with 1008 and says so before") {
  test_hall hall;
  watcher other(hall, "board");
  for (const std::string frame :
       {"", "hello", "{}", "[]", "null", R"({"type":"shown"})", R"({"call":"c1"})",
        R"({"type":"seen","call":"c1"})", R"({"type":"shown","call":"1"})",
        R"({"type":"shown","call":1})", R"({"type":"shown","call":"c0"})",
        R"({"type":"shown","call":"c1","more":1})", R"({"type":"shown","call":["c1"]})",
        R"({"type":"shown","call":"c99999999999999999999"})", R"([[[[[[[[[[[[)",
        R"({"type":"view","view":"board"})"}) {
    CAPTURE(frame);
    auto peer = raw_board(hall);
    peer.send_frame(text_frame, frame);
    const auto end = end_of(peer);
    CHECK(end.code == 1008);
    CHECK(end.bye.find(R"("code":"invalid-request")") != std::string::npos);
    CHECK(end.bye.find(R"("retrySeconds":)") != std::string::npos);
  }
  auto kiosk = raw_board(hall, "kiosk");  // only boards report
  kiosk.send_frame(text_frame, R"({"type":"shown","call":"c1"})");
  CHECK(end_of(kiosk).code == 1008);
  CHECK(other.next("beat").has_value());
}

TEST_CASE("a frame over four KiB closes with 1009, one just below is merely wrong") {
  test_hall hall;
  auto peer = raw_board(hall);
  peer.send_frame(text_frame, std::string(4097, 'x'));
  CHECK(end_of(peer).code == 1009);
  auto parts = raw_board(hall);  // in fragments it is no smaller
  parts.send_frame(text_frame, std::string(2'000, 'x'), false);
  for (int i = 0; i < 3; ++i) parts.send_frame(0, std::string(2'000, 'x'), i == 2);
  CHECK(end_of(parts).code == 1009);
  auto small = raw_board(hall);
  small.send_frame(text_frame, std::string(4096, 'x'));
  CHECK(end_of(small).code == 1008);
}

TEST_CASE("binary, text that is not UTF-8 and frames that are none are closed by their own codes") {
  test_hall hall;
  auto binary = raw_board(hall);
  binary.send_frame(binary_frame, "\x01\x02");
  CHECK(end_of(binary).code == 1003);
  auto words = raw_board(hall);
  words.send_frame(text_frame, "\xff\xfe");
  CHECK(end_of(words).code == 1007);
  auto broken = raw_board(hall);
  broken.send_frame(3, "x");  // a reserved opcode
  CHECK(end_of(broken).code == 1002);
  auto bare = raw_board(hall);
  bare.send("\x81\x02hi");  // without a mask
  CHECK(end_of(bare).code == 1002);
}

TEST_CASE("bytes that mean nothing end their own connection alone") {
  const auto seed = std::random_device{}();
  MESSAGE("seed " << seed);
  std::mt19937 random(seed);
  hall_options o;
  o.limits.write_timeout = 300ms;  // for who does not answer a goodbye
  test_hall hall(o);
  watcher other(hall, "board");
  device_caller kiosk(hall, "kiosk");
  for (int round = 0; round < 100; ++round) {
    auto peer = raw_board(hall);
    std::string bytes(1 + random() % 200, '\0');
    for (auto& b : bytes) b = static_cast<char>(random());
    peer.send(bytes);
    peer.half_close();
    CHECK(peer.ends());
  }
  take(hall, kiosk);
  other.until([](const auto& v) { return waiting_on(v) == 1; });
  CHECK(kiosk.get("/healthz").status == 200);
}

TEST_CASE("sixteen commands given at once cost a watcher a few frames, not sixteen") {
  constexpr int commands = 16, few = 8;
  test_hall hall;
  watcher board(hall, "board");
  board.view();
  std::string all;
  for (int i = 0; i < commands; ++i) {
    const std::string body = R"({"services":["move-in"]})";
    all += fmt::format(
        "POST /api/v1/halls/main/tickets HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n"
        "Idempotency-Key: at-once-{}\r\nContent-Type: application/json\r\nContent-Length: "
        "{}\r\n\r\n{}",
        hall.host(), hall.device("kiosk").token, i, body.size(), body);
  }
  raw_peer peer(hall.port());
  peer.send(all);
  const auto before = board.views_seen();
  board.until([](const auto& v) { return waiting_on(v) == commands; });
  CHECK(board.views_seen() - before <= few);
  for (int i = 0; i < commands; ++i) {
    const auto answer = peer.response();
    REQUIRE(answer.has_value());
    CHECK(answer->status == 201);
  }
}

TEST_CASE("who stalls is closed by the write deadline, while everybody else gets every view") {
  constexpr int most = 4'000;
  hall_options o;
  o.limits.write_timeout = 300ms;
  test_hall hall(o);
  device_caller kiosk(hall, "kiosk");
  watcher board(hall, "board");
  auto stalled = raw_board(hall, "board", 2'048);
  REQUIRE(eventually([&] { return figure(kiosk, "websockets") == 2; }));
  int taken_so_far = 0;
  bool closed = false;
  while (!closed && taken_so_far < most) {
    take(hall, kiosk);
    ++taken_so_far;
    board.until([&](const auto& v) { return waiting_on(v) == taken_so_far; });
    closed = figure(kiosk, "websockets") == 1;
  }
  MESSAGE("closed after " << taken_so_far << " views");
  CHECK(closed);
  CHECK(board.next("beat").has_value());
}

TEST_CASE("watchers that never read cost no memory, however much happens") {
  constexpr int stalled_ones = 16, warm = 100, changes = 400;
  constexpr std::size_t bound = 3 * 1024 * 1024;  // the tickets themselves take a part of it
  hall_options o;
  o.limits.write_timeout = 10min;  // they stay
  test_hall hall(o);
  device_caller kiosk(hall, "kiosk");
  const auto manager = hall.sign_in("manager");
  watcher dashboard(hall, "manager", manager);
  std::vector<raw_peer> stalled;
  for (int i = 0; i < stalled_ones; ++i)
    stalled.push_back(raw_board(hall, "manager", 2'048, manager));
  std::size_t frame_bytes = 0;
  int issued = 0;
  const auto change = [&](int times) {
    for (int i = 0; i < times; ++i) {
      take(hall, kiosk);
      ++issued;
      const auto view =
          dashboard.until([&](const auto& v) { return number_at(v, "/today/issued") == issued; });
      if (i + 1 == times) frame_bytes = json::serialize(view).size();
    }
  };
  change(warm);
  const auto before = allocated_bytes();
  change(changes);
  const auto after = allocated_bytes();
  const auto grown = after > before ? after - before : 0;
  MESSAGE("heap grew by " << grown << " bytes in " << changes << " changes of a view of "
                          << frame_bytes << " bytes");
  CHECK(frame_bytes * changes >
        2 * bound);  // a backlog of these frames would show, even one for all of them
  CHECK(grown < bound);
  CHECK(figure(kiosk, "websockets") == stalled_ones + 1);
}
