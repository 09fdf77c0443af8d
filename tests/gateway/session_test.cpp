// Signing in and out, devices' one-time links, and what must never be written down.
#include <fmt/format.h>

#include "clients.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string session_path = "/api/v1/session";

std::string credentials(std::string_view name, std::string_view secret = password) {
  return fmt::format(R"({{"name":"{}","password":"{}"}})", name, secret);
}

std::string code_body(std::string_view code) { return fmt::format(R"({{"code":"{}"}})", code); }

// The token of a Set-Cookie, and what stands behind it.
struct cookie {
  std::string token, attributes;
};
cookie cookie_of(test_hall& hall, const reply& r) {
  const auto line = r.header("Set-Cookie");
  CAPTURE(line);
  REQUIRE(line.starts_with("hallcall_session="));
  const auto end = line.find(';');
  cookie c{line.substr(17, end - 17), line.substr(end)};
  if (!c.token.empty()) hall.keep_secret(c.token);
  return c;
}

int max_age(const std::string& attributes) {
  const auto at = attributes.find("Max-Age=");
  REQUIRE(at != std::string::npos);
  return std::stoi(attributes.substr(at + 8));
}

}  // namespace

TEST_CASE("signing in gives a cookie that scripts and other sites cannot use") {
  for (const bool secure : {false, true}) {
    CAPTURE(secure);
    hall_options o;
    o.secure_cookies = secure;
    test_hall hall(o);
    caller nobody(hall);
    const auto r = nobody.post(session_path, credentials("clerk1"));
    CHECK(r.status == 204);
    CHECK(r.body.empty());
    CHECK(r.header("Cache-Control") == "no-store");
    const auto c = cookie_of(hall, r);
    CHECK(c.token.size() == 43);
    const auto age = max_age(c.attributes);
    CHECK(age <= 24 * 3600);
    CHECK(age > 23 * 3600);
    CHECK(c.attributes == fmt::format("; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", age,
                                      secure ? "; Secure" : ""));
    const auto again = cookie_of(hall, nobody.post(session_path, credentials("clerk1")));
    CHECK(again.token != c.token);
    caller clerk(hall, caller::by::cookie, c.token);
    const auto who = clerk.get(session_path).object();
    CHECK(text_at(who, "/name") == "clerk1");
    CHECK(text_at(who, "/role") == "clerk");
    CHECK(text_at(who, "/kind") == "account");
    CHECK(text_at(who, "/shownName") == "範例 Sample clerk1");
    CHECK(who.size() == 4);
  }
}

TEST_CASE("the session's cookie is found among others and no other is taken for it") {
  test_hall hall;
  caller nobody(hall);
  const auto token = hall.sign_in("clerk1");
  for (const auto& cookies :
       {"a=b; hallcall_session=" + token, "hallcall_session=" + token + "; c=d",
        "x;hallcall_session=" + token + ";y"}) {
    CAPTURE(cookies.substr(0, 8));
    CHECK(nobody.get(session_path, {{"Cookie", cookies}}).status == 200);
  }
  for (const auto& cookies :
       {"hallcall_session2=" + token, "xhallcall_session=" + token, std::string("hallcall_session"),
        std::string("hallcall_session="), "hallcall_session=" + token + "x",
        "hallcall_session=" + token.substr(1)})
    check_problem(nobody.get(session_path, {{"Cookie", cookies}}), "not-signed-in");
  CHECK(nobody.get(session_path, {{"Authorization", "Bearer " + token}}).status == 200);
  for (const auto& value :
       {"bearer " + token, "Basic " + token, token})  // not understood, so nobody
    check_problem(nobody.get(session_path, {{"Authorization", value}}), "not-signed-in");
}

TEST_CASE("a wrong name and a wrong password get the same answer") {
  test_hall hall;
  caller nobody(hall);
  const auto name = nobody.post(session_path, credentials("nobody-of-that-name"));
  const auto secret = nobody.post(session_path, credentials("clerk1", "not the pass phrase"));
  CHECK(name.status == 401);
  check_problem(name, "wrong-credentials");
  CHECK(name.body == secret.body);
  CHECK(name.headers.size() == secret.headers.size());
  CHECK(name.header("Set-Cookie").empty());
  check_problem(nobody.post(session_path, credentials("clerk1", std::string(257, 'x'))),
                "invalid-value");
  check_problem(nobody.post(session_path, credentials(std::string(257, 'x'))), "invalid-value");
  check_problem(nobody.post(session_path, R"({"name":"clerk1"})"), "invalid-request");
  check_problem(nobody.post(session_path, R"({"name":"clerk1","password":"x","remember":true})"),
                "invalid-request");
  check_problem(nobody.post(session_path, "name=clerk1&password=x",
                            {{"Content-Type", "application/x-www-form-urlencoded"}}),
                "unsupported-media-type");
  check_problem(
      nobody.post(session_path, credentials("clerk1"), {{"Origin", "http://elsewhere.example"}}),
      "not-allowed");
}

TEST_CASE("five failures lock an account, whether there is one or not, and nobody else") {
  test_hall hall;
  const auto before = hall.sign_in("clerk1");
  caller nobody(hall);
  for (const auto* name : {"clerk1", "nobody-of-that-name"}) {
    CAPTURE(std::string(name));
    for (int i = 0; i < 5; ++i)
      check_problem(nobody.post(session_path, credentials(name, "wrong")), "wrong-credentials");
    const auto locked =
        nobody.post(session_path, credentials(name));  // the right one makes no difference
    CHECK(locked.status == 429);
    check_problem(locked, "account-locked");
    const auto wait = std::stoi(locked.header("Retry-After"));
    CHECK(wait > 14 * 60);
    CHECK(wait <= 15 * 60);
  }
  CHECK(nobody.post(session_path, credentials("clerk2")).status == 204);
  caller signed_in(hall, caller::by::cookie, before);  // who is in stays in
  CHECK(signed_in.get(session_path).status == 200);
}

