// The parts of the codec that do not depend on the message.
#include "proto/messages/codec.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace hallcall::messages::detail {
namespace {

namespace json = boost::json;
using parse_error = boost::system::error_code;

// Builds the value of a text. Boost 1.81's own handler takes a double up to one unit in the last
// place away from what was written, and 1e999 as infinite; a replayed score must be the score that
// was decided, so digits are read by from_chars here.
struct value_builder {
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  json::value_stack stack;
  std::size_t members = 0;  // of all objects, as written

  bool on_document_begin(parse_error&) { return true; }
  bool on_document_end(parse_error&) { return true; }
  bool on_object_begin(parse_error&) { return true; }
  bool on_object_end(std::size_t n, parse_error&) {
    members += n;
    return stack.push_object(n), true;
  }
  bool on_array_begin(parse_error&) { return true; }
  bool on_array_end(std::size_t n, parse_error&) { return stack.push_array(n), true; }
  bool on_key_part(json::string_view s, std::size_t, parse_error&) {
    return stack.push_chars(s), true;
  }
  bool on_key(json::string_view s, std::size_t, parse_error&) { return stack.push_key(s), true; }
  bool on_string_part(json::string_view s, std::size_t, parse_error&) {
    return stack.push_chars(s), true;
  }
  bool on_string(json::string_view s, std::size_t, parse_error&) {
    return stack.push_string(s), true;
  }
  bool on_number_part(json::string_view, parse_error&) { return true; }
  bool on_int64(std::int64_t n, json::string_view, parse_error&) {
    return stack.push_int64(n), true;
  }
  bool on_uint64(std::uint64_t n, json::string_view, parse_error&) {
    return stack.push_uint64(n), true;
  }
  bool on_double(double nearly, json::string_view text, parse_error& ec) {
    double exact = 0;  // stays 0 for what is too small to be told from it
    const auto r = std::from_chars(text.data(), text.data() + text.size(), exact);
    if (r.ec == std::errc::result_out_of_range && std::abs(nearly) > 1) {
      ec = json::error::exponent_overflow;
      return false;
    }
    return stack.push_double(exact), true;
  }
  bool on_bool(bool b, parse_error&) { return stack.push_bool(b), true; }
  bool on_null(parse_error&) { return stack.push_null(), true; }
  bool on_comment_part(json::string_view, parse_error&) { return true; }
  bool on_comment(json::string_view, parse_error&) { return true; }
};

// Of all objects in it. An object keeps one of two members with the same key.
std::size_t members_of(const json::value& v) {
  std::size_t n = 0;
  if (const auto* object = v.if_object()) {
    n = object->size();
    for (const auto& [key, member] : *object) n += members_of(member);
  } else if (const auto* list = v.if_array()) {
    for (const auto& item : *list) n += members_of(item);
  }
  return n;
}

}  // namespace

void append_camel(std::string& out, std::string_view snake) {
  bool up = false;
  for (char c : snake) {
    if (c == '_') {
      up = true;
    } else {
      out += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      up = false;
    }
  }
}

std::string kebab(std::string_view snake) {
  std::string out(snake);
  while (!out.empty() && out.back() == '_') out.pop_back();  // delete_, default_
  for (char& c : out)
    if (c == '_') c = '-';
  return out;
}

