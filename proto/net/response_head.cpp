// See response_head_impl.hpp.
#include "proto/net/response_head_impl.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "proto/net/text_impl.hpp"

namespace hallcall::net {

namespace {

constexpr std::array<std::string_view, 5> own_headers = {"Content-Length", "Date", "Server",
                                                         "Connection", "Transfer-Encoding"};

bool is_own_header(std::string_view name) {
  return std::ranges::any_of(own_headers, [&](auto own) { return same_word(own, name); });
}

void append_number(std::string& text, std::size_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

}  // namespace

std::string_view date_line::now() {
  const auto second = std::time(nullptr);
  if (second == second_) return line_;
  // By hand: strftime would follow the program's locale.
  static constexpr std::array days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&second, &utc);
  line_ = fmt::format("Date: {}, {:02} {} {} {:02}:{:02}:{:02} GMT\r\n",
                      days[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                      months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                      utc.tm_min, utc.tm_sec);
  second_ = second;
  return line_;
}

bool is_sendable(const response& answer) {
  if (answer.status < 200 || answer.status > 599) return false;
  return std::ranges::all_of(answer.headers, [](const auto& header) {
    return is_token(header.first) && is_line_text(header.second);
  });
}

bool is_bodiless(int status) { return status < 200 || status == 204 || status == 304; }

std::string response_head(const response& answer, std::string_view date, head_options options) {
  namespace http = boost::beast::http;
  std::string head;
  head.reserve(256);
  head += "HTTP/1.1 ";
  append_number(head, static_cast<std::size_t>(answer.status));
  head += ' ';
  const std::string_view reason =
      http::obsolete_reason(http::int_to_status(static_cast<unsigned>(answer.status)));
  head += reason;
  head += "\r\nServer: Hallcall\r\n";
  head += date;
  for (const auto& [name, value] : answer.headers) {
    if (is_own_header(name)) continue;
    head += name;
    head += ": ";
    head += value;
    head += "\r\n";
  }
  if (!is_bodiless(answer.status)) {
    head += "Content-Length: ";
    append_number(head, answer.body ? answer.body->size() : 0);
    head += "\r\n";
  }
  if (!options.keep_alive)
    head += "Connection: close\r\n";
  else if (!options.http_1_1)
    head += "Connection: keep-alive\r\n";
  head += "\r\n";
  return head;
}

}  // namespace hallcall::net
