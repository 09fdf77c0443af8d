// Which calls there are and who may make them: one row a call, held against the contract.
#include <algorithm>

#include <fmt/format.h>

#include "clients.hpp"
#include "gateway/router.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

constexpr std::string_view issuers = "kiosk greeter clerk backup manager administrator";
constexpr std::string_view staff = "greeter clerk backup manager administrator";
constexpr std::string_view readers = "greeter clerk backup manager administrator auditor";
constexpr std::string_view counters = "clerk backup manager administrator";
constexpr std::string_view answering = "backup manager administrator";
constexpr std::string_view managers = "manager administrator";
constexpr std::string_view administrators = "administrator";
constexpr std::string_view signed_in =
    "kiosk display greeter clerk backup manager administrator auditor";
constexpr std::string_view everybody =
    "anyone kiosk display greeter clerk backup manager administrator auditor";

struct row {
  std::string method;
  std::string pattern;
  std::string_view who;  // by contract.md; "anyone" is who has not signed in
  key_need key = key_need::none;
  std::string body = "";
};

std::vector<row> table() {
  const std::string hall = "/api/v1/halls/{hall}";
  const std::string n = hall + "/counters/{n}";
  const auto needed = key_need::required, may = key_need::optional;
  return {
      {"GET", "/api/v1/halls", everybody},
      {"GET", hall, everybody},
      {"POST", hall + "/tickets", issuers, needed, R"({"services":["move-in"]})"},
      {"GET", hall + "/tickets", staff},
      {"GET", hall + "/tickets/{id}/history", readers},
      {"POST", hall + "/tickets/{id}/print-result", issuers, may, R"({"printed":true})"},
      {"POST", hall + "/tickets/{id}/void", issuers, may},
      {"POST", hall + "/tickets/{id}/reinstate", staff, may},
      {"POST", hall + "/tickets/{id}/priority", staff, may, R"({"reason":"unwell"})"},
      {"GET", hall + "/slots", everybody},
      {"POST", hall + "/bookings", everybody, needed,
       R"({"service":"birth","slot":"2026-11-23T00:30:00.000Z","idNumber":"A123456789"})"},
      {"GET", hall + "/bookings", staff},
      {"GET", "/api/v1/bookings/{code}", everybody},
      {"DELETE", "/api/v1/bookings/{code}", everybody, may},
      {"PATCH", "/api/v1/bookings/{code}", staff, may, R"({"confirm":true})"},
      {"POST", "/api/v1/bookings/{code}/check-in", issuers, may},
      {"POST", hall + "/number-blocks", "kiosk", needed},
      {"GET", hall + "/number-blocks/{block}", "kiosk"},
      {"POST", hall + "/number-blocks/{block}/tickets", "kiosk", needed,
       R"({"n":21,"token":"q3VfX0mJ8sKeR2tLwB9aZd","givenAt":"2026-11-20T01:41:07.250Z","inHand":true,"services":["move-in"]})"},
      {"POST", hall + "/number-blocks/{block}/return", "kiosk", may},
      {"GET", "/api/v1/tickets/{token}", everybody},
      {"POST", "/api/v1/tickets/{token}/leave", everybody, may},
      {"POST", "/api/v1/tickets/{token}/check-in", everybody, may},
      {"POST", n + "/open", counters, may},
      {"POST", n + "/close", counters, may},
      {"POST", n + "/pause", counters, may, R"({"reason":"tea"})"},
      {"POST", n + "/resume", counters, may},
      {"POST", n + "/call-next", counters, needed},
      {"POST", n + "/call", counters, needed, R"({"ticket":"t1","reason":"asked for"})"},
      {"POST", n + "/recall", counters, may},
      {"POST", n + "/start", counters, may},
      {"POST", n + "/finish", counters, may, R"({"outcome":"finished"})"},
      {"POST", n + "/no-show", counters, may},
      {"POST", n + "/park", counters, may},
      {"POST", n + "/services", counters, may, R"({"add":["transcript"]})"},
      {"POST", n + "/transfer", counters, may, R"({"lane":"general"})"},
      {"POST", n + "/hand-over", counters, may},
      {"POST", hall + "/backup/call", managers, may},
      {"POST", hall + "/backup/{page}/accept", answering, may},
      {"POST", hall + "/backup/{page}/decline", answering, may},
      {"POST", hall + "/backup/{page}/stand-down", managers, may},
      {"POST", hall + "/discipline", managers, may, R"({"discipline":"fifo"})"},
      {"POST", "/api/v1/session", everybody, key_need::none, ""},
      {"POST", "/api/v1/session/device", everybody, key_need::none, R"({"code":"no such code"})"},
      {"GET", "/api/v1/session", signed_in},
      {"DELETE", "/api/v1/session", everybody},
      {"POST", "/api/v1/pairings", everybody, key_need::none, R"({"role":"kiosk"})"},
      {"POST", "/api/v1/pairings/token", everybody, key_need::none, R"({"secret":"no such"})"},
      {"GET", "/api/v1/pairings", administrators},
      {"POST", "/api/v1/pairings/{code}/confirm", administrators, key_need::none,
       R"({"name":"kiosk-9"})"},
      {"POST", "/api/v1/pairings/{code}/deny", administrators},
      {"GET", "/api/v1/devices", administrators},
      {"POST", "/api/v1/devices/{name}/revoke", administrators},
      {"GET", "/healthz", everybody},
      {"GET", "/readyz", everybody},
      {"GET", "/metrics", everybody},
  };
}

