// See request_reader_impl.hpp.
#include "proto/net/request_reader_impl.hpp"

#include <boost/beast/http/error.hpp>

#include <utility>

#include "proto/net/text_impl.hpp"

namespace hallcall::net {

namespace http = boost::beast::http;

namespace {

method to_method(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return method::get;
    case http::verb::head:
      return method::head;
    case http::verb::post:
      return method::post;
    case http::verb::put:
      return method::put;
    case http::verb::patch:
      return method::patch;
    case http::verb::delete_:
      return method::delete_;
    case http::verb::options:
      return method::options;
    default:
      return method::other;
  }
}

}  // namespace

request_parser::request_parser(const request_limits& limits) {
  header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  body_limit(limits.body_bytes);
}

void request_parser::refuse(int status, std::string_view detail, code& error) {
  refused = refusal{status, detail};
  error = http::error::bad_value;  // stops the parser; `refused` says more
}

void request_parser::on_request_impl(verb verb, view, view target, int version, code& error) {
  line_complete = true;
  http_1_1 = version == 11;
  if (!is_origin_form(target))
    return refuse(400, "The request's target must be a path of visible ASCII characters.", error);
  request.method = to_method(verb);
  request.target.assign(target.data(), target.size());
  request.headers.reserve(12);
}

void request_parser::on_field_impl(field known, view name, view value, code& error) {
  if (header_complete_) return;  // a trailer must not pass for a header
  switch (known) {
    case field::transfer_encoding:
      if (!http_1_1) return refuse(400, "HTTP/1.0 has no Transfer-Encoding.", error);
      if (!same_word(value, "chunked"))
        return refuse(501, "The only Transfer-Encoding taken is chunked.", error);
      break;
    case field::host:
      ++hosts_;
      break;
    case field::expect:
      expects_continue = http_1_1 && same_word(value, "100-continue");
      break;
    default:
      break;
  }
  request.headers.emplace_back(name, value);
}

void request_parser::on_header_impl(code& error) {
  header_complete_ = true;
  if (hosts_ > 1 || (http_1_1 && hosts_ == 0))
    refuse(400, "A request must name its Host once.", error);
}

void request_parser::on_body_init_impl(const boost::optional<std::uint64_t>& length, code&) {
  if (length) request.body.reserve(*length);  // already held against the limit
}

std::size_t request_parser::on_body_impl(view body, code&) {
  request.body.append(body.data(), body.size());
  return body.size();
}

std::size_t request_parser::on_chunk_body_impl(std::uint64_t, view body, code& error) {
  return on_body_impl(body, error);
}

request_reader::progress request_reader::feed(std::string_view bytes) {
  progress result;
  if (!parser_) {
    // An empty line before a request is to be ignored (RFC 9112, 2.2).
    while (bytes.substr(result.consumed).starts_with("\r\n")) result.consumed += 2;
    const auto rest = bytes.substr(result.consumed);
    if (rest.empty() || rest == "\r") return result;
    parser_.emplace(limits_);
    header_bytes_ = 0;
  }
  boost::beast::error_code error;
  const auto put = [&] {
    const auto rest = bytes.substr(result.consumed);
    const auto taken = parser_->put({rest.data(), rest.size()}, error);
    result.consumed += taken;
    return taken;
  };
  if (!parser_->is_header_done()) {
    // Beast forgets the header lines it has consumed; the limit is for all of them.
    header_bytes_ += put();
    const auto open = parser_->is_header_done() ? 0 : bytes.size() - result.consumed;
    const bool grammar_ok = !error || error == http::error::need_more;
    if (grammar_ok && header_bytes_ + open > limits_.header_bytes) {
      result.refused = header_too_large(bytes.substr(result.consumed));
      return result;
    }
    // Now a single put() reads all the chunks there are; earlier it would have hidden the header's
    // size.
    if (parser_->is_header_done()) parser_->eager(true);
  }
  if (parser_->is_header_done() && !parser_->is_done() && !error && result.consumed < bytes.size())
    put();
  if (error && error != http::error::need_more)
    result.refused = explain(error, bytes.substr(result.consumed));
  else
    result.complete = parser_->is_done();
  return result;
}

bool request_reader::take_continue() {
  if (!parser_ || !parser_->is_header_done() || parser_->is_done()) return false;
  return std::exchange(parser_->expects_continue, false);
}

request_reader::taken request_reader::take() {
  auto& request = parser_->request;
  taken result{.request = {},
               .keep_alive = parser_->keep_alive(),
               .upgrade = parser_->upgrade() &&
                          lists_word(find_header(request.headers, "Upgrade"), "websocket"),
               .http_1_1 = parser_->http_1_1};
  result.request = std::move(request);
  parser_.reset();
  return result;
}

// `unread` may hold the whole request line: Beast looks at nothing before the header is complete
// once it has met an incomplete one.
refusal request_reader::header_too_large(std::string_view unread) const {
  if (parser_->line_complete || unread.find('\n') != std::string_view::npos)
    return {431, "The request's headers are too large."};
  return {414, "The request's target is too long."};
}

refusal request_reader::explain(const boost::beast::error_code& error,
                                std::string_view unread) const {
  if (parser_->refused) return *parser_->refused;
  if (error == http::error::header_limit) return header_too_large(unread);
  if (error == http::error::body_limit) return {413, "The request's body is too large."};
  return {400, "The request is not valid HTTP/1.1."};
}

}  // namespace hallcall::net