TEST_CASE("a machine that guesses on and on is slowed down") {
  test_hall hall;
  caller nobody(hall);
  int wrong = 0;
  reply last;
  for (int i = 0; i < 60; ++i) {
    last = nobody.post(session_path, credentials(fmt::format("guess{}", i), "wrong"));
    if (last.status != 401) break;
    ++wrong;
  }
  CHECK(wrong == 40);
  CHECK(last.status == 429);
  check_problem(last, "too-many-requests");
  CHECK(std::stoi(last.header("Retry-After")) > 0);
}

TEST_CASE("signing out ends that session at once, in the browser and here, and no other") {
  test_hall hall;
  const auto one = hall.sign_in("clerk1"), two = hall.sign_in("clerk1");
  caller first(hall, caller::by::cookie, one), second(hall, caller::by::cookie, two), nobody(hall);
  const auto out = first.del(session_path);
  CHECK(out.status == 204);
  CHECK(out.header("Set-Cookie") ==
        "hallcall_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
  check_problem(first.get(session_path), "not-signed-in");
  check_problem(first.post(counter(1, "open")), "not-signed-in");
  CHECK(second.get(session_path).status == 200);
  CHECK(nobody.del(session_path).status == 204);
  check_problem(second.del(session_path, {{"Origin", "http://elsewhere.example"}}), "not-allowed");
  CHECK(second.get(session_path).status == 200);
}

TEST_CASE("a session outlives the server's restart, a signed-out one does not come back") {
  test_hall hall;
  const auto kept = hall.sign_in("clerk1"), ended = hall.sign_in("clerk2");
  CHECK(caller(hall, caller::by::cookie, ended).del(session_path).status == 204);
  hall.restart();
  CHECK(caller(hall, caller::by::cookie, kept).get(session_path).status == 200);
  check_problem(caller(hall, caller::by::cookie, ended).get(session_path), "not-signed-in");
}

TEST_CASE("a device's link enrols one page, once") {
  test_hall hall;
  caller nobody(hall);
  const auto& code = hall.device("kiosk").code;
  check_problem(nobody.post(session_path + "/device", code_body("no-such-code")), "unknown-code");
  check_problem(nobody.post(session_path + "/device", "{}"), "invalid-request");
  const auto r = nobody.post(session_path + "/device", code_body(code));
  CHECK(r.status == 204);
  const auto c = cookie_of(hall, r);
  CHECK(max_age(c.attributes) > 364 * 24 * 3600);
  CHECK(c.attributes.find("; HttpOnly; SameSite=Strict") != std::string::npos);
  const auto again = nobody.post(session_path + "/device", code_body(code));
  CHECK(again.status == 401);
  check_problem(again, "unknown-code");
  CHECK(again.header("Set-Cookie").empty());
  caller page(hall, caller::by::cookie, c.token);
  const auto who = page.get(session_path).object();
  CHECK(text_at(who, "/name") == "kiosk");
  CHECK(text_at(who, "/role") == "kiosk");
  CHECK(text_at(who, "/kind") == "device");
  CHECK(take(hall, page).number == "A001");
  REQUIRE(hall.accounts()
              .revoke_device("kiosk", std::chrono::floor<std::chrono::milliseconds>(
                                          std::chrono::system_clock::now()))
              .has_value());
  CHECK(eventually([&] { return page.get(session_path).status == 401; }));
  check_problem(page.post(main_hall + "/tickets", R"({"services":["move-in"]})"), "not-signed-in");
  device_caller program(hall, "kiosk");
  check_problem(program.get("/api/v1/halls"), "not-signed-in");
}

TEST_CASE(
    "the log names calls by their pattern, and holds no token, password, code, name or matter") {
  test_hall hall;
  caller nobody(hall);
  const auto c = cookie_of(hall, nobody.post(session_path, credentials("clerk1")));
  nobody.post(session_path, credentials("clerk2", "a wrong pass phrase"));
  hall.keep_secret("a wrong pass phrase");
  const auto device =
      cookie_of(hall, nobody.post(session_path + "/device", code_body(hall.device("kiosk").code)));
  caller clerk(hall, caller::by::cookie, c.token), kiosk(hall, caller::by::cookie, device.token);
  device_caller display(hall, "display");
  const auto t = take(hall, kiosk, "divorce", R"(,"needs":["wheelchair"])");
  nobody.get("/api/v1/tickets/" + t.token);
  nobody.get("/t/" + t.token);
  watcher phone(hall, "ticket:" + t.token);
  phone.view();
  clerk.post(main_hall + "/tickets/" + t.id + "/priority", R"({"reason":"a private matter"})");
  clerk.post(counter(19, "open"), R"({"clerk":"範例甲"})");
  clerk.post(counter(19, "call-next"));
  display.get(session_path);
  clerk.get(session_path + "?token=" + c.token);
  nobody.post("/api/v1/tickets/" + t.token + "/leave");
  nobody.post("/api/v1/tickets/" + t.token + "/survey");  // no such call
  clerk.del(session_path);
  const auto log = hall.log_since_start();
  CHECK(log.find("call method=POST route=/api/v1/halls/{hall}/tickets status=201 us=") !=
        std::string::npos);
  CHECK(log.find("route=/api/v1/tickets/{token}/leave status=409") != std::string::npos);
  for (const auto* never : {"turning", "divorce", "wheelchair", "private", "範例", "clerk1", "A001",
                            "hallcall_session", "Bearer", "Sample"}) {
    CAPTURE(std::string(never));
    CHECK(log.find(never) == std::string::npos);
  }
}
