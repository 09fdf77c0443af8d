// Bodies that no program should send: each gets the contract's problem, and nothing happens.
#include <fmt/format.h>

#include "acts.hpp"

using namespace hallcall;
using namespace hallcall::gateway;
using namespace hallcall::gateway::testing;

namespace {

const std::string good =
    R"({"services":["move-in"],"needs":["senior"],"language":"en","quiet":false})";

// One who may do everything, in a hall of whose state a fingerprint can be taken.
struct bench {
  test_hall hall;
  caller manager{hall, "manager"};

  // The day's beginning is written by itself.
  bench() {
    REQUIRE(eventually([this] { return seq() != "hallcall_journal_seq 0"; }));
  }
  [[nodiscard]] std::string seq() {
    const auto text = manager.get("/metrics").body;
    const auto at = text.find("\nhallcall_journal_seq ");
    return text.substr(at + 1, text.find('\n', at + 1) - at - 1);
  }
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string with_reason(const std::string& text) { return R"({"reason":")" + text + R"("})"; }

}  // namespace

TEST_CASE("a body cut off at any byte is invalid, and no ticket comes of it") {
  bench b;
  const auto before = b.seq();
  for (std::size_t n = 0; n < good.size(); ++n) {
    CAPTURE(n);
    const auto r = b.manager.post(tickets, good.substr(0, n));
    CHECK(r.status == 400);
    check_problem(r, "invalid-request");
  }
  CHECK(b.seq() == before);
  CHECK(b.manager.post(tickets, good).status == 201);
}

TEST_CASE("text that is not JSON in UTF-8 is invalid") {
  bench b;
  const auto before = b.seq();
  const std::string bad[] = {"\xef\xbb\xbf" + good,  // a byte order mark
                             good + good,
                             good + "x",
                             good + std::string(1, '\0'),
                             "null",
                             "[]",
                             "42",
                             "\"text\"",
                             "true",
                             "nothing",
                             "{",
                             R"({"services":["move-in"],})",
                             R"({"services":["move-in",]})",
                             R"({services:["move-in"]})",
                             R"({'services':['move-in']})",
                             R"({"services":["move-in"]} // why)",
                             R"(/**/{"services":["move-in"]})",
                             "{\"services\":[\"\xff\"]}",
                             "{\"services\":[\"\xc0\xaf\"]}",
                             "{\"services\":[\"\xed\xa0\x80\"]}",
                             "{\"services\":[\"\xf4\x90\x80\x80\"]}",
                             "{\"services\":[\"\xe4\xb8\"]}",
                             "{\"\xff\":1}",
                             R"({"services":["\ud800"]})",
                             R"({"services":["\udc00"]})",
                             R"({"services":["\ud800\u0041"]})",
                             R"({"services":["\x41"]})",
                             R"({"services":["\u12"]})",
                             "{\"services\":[\"a\tb\"]}",
                             "{\"services\":[\"a\nb\"]}",
                             "{\"services\":[\"" + std::string(1, '\0') + "\"]}",
                             R"({"services":["move-in"],"quiet":01})",
                             R"({"services":["move-in"],"quiet":NaN})",
                             R"({"services":["move-in"],"quiet":+1})",
                             R"({"services":["move-in"],"quiet":.5})"};
  for (const auto& body : bad) {
    CAPTURE(body);
    const auto r = b.manager.post(tickets, body);
    CHECK(r.status == 400);
    check_problem(r, "invalid-request");
  }
  CHECK(b.seq() == before);
}

TEST_CASE("a key given twice is refused: nobody can say which was meant") {
  bench b;
  const auto before = b.seq();
  for (const auto* body : {R"({"services":["move-in"],"services":["divorce"]})",
                           R"({"services":["move-in"],"quiet":true,"quiet":true})",
                           R"({"services":["move-in"],"ser\u0076ices":["divorce"]})"}) {
    CAPTURE(std::string(body));
    check_problem(b.manager.post(tickets, body), "invalid-request");
  }
  CHECK(b.seq() == before);
}

TEST_CASE("a value of another type is refused with its place") {
  bench b;
  const auto before = b.seq();
  const std::pair<const char*, const char*> bad[] = {
      {R"({"services":"move-in"})", "/services must be a list"},
      {R"({"services":{"0":"move-in"}})", "/services must be a list"},
      {R"({"services":null})", "/services must be a list"},
      {R"({"services":[1]})", "/services/0 must be a string"},
      {R"({"services":["move-in",["birth"]]})", "/services/1 must be a string"},
      {R"({"services":["move-in"],"quiet":"yes"})", "/quiet must be true or false"},
      {R"({"services":["move-in"],"quiet":0})", "/quiet must be true or false"},
      {R"({"services":["move-in"],"language":7})", "/language must be a string"},
      {R"({"services":["move-in"],"needs":"senior"})", "/needs must be a list"}};
  for (const auto& [body, says] : bad) {
    CAPTURE(std::string(body));
    const auto r = b.manager.post(tickets, body);
    CHECK(r.status == 400);
    check_problem(r, "invalid-request");
    CHECK(text_at(r.object(), "/detail").find(says) != std::string::npos);
  }
  const auto endless = b.manager.post(tickets, R"({"services":["move-in"],"quiet":1e999})");
  CHECK((endless.code() == "invalid-request" || endless.code() == "invalid-value"));
  CHECK(b.seq() == before);
}

TEST_CASE("a body too deep or too large is refused before it costs anything") {
  bench b;
  const auto before = b.seq();
  check_problem(b.manager.post(tickets, repeated("[", 60'000)), "invalid-request");
  check_problem(b.manager.post(tickets, repeated("{\"a\":", 10'000)), "invalid-request");
  const auto large =
      b.manager.post(tickets, R"({"services":[")" + std::string(70'000, 'x') + "\"]}");
  CHECK(large.status == 413);
  check_problem(large, "too-large");
  const auto many =
      b.manager.post(tickets, R"({"services":[)" + repeated("\"a\",", 12'000) + "\"a\"]}");
  check_problem(many, "invalid-value");  // read, within the limit, and no ticket
  // A length alone, or a chunk's, is enough to refuse; nothing is kept of it.
  for (const std::string head :
       {"Content-Length: 1000000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3b9aca00\r\n"}) {
    CAPTURE(head);
    net::testing::raw_peer peer(b.hall.port());
    peer.send(fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{}",
                          tickets, b.hall.host(), head));
    const auto r = peer.response();
    REQUIRE(r.has_value());
    CHECK(r->status == 413);
    CHECK(r->body.find("\"code\":\"too-large\"") != std::string::npos);
  }
  CHECK(b.seq() == before);
}

TEST_CASE("a body is JSON by its content type, whose case and parameters do not matter") {
  bench b;
  const auto before = b.seq();
  for (const auto* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
        "application/jsonx", "application/xml", "text/json"}) {
    CAPTURE(std::string(type));
    const auto r = b.manager.post(tickets, good, {{"Content-Type", type}});
    CHECK(r.status == 415);
    check_problem(r, "unsupported-media-type");
  }
  CHECK(b.seq() == before);
  for (const auto* type : {"application/json", "application/json; charset=utf-8",
                           "application/json ;charset=utf-8", "Application/JSON"}) {
    CAPTURE(std::string(type));
    CHECK(b.manager.post(tickets, good, {{"Content-Type", type}}).status == 201);
  }
  CHECK(b.manager.post(counter(1, "open"), "", {{"Content-Type", "text/plain"}}).status ==
        200);  // no body, no type
}

TEST_CASE("a body in chunks is as good as whole, broken chunks and other encodings are not") {
  bench b;
  const auto token = b.hall.device("kiosk").token;
  const auto send = [&](const std::string& encoding, const std::string& body) {
    net::testing::raw_peer peer(b.hall.port());
    static int key = 0;
    peer.send(fmt::format(
        "POST {} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nIdempotency-Key: chunk-{}\r\n"
        "Content-Type: application/json\r\nTransfer-Encoding: {}\r\nConnection: close\r\n\r\n{}",
        tickets, b.hall.host(), token, ++key, encoding, body));
    peer.half_close();
    return peer.response();
  };
  const auto chunk = [](std::string_view part) {
    return fmt::format("{:x}\r\n{}\r\n", part.size(), part);
  };
  const auto whole =
      send("chunked", chunk(good.substr(0, 5)) + chunk(good.substr(5)) + "0\r\n\r\n");
  REQUIRE(whole.has_value());
  CHECK(whole->status == 201);
  const auto before = b.seq();
  for (const auto& [encoding, body] : std::vector<std::pair<std::string, std::string>>{
           {"chunked", "zz\r\n" + good},
           {"chunked", chunk(good)},
           {"chunked", "5\r\n" + good + "\r\n0\r\n\r\n"},
           {"gzip, chunked", chunk(good) + "0\r\n\r\n"},
           {"identity", good},
           {"chunked, chunked", chunk(good) + "0\r\n\r\n"}}) {
    CAPTURE(encoding);
    CAPTURE(body);
    const auto r = send(encoding, body);
    REQUIRE(r.has_value());
    CHECK(r->status >= 400);
    CHECK(r->status < 502);
    CHECK(r->head.find("application/problem+json") != std::string::npos);
    CHECK(r->body.find("\"code\":\"") != std::string::npos);
  }
  CHECK(b.seq() == before);
}

TEST_CASE("words of people are trimmed, bounded, and free of control characters") {
  bench b;
  const auto t = take(b.hall, b.manager);
  const auto priority = fmt::format("{}/{}/priority", tickets, t.id);
  const auto before = b.seq();
  for (const auto& words :
       {std::string(R"(\u0000)"), std::string(R"(a\u0007)"), std::string(R"(a\u007f)"),
        std::string(R"(a\tb)"), std::string(R"(a\rb)"), std::string("   "), std::string(""),
        std::string(201, 'x'), repeated("長", 201)}) {
    CAPTURE(words);
    check_problem(b.manager.post(priority, with_reason(words)), "invalid-value");
  }
  CHECK(b.seq() == before);
  CHECK(b.manager.post(priority, with_reason("  " + repeated("長", 200) + " ")).status == 200);
}

TEST_CASE("every call with a body answers every kind of nonsense with a problem") {
  bench b;
  const auto t = take(b.hall, b.manager);
  const std::string nonsense[] = {"[]",
                                  "{",
                                  "\xff\xfe",
                                  R"({"unknown":1})",
                                  R"({"reason":{}})",
                                  repeated("[", 5'000),
                                  R"({"reason":"\ud800"})",
                                  "\xef\xbb\xbf{}",
                                  std::string(66'000, ' ')};
  for (const auto& r : b.hall.routes()) {
    if (r.method != net::method::post) continue;
    std::string path(r.pattern);
    const std::pair<const char*, std::string> parts[] = {
        {"{hall}", "main"}, {"{id}", t.id}, {"{token}", t.token}, {"{n}", "20"}, {"{page}", "p1"}, {"{block}", "b1"}};
    for (const auto& [name, value] : parts)
      if (const auto at = path.find(name); at != std::string::npos)
        path.replace(at, std::string(name).size(), value);
    for (const auto& body : nonsense) {
      CAPTURE(path);
      CAPTURE(body.substr(0, 100));
      const auto got = b.manager.post(path, body);
      CHECK(got.status >= 400);
      CHECK(got.status < 423);
      check_problem(got, got.code());
    }
  }
  CHECK(text_at(b.manager.get("/api/v1/tickets/" + t.token).object(), "/state") == "waiting");
}
