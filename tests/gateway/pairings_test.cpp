// A box is enrolled by the code that it shows: who may confirm it, what the code is worth to
// others, what a restart and a lost answer leave of it, and how a device that was revoked is out at
// once.
#include <fstream>
#include <regex>

#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string pairings_path = "/api/v1/pairings";
const std::string token_path = "/api/v1/pairings/token";
const std::string devices_path = "/api/v1/devices";

struct asked_box {
  std::string code, secret;
};
asked_box ask_to_be_let_in(test_hall& hall, caller& box,
                           const std::string& body = R"({"role":"kiosk","name":"kiosk-2"})") {
  const auto r = box.post(pairings_path, body);
  REQUIRE(r.status == 201);
  const auto given = r.object();
  asked_box asked{text_at(given, "/code"), text_at(given, "/secret")};
  hall.keep_secret(asked.secret);
  CHECK(number_at(given, "/pollSeconds") == 3);
  CHECK(r.header("Cache-Control") == "no-store");
  return asked;
}

std::string secret_body(const std::string& secret) {
  return fmt::format(R"({{"secret":"{}"}})", secret);
}

std::string token_of(test_hall& hall, const reply& r) {
  REQUIRE(r.status == 200);
  const auto token = text_at(r.object(), "/token");
  CHECK(token.size() == 43);
  hall.keep_secret(token);
  return token;
}

reply decide(caller& who, const std::string& code, std::string_view word,
             const std::string& body = "") {
  return who.post(fmt::format("{}/{}/{}", pairings_path, code, word), body);
}

bool is_on_disk(const std::filesystem::path& folder, const std::string& bytes) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string all(std::istreambuf_iterator<char>(in), {});
    if (all.find(bytes) != std::string::npos) return true;
  }
  return false;
}

json::object device_named(caller& admin, std::string_view name) {
  const auto all = admin.get(devices_path).object();
  for (const auto& one : all.at("devices").as_array())
    if (text_at(one.as_object(), "/name") == name) return one.as_object();
  return {};
}

}  // namespace

TEST_CASE("a box is let in by the code it shows, and takes its token with a secret of its own") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked =
      ask_to_be_let_in(hall, box, R"({"role":"kiosk","name":"kiosk-2","hall":"main"})");
  CHECK(std::regex_match(asked.code, std::regex("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}")));
  CHECK(asked.secret.size() == 43);
  const auto waits = box.post(token_path, secret_body(asked.secret));
  CHECK(waits.status == 202);
  CHECK(has(waits.object(), "/expiresAt"));
  CHECK(keys_of(waits.object()) == std::set<std::string>{"expiresAt", "pollSeconds"});

  const auto list = admin.get(pairings_path).object();
  REQUIRE(list.at("pairings").as_array().size() == 1);
  CHECK(text_at(list, "/pairings/0/code") == asked.code);
  CHECK(text_at(list, "/pairings/0/role") == "kiosk");
  CHECK(text_at(list, "/pairings/0/hall") == "main");
  CHECK(text_at(list, "/pairings/0/name") == "kiosk-2");
  CHECK(text_at(list, "/pairings/0/address") == "127.0.0.1");
  CHECK(admin.get(pairings_path).body.find(asked.secret) == std::string::npos);

  const auto confirmed = decide(admin, asked.code, "confirm", R"({"name":"entrance"})");
  REQUIRE(confirmed.status == 200);
  CHECK(text_at(confirmed.object(), "/name") == "entrance");
  CHECK(!has(confirmed.object(), "/hall"));  // what the administrator said counts
  CHECK(admin.get(pairings_path).object().at("pairings").as_array().empty());

  const auto token = token_of(hall, box.post(token_path, secret_body(asked.secret)));
  caller kiosk(hall, caller::by::bearer, token);
  CHECK(kiosk.post(main_hall + "/tickets", R"({"services":["move-in"]})").status == 201);
  CHECK(text_at(kiosk.get("/api/v1/session").object(), "/name") == "entrance");
  CHECK_FALSE(is_on_disk(hall.data(), token));
  CHECK_FALSE(is_on_disk(hall.data(), asked.secret));

  CHECK(device_named(admin, "entrance").at("connected") == false);
  watch_options as_box;
  as_box.headers.emplace_back("Authorization", "Bearer " + token);
  watcher screen(hall, "kiosk", "", as_box);
  screen.view();
  CHECK(device_named(admin, "entrance").at("connected") == true);
}