void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        std::array<char, 8> code{};
        std::snprintf(code.data(), code.size(), "\\u%04x", c);
        out += code.data();
      }
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void append_number(std::string& out, double value) {
  if (!std::isfinite(value)) {  // JSON has none; no figure of the hall is infinite
    out += "null";
    return;
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

void append_time(std::string& out, std::chrono::sys_time<std::chrono::milliseconds> t) {
  using namespace std::chrono;
  const auto day = floor<days>(t);
  const year_month_day date{day};
  const hh_mm_ss clock{t - day};
  std::array<char, 40> text{};
  const int n = std::snprintf(text.data(), text.size(), "\"%04d-%02u-%02uT%02d:%02d:%02d.%03dZ\"",
                              int(date.year()), unsigned(date.month()), unsigned(date.day()),
                              int(clock.hours().count()), int(clock.minutes().count()),
                              int(clock.seconds().count()), int(clock.subseconds().count()));
  out.append(text.data(), static_cast<std::size_t>(n));
}

std::optional<std::chrono::sys_time<std::chrono::milliseconds>> parse_time(std::string_view s) {
  using namespace std::chrono;
  // 2026-11-20T01:41:00.000Z, the fraction optional with 1 to 9 digits; a leap second is the next
  // minute's first
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, sec = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto field = [&](std::size_t at, std::size_t width,
                         int& out) {  // digits alone: from_chars takes a sign
    for (std::size_t i = at; i < at + width; ++i) {
      if (!is_digit(s[i])) return false;
      out = out * 10 + (s[i] - '0');
    }
    return true;
  };
  if (s.size() < 20 || s[4] != '-' || s[7] != '-' || (s[10] != 'T' && s[10] != 't') ||
      s[13] != ':' || s[16] != ':')
    return std::nullopt;
  if (!field(0, 4, y) || !field(5, 2, mo) || !field(8, 2, d) || !field(11, 2, h) ||
      !field(14, 2, mi) || !field(17, 2, sec))
    return std::nullopt;
  int ms = 0;
  std::size_t at = 19;
  if (s[at] == '.') {
    int scale = 100;
    const auto first = ++at;
    for (; at < s.size() && is_digit(s[at]); ++at, scale /= 10) ms += (s[at] - '0') * scale;
    if (at == first || at - first > 9) return std::nullopt;
  }
  if (at + 1 != s.size() || (s[at] != 'Z' && s[at] != 'z')) return std::nullopt;
  const year_month_day date{year{y}, month{unsigned(mo)}, day{unsigned(d)}};
  if (!date.ok() || h > 23 || mi > 59 || sec > 60) return std::nullopt;
  return sys_days{date} + hours{h} + minutes{mi} + seconds{sec} + milliseconds{ms};
}

tl::expected<json::value, decode_error> parse(std::string_view text, const decode_limits& limits) {
  if (text.size() > limits.max_bytes)
    return tl::make_unexpected(
        decode_error{decode_error::cause::too_large, "",
                     "the text is longer than " + std::to_string(limits.max_bytes) + " bytes"});
  json::parse_options options;
  options.max_depth = limits.max_depth;
  json::basic_parser<value_builder> parser(options);
  parser.handler().stack.reset();
  parse_error ec;
  const auto read = parser.write_some(false, text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = json::error::extra_data;
  if (ec == json::error::too_deep)
    return tl::make_unexpected(decode_error{
        decode_error::cause::too_deep, "",
        "lists and objects may be nested " + std::to_string(limits.max_depth) + " deep"});
  if (ec == json::error::exponent_overflow)
    return tl::make_unexpected(
        decode_error{decode_error::cause::value, "", "a number is too large"});
  if (ec)
    return tl::make_unexpected(decode_error{
        decode_error::cause::syntax, "",
        text.empty() ? "a JSON text is needed" : "this is not JSON in UTF-8: " + ec.message()});
  auto value = parser.handler().stack.release();
  if (!limits.unknown_keys && members_of(value) != parser.handler().members)
    return tl::make_unexpected(
        decode_error{decode_error::cause::shape, "", "a key comes twice in one object"});
  return value;
}

std::string beginning_of(std::string_view text) {
  constexpr std::size_t most = 40;
  if (text.size() <= most) return std::string(text);
  auto end = most;
  while (end > 0 && (text[end] & 0xC0) == 0x80) --end;  // a character is not cut in two
  return std::string(text.substr(0, end));
}

std::string type_word(const boost::json::value& v) {
  switch (v.kind()) {
    case boost::json::kind::null:
      return "null";
    case boost::json::kind::bool_:
      return "true or false";
    case boost::json::kind::string:
      return "a string";
    case boost::json::kind::array:
      return "a list";
    case boost::json::kind::object:
      return "an object";
    case json::kind::double_:
      return "a number with a fraction, an exponent or too many digits";
    default:
      return "a number";
  }
}

}  // namespace hallcall::messages::detail