net::method method_of(const std::string& word) {
  return word == "GET"     ? net::method::get
         : word == "POST"  ? net::method::post
         : word == "PATCH" ? net::method::patch
                           : net::method::delete_;
}

// A path of that pattern in a hall where t1 waits; counter 20 is a mobile one, which backups may
// run as well.
std::string path_of(std::string pattern, const std::string& token,
                    const std::string& code = "AAAABBBBCCCC") {
  const auto put = [&](const std::string& name, const std::string& value) {
    if (const auto at = pattern.find(name); at != std::string::npos)
      pattern.replace(at, name.size(), value);
  };
  put("{hall}", "main");
  put("{id}", "t1");
  put("{token}", token);
  put("{code}", code);
  put("{name}", "nobody");
  put("{n}", "20");
  put("{page}", "p1");
  put("{block}", "b1");
  return pattern;
}

bool names(std::string_view list, std::string_view word) {
  return fmt::format(" {} ", list).find(fmt::format(" {} ", word)) != std::string::npos;
}

}  // namespace

TEST_CASE("every call of the gateway has a row here, and every row a call") {
  test_hall hall;
  std::vector<std::string> there, here;
  for (const auto& r : hall.routes())
    there.push_back(
        fmt::format("{} {} {}", to_string(r.method), r.pattern, static_cast<int>(r.key)));
  for (const auto& r : table())
    here.push_back(fmt::format("{} {} {}", r.method, r.pattern, static_cast<int>(r.key)));
  std::sort(there.begin(), there.end());
  std::sort(here.begin(), here.end());
  CHECK(there == here);
}

TEST_CASE("each call is open to those whom the contract names, and to nobody else") {
  test_hall hall;
  device_caller kiosk(hall, "kiosk");
  const auto ticket = take(hall, kiosk);
  const std::pair<std::string, std::string> people[] = {
      {"greeter", "greeter"}, {"clerk", "clerk1"},        {"backup", "backup1"},
      {"manager", "manager"}, {"administrator", "admin"}, {"auditor", "auditor"}};
  std::vector<std::pair<std::string, std::string>> tokens{
      {"anyone", ""},
      {"kiosk", hall.device("kiosk").token},
      {"display", hall.device("display").token}};
  for (const auto& [is, name] : people) tokens.emplace_back(is, hall.sign_in(name));
  for (const auto& [is, token] : tokens) {
    caller who(hall, is == "anyone" ? caller::by::nothing : caller::by::bearer, token);
    for (const auto& r : table()) {
      CAPTURE(is);
      CAPTURE(r.method);
      CAPTURE(r.pattern);
      auto asked = who.posting(path_of(r.pattern, ticket.token), r.body);
      asked.method = method_of(r.method);
      if (r.method == "POST" && r.pattern == "/api/v1/session")
        asked.body = fmt::format(R"({{"name":"auditor","password":"{}"}})", password),
        asked.headers.emplace_back("Content-Type", "application/json");
      const auto got = who.ask(asked);
      CAPTURE(got.body);
      if (names(r.who, is)) {
        CHECK(got.status < 500);
        CHECK(got.code() != "not-signed-in");
        CHECK(got.code() != "not-allowed");
      } else if (is == "anyone") {
        CHECK(got.status == 401);
        check_problem(got, "not-signed-in");
        CHECK(got.header("WWW-Authenticate") == "Bearer");
      } else {
        CHECK(got.status == 403);
        check_problem(got, "not-allowed");
      }
    }
  }
}