TEST_CASE("a token whose answer was lost is taken again, and the lost one is void") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  REQUIRE(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  const auto lost = token_of(hall, box.post(token_path, secret_body(asked.secret)));
  caller by_lost(hall, caller::by::bearer, lost);
  CHECK(by_lost.get("/api/v1/session").status == 200);
  const auto token = token_of(hall, box.post(token_path, secret_body(asked.secret)));
  CHECK(token != lost);
  check_problem(by_lost.get("/api/v1/session"), "not-signed-in");
  caller by_token(hall, caller::by::bearer, token);
  CHECK(by_token.get("/api/v1/session").status == 200);
}

TEST_CASE("the code alone gives nobody a token") {
  test_hall hall;
  caller thief(hall), box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  check_problem(thief.post(token_path, secret_body(asked.code)), "unknown-code");
  check_problem(decide(thief, asked.code, "confirm", R"({"name":"mine"})"), "not-signed-in");
  caller manager(hall, "manager");
  check_problem(decide(manager, asked.code, "confirm", R"({"name":"mine"})"), "not-allowed");
  REQUIRE(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  check_problem(thief.post(token_path, secret_body(asked.code)), "unknown-code");
  (void)token_of(hall, box.post(token_path, secret_body(asked.secret)));
}

TEST_CASE("a box that was denied hears so, and nobody confirms it any more") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box, R"({"role":"display"})");
  CHECK(decide(admin, asked.code, "deny").status == 204);
  CHECK(decide(admin, asked.code, "deny").status == 204);  // a repeat, its answer was lost
  check_problem(box.post(token_path, secret_body(asked.secret)), "pairing-denied");
  check_problem(box.post(token_path, secret_body(asked.secret)), "pairing-denied");
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"board-9"})"), "pairing-decided");
  CHECK(device_named(admin, "board-9").empty());
}

TEST_CASE("a name that is in use is refused and the box goes on waiting for another") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"kiosk"})"), "device-exists");
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"No Name"})"), "invalid-value");
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2","hall":"nowhere"})"),
                "invalid-value");
  CHECK(box.post(token_path, secret_body(asked.secret)).status == 202);
  CHECK(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  CHECK(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);  // a repeat
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"kiosk-3"})"), "pairing-decided");
  check_problem(decide(admin, asked.code, "deny"), "pairing-decided");
}

TEST_CASE("a code is read however it is typed, and one that is none is not found") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  std::string typed;
  for (const char c : asked.code)
    typed += c == '-' ? std::string("%20") : std::string(1, static_cast<char>(std::tolower(c)));
  check_problem(decide(admin, "BCDF-GHJK-LMNP", "confirm", R"({"name":"a"})"), "not-found");
  check_problem(decide(admin, "AEIO-0123", "deny"), "not-found");
  CHECK(decide(admin, typed, "confirm", R"({"name":"kiosk-2"})").status == 200);
}

TEST_CASE("what a box says of itself must be possible") {
  test_hall hall;
  caller box(hall);
  for (const auto* body :
       {R"({"role":"administrator"})", R"({"role":"clerk"})",
        R"({"role":"kiosk","name":"Kiosk 2"})", R"({"role":"kiosk","hall":"nowhere"})"})
    check_problem(box.post(pairings_path, body), "invalid-value");
  check_problem(box.post(pairings_path, R"({"hall":"main"})"), "invalid-request");
  check_problem(box.post(pairings_path, R"({"role":"kiosk"})", {{"Origin", "http://elsewhere"}}),
                "not-allowed");
}

TEST_CASE("a server that restarts in between forgets no box and no word of an administrator") {
  test_hall hall;
  auto asked = [&] {
    caller box(hall);
    return ask_to_be_let_in(hall, box);
  }();
  hall.restart();
  {
    caller box(hall), admin(hall, "admin");
    CHECK(box.post(token_path, secret_body(asked.secret)).status == 202);
    REQUIRE(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  }
  hall.restart();
  caller box(hall);
  const auto token = token_of(hall, box.post(token_path, secret_body(asked.secret)));
  caller kiosk(hall, caller::by::bearer, token);
  CHECK(kiosk.get("/api/v1/session").status == 200);
}

TEST_CASE("boxes that ask and secrets that are none are bounded for each address") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  for (int i = 0; i < 15; ++i) CHECK(box.post(pairings_path, R"({"role":"kiosk"})").status == 201);
  const auto refused = box.post(pairings_path, R"({"role":"kiosk"})");
  check_problem(refused, "too-many-requests");
  CHECK(!refused.header("Retry-After").empty());
  for (int i = 0; i < 30; ++i)  // a box that is known may ask as often as it likes
    CHECK(box.post(token_path, secret_body(asked.secret)).status == 202);
  for (int i = 0; i < 20; ++i)
    check_problem(box.post(token_path, secret_body("guess")), "unknown-code");
  check_problem(box.post(token_path, secret_body("guess")), "too-many-requests");
  check_problem(decide(admin, asked.code, "confirm", R"({"name":"k"})"), "too-many-requests");
}

