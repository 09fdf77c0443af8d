// See http_connection_impl.hpp. Every path that may close the connection or call a handler is
// followed by a look at core_: a handler may have destroyed the server.
#include "proto/net/http_connection_impl.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "proto/net/handshake_impl.hpp"

namespace hallcall::net {

namespace {

constexpr std::size_t read_bytes = 4 * 1024;
// After the last answer the peer's bytes are read and dropped for a while: closing over unread
// bytes would reset the connection, and the peer might lose the answer.
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t linger_bytes = 1024 * 1024;

constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

// What a responder shares among its copies: answers once, and 500 when all copies are gone.
struct pending_answer {
  std::weak_ptr<http_connection> connection;
  std::uint64_t number;
  bool given = false;

  pending_answer(std::weak_ptr<http_connection> to, std::uint64_t which)
      : connection(std::move(to)), number(which) {}
  pending_answer(const pending_answer&) = delete;
  pending_answer& operator=(const pending_answer&) = delete;
  ~pending_answer() {
    if (given) return;
    if (const auto to = connection.lock()) to->answer_dropped(number);
  }
};

// What is left of `all` after its first `sent` bytes.
std::vector<asio::const_buffer> unsent(const gathered& all, std::size_t sent) {
  std::vector<asio::const_buffer> rest;
  for (const auto& part : all) {
    const auto skip = std::min(sent, part.size());
    sent -= skip;
    if (skip < part.size()) rest.push_back(part + skip);
  }
  return rest;
}

}  // namespace

http_connection::http_connection(server_core& core, std::unique_ptr<server_stream> stream,
                                 connection_census::place place, bool local)
    : core_(&core),
      stream_(std::move(stream)),
      place_(std::move(place)),
      local_(local),
      input_(core.limits().max_header_bytes + read_bytes),
      reader_(core.reader_limits()) {}

void http_connection::start() {
  handshake_deadline_ = steady::now() + core_->limits().handshake_timeout;
  stream_->open(shared_from_this());
}

void http_connection::on_opened(error_code failed) {
  if (!core_) return;
  if (failed) {
    core_->count_failed_handshake();
    return close();
  }
  opening_ = false;
  handshake_deadline_ = never;
  idle_since_ = steady::now();
  await_input();
}

void http_connection::on_wrong_protocol() {
  if (!core_) return;
  core_->count_failed_handshake();
  opening_ = false;
  handshake_deadline_ = never;
  refuse({400, "This address speaks HTTPS: begin it with https://."});
  pump();
}

void http_connection::pump() {
  if (pumping_ || !core_) return;
  const auto core = core_->shared_from_this();
  pumping_ = true;
  do {
    read_requests();
    write_answers();
    if (core_ && upgrade_ && queue_.empty() && !writing_) {
      decide_upgrade();
      write_answers();
    }
  } while (core_ && !input_ended_ && !upgrade_ && !starved_ && has_room());
  pumping_ = false;
  await_input();
}

void http_connection::read_requests() {
  while (core_ && !input_ended_ && !upgrade_ && has_room()) {
    const auto bytes = input_.cdata();
    const auto read = reader_.feed({static_cast<const char*>(bytes.data()), bytes.size()});
    input_.consume(read.consumed);
    if (read.refused) return refuse(*read.refused);
    if (read.complete) {
      request_deadline_ = never;
      handle(reader_.take());
      continue;
    }
    starved_ = true;
    if (peer_ended_) {
      if (reader_.begun()) return refuse({400, "The request is incomplete."});
      input_ended_ = true;
      return;
    }
    if (input_.size() == input_.max_size()) return refuse({400, "A line is too long."});
    if (reader_.begun() && request_deadline_ == never)
      request_deadline_ = steady::now() + core_->limits().request_timeout;
    if (reader_.take_continue())
      queue_.push_back({.head = std::string(continue_head), .ready = true});
    return;
  }
}

void http_connection::handle(request_reader::taken taken) {
  core_->count_request();
  taken.request.remote_address = place_.address();
  taken.request.local = local_;
  if (taken.upgrade && core_->handlers().on_upgrade) {
    upgrade_ = std::move(taken);
    return;
  }
  input_ended_ = !taken.keep_alive || core_->draining();
  const auto number = first_number_ + queue_.size();
  queue_.push_back({.keep_alive = taken.keep_alive,
                    .http_1_1 = taken.http_1_1,
                    .head_only = taken.request.method == method::head});
  auto pending = std::make_shared<pending_answer>(weak_from_this(), number);
  core_->handlers().on_request(std::move(taken.request),
                               [pending = std::move(pending)](response given) {
                                 if (std::exchange(pending->given, true)) return;
                                 if (const auto to = pending->connection.lock())
                                   to->answer(pending->number, std::move(given));
                               });
}

void http_connection::refuse(const refusal& why) {
  input_ended_ = true;
  request_deadline_ = never;
  auto& last = queue_.emplace_back();
  last.keep_alive = false;
  prepare(last, core_->error_response(why.status, why.detail));
}

void http_connection::prepare(exchange& to, response answer) {
  if (!is_sendable(answer))
    answer = core_->error_response(500, "The server could not write its answer.");
  // While draining, who waits for nothing more is told so.
  if (core_->draining() && &to == &queue_.back()) {
    input_ended_ = true;
    to.keep_alive = false;
  }
  to.head =
      response_head(answer, core_->date(), {.keep_alive = to.keep_alive, .http_1_1 = to.http_1_1});
  if (!to.head_only && !is_bodiless(answer.status)) to.body = std::move(answer.body);
  to.ready = true;
}

bool http_connection::all_ready() const {
  return std::ranges::all_of(queue_, [](const exchange& one) { return one.ready; });
}

void http_connection::answer(std::uint64_t number, response given) {
  if (!core_ || number < first_number_) return;
  // The interim "100 Continue" takes a place in the queue, so numbers are places.
  auto& to = queue_.at(static_cast<std::size_t>(number - first_number_));
  if (to.ready) return;
  prepare(to, std::move(given));
  if (pumping_) return;
  if (upgrade_ || input_.size() > 0 || !all_ready()) return core_->resume_later(shared_from_this());
  const auto self = shared_from_this();
  write_answers();
  await_input();
}

void http_connection::answer_dropped(std::uint64_t number) {
  if (core_) answer(number, core_->error_response(500, "The request was not answered."));
}

void http_connection::decide_upgrade() {
  auto asked = std::move(*upgrade_);
  upgrade_.reset();
  if (const auto fault = handshake_fault(asked.request)) {
    queue_.emplace_back().keep_alive = false;
    input_ended_ = true;
    auto answer = core_->error_response(fault->status, fault->detail);
    if (fault->status == 426) answer.headers.emplace_back("Sec-WebSocket-Version", "13");
    return prepare(queue_.back(), std::move(answer));
  }
  // A client has to wait for the handshake's answer; frames before it would be read as a request by
  // others.
  if (input_.size() > 0) return refuse({400, "Bytes follow the request to upgrade."});
  if (core_->draining()) return refuse({503, "The server is about to stop."});
  auto decision = core_->handlers().on_upgrade(asked.request);
  if (!core_) return;
  if (auto* refused = std::get_if<response>(&decision)) {
    input_ended_ = !asked.keep_alive;
    queue_.emplace_back().keep_alive = asked.keep_alive;
    return prepare(queue_.back(), std::move(*refused));
  }
  auto& core = *std::exchange(core_, nullptr);
  core.take_over(stream_->become_websocket(
      core, std::move(place_), asked.request,
      std::get<http_server_handlers::accept_upgrade>(std::move(decision))));
  core.forget(shared_from_this());
}

void http_connection::await_input() {
  if (!core_ || opening_ || reading_ || peer_ended_ || upgrade_) return;
  if (lingering_ ? !goodbye_said_ : input_ended_ || !has_room()) return;
  reading_ = true;
  const auto room = std::min(read_bytes, input_.max_size() - input_.size());
  stream_->read(shared_from_this(), input_.prepare(room));
}

void http_connection::on_input(error_code failed, std::size_t bytes) {
  reading_ = false;
  if (!core_) return;
  if (failed && failed != asio::error::eof) return close();
  peer_ended_ = failed == asio::error::eof;
  if (lingering_) {
    discarded_ += bytes;
    if (peer_ended_ || discarded_ > linger_bytes) return close();
    return await_input();
  }
  input_.commit(bytes);
  starved_ = false;
  pump();
}

void http_connection::write_answers() {
  while (core_ && !writing_ && !lingering_) {
    gathered parts;
    std::size_t exchanges = 0;
    for (const auto& one : queue_) {
      if (!one.ready || parts.size() + 2 > gathered_buffers) break;
      parts.push_back(asio::buffer(one.head));
      if (one.body && !one.body->empty()) parts.push_back(asio::buffer(*one.body));
      ++exchanges;
      if (!one.keep_alive) break;
    }
    if (exchanges == 0) break;
    error_code failed;
    const auto sent = stream_->write_now(parts, failed);
    if (failed && failed != asio::error::would_block) return close();
    auto rest = unsent(parts, sent);
    if (rest.empty()) {
      on_written(exchanges);
      continue;
    }
    writing_ = true;
    write_deadline_ = steady::now() + core_->limits().write_timeout;
    stream_->write(shared_from_this(), std::move(rest), exchanges);
  }
  if (!core_ || writing_ || lingering_ || upgrade_ || !queue_.empty()) return;
  if (input_ended_ || (core_->draining() && !reader_.begun())) linger();
}

void http_connection::on_sent(error_code failed, std::size_t exchanges) {
  writing_ = false;
  write_deadline_ = never;
  if (!core_) return;
  if (failed) return close();
  on_written(exchanges);
  pump();
}

void http_connection::on_written(std::size_t exchanges) {
  const bool last = !queue_[exchanges - 1].keep_alive;
  for (; exchanges > 0; --exchanges, ++first_number_) queue_.pop_front();
  idle_since_ = steady::now();
  if (last) linger();
}

void http_connection::linger() {
  if (peer_ended_) return close();
  lingering_ = true;
  input_ended_ = true;
  input_.clear();
  linger_deadline_ = steady::now() + linger_time;
  stream_->say_goodbye(shared_from_this());
}

void http_connection::on_goodbye(error_code failed) {
  if (!core_) return;
  if (failed) return close();
  goodbye_said_ = true;
  await_input();
}

void http_connection::drain() {
  if (!core_ || lingering_) return;
  const bool idle = queue_.empty() && !writing_ && !upgrade_ && !reader_.begun();
  if (idle) close();
}

void http_connection::sweep(steady::time_point now) {
  if (!core_) return;
  if (now >= handshake_deadline_) return on_opened(asio::error::timed_out);
  if (now >= write_deadline_ || now >= linger_deadline_) return close();
  if (now >= request_deadline_) {
    refuse({408, "The request took too long to arrive."});
    return pump();
  }
  const bool idle = queue_.empty() && !upgrade_ && !reader_.begun() && !lingering_;
  if (idle && now >= idle_since_ + core_->limits().idle_timeout) close();
}

void http_connection::abandon() {
  core_ = nullptr;
  stream_->close();
}

void http_connection::close() {
  auto& core = *std::exchange(core_, nullptr);
  stream_->close();
  core.forget(shared_from_this());
}

}  // namespace hallcall::net
