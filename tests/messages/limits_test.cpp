// What a request may not be: too long, too deep, misspelt, of the wrong type, not UTF-8, ambiguous.
#include <string>

#include <doctest/doctest.h>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"

namespace hallcall::messages {
namespace {

using cause = decode_error::cause;

template <class T>
decode_error refusal(std::string_view text, const decode_limits& limits = {}) {
  const auto message = decode<T>(text, limits);
  REQUIRE_FALSE(message.has_value());
  return message.error();
}

TEST_CASE("a text over the size limit is refused without a look, one at the limit is read") {
  std::string text = R"({"reason":")";
  text.append(decode_limits{}.max_bytes - text.size() - 2, 'x');
  text += "\"}";
  REQUIRE(text.size() == decode_limits{}.max_bytes);
  CHECK(decode<with_reason>(text).has_value());
  text += ' ';
  const auto error = refusal<with_reason>(text);
  CHECK(error.why == cause::too_large);
  CHECK(error.what == "the text is longer than 65536 bytes");
}

TEST_CASE("nesting ends at the depth limit, however deep the text goes on") {
  const auto nested = [](std::size_t levels) {
    return R"({"services":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  CHECK(refusal<take_ticket>(nested(7)).why ==
        cause::shape);  // eight levels with the object: read, and wrong
  CHECK(refusal<take_ticket>(nested(8)).why == cause::too_deep);
  CHECK(refusal<take_ticket>(nested(30'000)).why == cause::too_deep);
}

TEST_CASE("an unknown key is refused with what is allowed") {
  const auto error = refusal<take_ticket>(R"({"services":["birth"],"langauge":"en"})");
  CHECK(error.why == cause::shape);
  CHECK(error.what ==
        "\"langauge\" is not known here; allowed: services, needs, language, quiet, channel");
  CHECK(refusal<empty_request>(R"({"a":1})").what == "\"a\" is not known here; no key is allowed");
}

TEST_CASE("an unknown key that is long is told in part, cut between two characters") {
  std::string key;
  for (int i = 0; i < 30; ++i)
    key += "櫃";  // three bytes each; forty bytes end inside the fourteenth
  std::string told;
  for (int i = 0; i < 13; ++i) told += "櫃";
  const auto error = refusal<empty_request>("{\"" + key + "\":1}");
  CHECK(error.what == "\"" + told + "\" is not known here; no key is allowed");
}

TEST_CASE(
    "unknown keys of a newer server are ignored by who reads leniently, missing ones keep their "
    "default") {
  const auto beat =
      decode<beat_frame>(R"({"type":"beat","at":"2026-11-20T01:41:00.000Z","load":0.5})", lenient);
  REQUIRE(beat.has_value());
  CHECK(beat->seq == 0);
}

TEST_CASE("a key that comes twice is refused: two readers could understand two things") {
  CHECK(refusal<with_reason>(R"({"reason":"a","reason":"b"})").why == cause::shape);
  CHECK(refusal<with_reason>(R"({"reason":"a","r\u0065ason":"b"})").what ==
        "a key comes twice in one object");
  CHECK(refusal<take_ticket>(R"({"services":["a"],"quiet":true,"services":["b"]})").why ==
        cause::shape);
  CHECK(refusal<hall_status>(R"({"name":{"en":"A","en":"B"}})").what ==
        "a key comes twice in one object");
}

TEST_CASE("the last of two equal keys counts for who reads leniently") {
  const auto reason = decode<with_reason>(R"({"reason":"a","reason":"b"})", lenient);
  REQUIRE(reason.has_value());
  CHECK(reason->reason == "b");
}

TEST_CASE("the same key in two objects of a text is none that comes twice") {
  CHECK(decode<wait_range>(R"({"lowSeconds":1,"highSeconds":1})").has_value());
  CHECK(decode<hall_list>(R"({"halls":[]})").has_value());
  CHECK(decode<messages::ticket_list>(R"({"tickets":[]})").has_value());
}

TEST_CASE("a wrong type is refused with its place and what it must be") {
  struct wrong {
    const char* text;
    const char* where;
    const char* what;
  };
  for (const auto& w : {
           wrong{R"([])", "", "must be an object, not a list"},
           wrong{R"("birth")", "", "must be an object, not a string"},
           wrong{R"(null)", "", "must be an object, not null"},
           wrong{R"({"services":"birth"})", "/services", "must be a list, not a string"},
           wrong{R"({"services":null})", "/services", "must be a list, not null"},
           wrong{R"({"services":["birth",7]})", "/services/1", "must be a string, not a number"},
           wrong{R"({"services":[],"quiet":"true"})", "/quiet",
                 "must be true or false, not a string"},
           wrong{R"({"services":[],"quiet":0})", "/quiet", "must be true or false, not a number"},
           wrong{R"({"services":[],"needs":{}})", "/needs", "must be a list, not an object"},
       }) {
    CAPTURE(w.text);
    const auto error = refusal<take_ticket>(w.text);
    CHECK(error.why == cause::shape);
    CHECK(error.where == w.where);
    CHECK(error.what == w.what);
  }
}

TEST_CASE("what is not JSON is refused as that") {
  for (const char* text :
       {"", " ", "{", "}", "{]", "{'reason':'a'}", "{\"reason\":\"a\",}", "{\"reason\":\"a\"} {}",
        "{\"reason\":NaN}", "{\"reason\":+1}", "{\"reason\":01}", "{\"reason\":\"a\nb\"}",
        "// no\n{\"reason\":\"a\"}", "\xEF\xBB\xBF{\"reason\":\"a\"}", "{reason:\"a\"}"}) {
    CAPTURE(text);
    CHECK(refusal<with_reason>(text).why == cause::syntax);
  }
  CHECK(refusal<with_reason>("").what == "a JSON text is needed");
}

TEST_CASE(
    "bytes that are not UTF-8 are refused, in values and in keys, as are halves of a surrogate "
    "pair") {
  for (const std::string bad :
       {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xE2\x82", "\xED\xA0\x80", "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80", "\xFF", "\\ud800", "\\udc00", "\\ud800\\u0041"}) {
    CAPTURE(bad);
    CHECK(refusal<with_reason>("{\"reason\":\"" + bad + "\"}").why == cause::syntax);
    CHECK(refusal<with_reason>("{\"" + bad + "\":\"a\"}").why == cause::syntax);
  }
}

TEST_CASE("every character that JSON can say is read and written again") {
  const std::string all =
      "\"\\/\b\f\n\r\t\x01\x1f\x7f 中文 Tiếng Việt ไทย 日本語 \xF0\xA8\x91\xA8 \xE2\x80\xA8";
  const auto text = encode(with_reason{all});
  const auto again = decode<with_reason>(text);
  REQUIRE(again.has_value());
  CHECK(again->reason == all);
  CHECK(encode(*again) == text);
  const auto escaped = decode<with_reason>(R"({"reason":"\u4e2d\ud860\udc68\/\u0000"})");
  REQUIRE(escaped.has_value());
  CHECK(escaped->reason == std::string("中\xF0\xA8\x81\xA8/\0", 9));
}

}  // namespace
}  // namespace hallcall::messages