TEST_CASE("who confirmed, denied and revoked is logged and kept, without a secret") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto first = ask_to_be_let_in(hall, box), second = ask_to_be_let_in(hall, box);
  REQUIRE(decide(admin, first.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  REQUIRE(decide(admin, second.code, "deny").status == 204);
  (void)token_of(hall, box.post(token_path, secret_body(first.secret)));
  CHECK(admin.post(devices_path + "/kiosk-2/revoke").status == 204);
  const auto log = hall.log_since_start();
  CHECK(log.find("device=kiosk-2 act=confirmed by=account:admin") != std::string::npos);
  CHECK(log.find("act=denied by=account:admin") != std::string::npos);
  CHECK(log.find("device=kiosk-2 role=kiosk act=took-token") != std::string::npos);
  CHECK(log.find("device=kiosk-2 act=revoked by=account:admin") != std::string::npos);
  const auto acts = hall.accounts().device_acts(4);
  REQUIRE(acts.has_value());
  REQUIRE(acts->size() == 4);
  const std::array wanted{
      std::pair("confirmed", "account:admin"), std::pair("denied", "account:admin"),
      std::pair("took-token", "device:kiosk-2"), std::pair("revoked", "account:admin")};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CHECK((*acts)[i].what == wanted[i].first);
    CHECK((*acts)[i].who == wanted[i].second);
    CHECK((*acts)[i].device == "kiosk-2");
    CHECK((*acts)[i].at.time_since_epoch().count() > 0);
  }
}

TEST_CASE("a device that is revoked on the dashboard is out with the answer, sockets and all") {
  test_hall hall;
  caller admin(hall, "admin");
  device_caller program(hall, "display");
  watcher board(hall, "board", "", by_device(hall, "display")),
      another(hall, "board", "", by_device(hall, "kiosk")), person(hall, "board"),
      dashboard(hall, "manager", hall.sign_in("manager"));
  for (auto* w : {&board, &another, &person, &dashboard}) w->view();
  CHECK(admin.post(devices_path + "/display/revoke").status == 204);
  check_problem(program.get("/api/v1/session"), "not-signed-in");  // no moment later
  CHECK(board.ended().code == 1008);
  CHECK(board.bye() == "not-signed-in");
  CHECK(watcher(hall, "board", "", by_device(hall, "display")).ended().http_status == 401);
  for (auto* w : {&another, &person, &dashboard}) CHECK(w->next("beat").has_value());
  CHECK(has(device_named(admin, "display"), "/revokedAt"));
  CHECK(device_named(admin, "display").at("connected") == false);
  CHECK(admin.post(devices_path + "/display/revoke").status == 204);  // a repeat
  check_problem(admin.post(devices_path + "/nobody/revoke"), "not-found");
}

TEST_CASE(
    "a device that is revoked by the command line loses its sockets as well, its browser's too") {
  test_hall hall;
  caller browser(hall);
  const auto enrolled = browser.post("/api/v1/session/device",
                                     fmt::format(R"({{"code":"{}"}})", hall.device("kiosk").code));
  REQUIRE(enrolled.status == 204);
  const auto cookie = enrolled.header("Set-Cookie").substr(17, 43);
  hall.keep_secret(cookie);
  watcher program(hall, "kiosk", "", by_device(hall, "kiosk")), page(hall, "kiosk", cookie),
      another(hall, "board", "", by_device(hall, "display"));
  for (auto* w : {&program, &page, &another}) w->view();
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  REQUIRE(hall.accounts().revoke_device("kiosk", now).has_value());
  CHECK(program.ended().code == 1008);
  CHECK(page.ended().code == 1008);
  CHECK(another.next("beat").has_value());
}

TEST_CASE("a device that was confirmed and revoked before it came gets no token") {
  test_hall hall;
  caller box(hall), admin(hall, "admin");
  const auto asked = ask_to_be_let_in(hall, box);
  REQUIRE(decide(admin, asked.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  CHECK(admin.post(devices_path + "/kiosk-2/revoke").status == 204);
  check_problem(box.post(token_path, secret_body(asked.secret)), "unknown-code");
  const auto again = ask_to_be_let_in(hall, box);
  CHECK(decide(admin, again.code, "confirm", R"({"name":"kiosk-2"})").status == 200);
  (void)token_of(hall, box.post(token_path, secret_body(again.secret)));
}