TEST_CASE("who lacks a right learns nothing from it and changes nothing") {
  test_hall hall;
  caller nobody(hall), clerk(hall, "clerk1");
  device_caller display(hall, "display");
  const auto before = clerk.get(main_hall + "/tickets").body;
  check_problem(nobody.post(main_hall + "/tickets", R"({"services":["move-in"]})"),
                "not-signed-in");
  check_problem(display.post(main_hall + "/tickets", R"({"services":["move-in"]})"), "not-allowed");
  check_problem(display.post(counter(1, "open")), "not-allowed");
  check_problem(clerk.post(main_hall + "/backup/call"), "not-allowed");
  CHECK(clerk.get(main_hall + "/tickets").body == before);
}

TEST_CASE("a token that is not valid is refused even where nobody needs one") {
  test_hall hall;
  caller stranger(hall, caller::by::bearer, "no-such-token");
  check_problem(stranger.get("/api/v1/halls"), "not-signed-in");
  caller cookie(hall, caller::by::cookie,
                "no-such-session");  // a browser's old cookie is no offence
  CHECK(cookie.get("/api/v1/halls").status == 200);
}

TEST_CASE("another method on a known path is 405 and says which there are") {
  test_hall hall;
  caller who(hall);
  std::map<std::string, std::string> allow;
  for (const auto& r : hall.routes()) {
    auto& list = allow[std::string(r.pattern)];
    list += (list.empty() ? "" : ", ") + std::string(to_string(r.method));
  }
  for (const auto& [pattern, methods] : allow) {
    CAPTURE(pattern);
    for (const auto m : {net::method::put, net::method::patch, net::method::options}) {
      if (methods.find(to_string(m)) != std::string::npos) continue;
      const auto got = who.ask({m, path_of(pattern, "x"), {}, "", "", false});
      CHECK(got.status == 405);
      check_problem(got, "method-not-allowed");
      CHECK(got.header("Allow") == methods);
    }
    if (methods == "POST") CHECK(who.get(path_of(pattern, "x")).status == 405);
    if (methods == "POST") CHECK(who.head(path_of(pattern, "x")).status == 405);
    if (methods == "GET") CHECK(who.post(path_of(pattern, "x")).status == 405);
  }
}

TEST_CASE("an unknown path, hall or escape is 404, never another call") {
  test_hall hall;
  caller manager(hall, "manager");
  for (const auto* path :
       {"/api/", "/api/v1", "/api/v1/", "/api/v2/halls", "/api/v1/halls/", "/api/v1/halls/main/",
        "/api/v1/nothing", "/api/v1/bookings", "/api/v1/bookings/", "/api/v1/halls/elsewhere",
        "/api/v1/halls/%ff", "/api/v1/halls/%00", "/api/v1/halls/ma%", "/api/v1/halls/main/live",
        "/api/v1//halls", "/api/v1/halls/main/../main", "/api/v1/tickets/unknown",
        "/api/v1/tickets/", "/API/v1/halls"}) {
    CAPTURE(std::string(path));
    const auto got = manager.get(path);
    CHECK(got.status == 404);
    check_problem(got, "not-found");
  }
  for (const auto* path :
       {"/counters/0/open", "/counters/01/open", "/counters/99/open", "/counters/-1/open",
        "/counters/1e0/open", "/counters/99999/open", "/counters/65537/open", "/tickets/t9/void",
        "/tickets/9/void", "/tickets/t0/void", "/tickets/t01/void",
        "/tickets/t99999999999999999999/void", "/backup/p9/accept", "/backup/x/decline"}) {
    CAPTURE(std::string(path));
    check_problem(manager.post(main_hall + path), "not-found");
  }
  for (const auto& r : table()) {
    if (r.pattern.find("{hall}") == std::string::npos) continue;
    auto path = path_of(r.pattern, "x");
    path.replace(path.find("main"), 4, "elsewhere");
    CAPTURE(path);
    auto asked = manager.posting(path, r.body);
    asked.method = method_of(r.method);
    check_problem(manager.ask(asked), "not-found");
  }
  CHECK(manager.get("/api/v1/halls/%6Dain").status == 200);  // the same hall, written otherwise
  check_problem(manager.get("/api/v1/halls?a=%zz"), "invalid-request");
  check_problem(manager.get(main_hall + "/tickets?state=waiting&state=done"), "invalid-request");
}

TEST_CASE("HEAD answers as GET does, without the body") {
  test_hall hall;
  caller admin(hall, "admin");  // who may read everything
  const auto ticket = take(hall, admin);
  const auto made = admin.post(
      main_hall + "/bookings",
      R"({"service":"birth","slot":"2026-11-23T00:30:00.000Z","idNumber":"A123456789"})");
  REQUIRE(made.status == 201);
  const auto code = text_at(made.object(), "/code");
  hall.keep_secret(code);
  for (const auto& r : table()) {
    if (r.method != "GET" || r.pattern == "/metrics")
      continue;  // the figures count this very request
    if (!names(r.who, "administrator")) continue;
    CAPTURE(r.pattern);
    const auto path = path_of(r.pattern, ticket.token, code) +
                      (r.pattern.ends_with("/slots") ? "?service=birth" : "");
    const auto whole = admin.get(path), head = admin.head(path);
    CHECK(whole.status == 200);
    CHECK(head.status == 200);
    CHECK(head.body.empty());
    CHECK(head.header("Content-Length") == std::to_string(whole.body.size()));
    CHECK(head.header("Content-Type") == whole.header("Content-Type"));
  }
}

TEST_CASE("reading changes nothing and gives the same again") {
  test_hall hall;
  caller manager(hall, "manager");
  const auto ticket = take(hall, manager);
  for (const auto& path : {std::string("/api/v1/halls"), main_hall, main_hall + "/tickets",
                           "/api/v1/tickets/" + ticket.token, std::string("/api/v1/session")}) {
    CAPTURE(path);
    const auto first = manager.get(path);
    CHECK(first.header("Cache-Control") == "no-store");
    CHECK(manager.get(path, {{"Idempotency-Key", "k"}}).body == first.body);
  }
}

TEST_CASE("a device of another hall finds nothing here") {
  hall_options o;
  o.office = two_halls();
  test_hall hall(o);
  device_caller branch(hall, "branch-kiosk");
  check_problem(branch.get(main_hall), "not-found");
  check_problem(branch.post(main_hall + "/tickets", R"({"services":["move-in"]})"), "not-found");
  const auto own = branch.post("/api/v1/halls/branch/tickets", R"({"services":["move-in"]})");
  CHECK(own.status == 201);
  CHECK(text_at(own.object(), "/hall") == "branch");
  device_caller any(hall, "kiosk");
  CHECK(any.post("/api/v1/halls/branch/tickets", R"({"services":["move-in"]})").status == 201);
  CHECK(any.post(main_hall + "/tickets", R"({"services":["move-in"]})").status == 201);
}

TEST_CASE("the halls are listed with their doors, services, lanes and signs") {
  test_hall hall;
  caller nobody(hall);
  const auto all = nobody.get("/api/v1/halls").object();
  CHECK(text_at(all, "/halls/0/id") == "main");
  CHECK(text_at(all, "/halls/0/door") == "open");
  const auto info = nobody.get(main_hall).object();
  for (const auto* key :
       {"/hall/closesAt", "/hall/timeZone", "/revision", "/languages/5", "/boardLanguages/1",
        "/services/37/name/ja", "/services/0/documents/0/zh-TW", "/services/0/standardSeconds",
        "/groups/0/name/vi", "/lanes/0/name/th", "/counters/22/sign/en", "/needs/6"}) {
    CAPTURE(std::string(key));
    CHECK(has(info, key));
  }
  CHECK(info.at("sample") == false);
  for (const auto& lane : info.at("lanes").get_array())
    CHECK(text_at(lane.get_object(), "/id") != "turning");
  CHECK(text_at(info, "/counters/18/sign/en") ==
        "All services");  // the turning counter's public sign (R-20)
}
