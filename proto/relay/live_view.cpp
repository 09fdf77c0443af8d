// States: finding the hall, connecting, live, waiting to try again. Sockets are replaced from the
// retry timer only, never from inside their own callbacks.
#include "proto/relay/live_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "proto/messages/answers.hpp"
#include "proto/messages/codec.hpp"
#include "proto/messages/views.hpp"
#include "proto/net/path_segment.hpp"

namespace hallcall::relay {

// The frames of the server, as far as this needs them.
struct frame_head {
  std::string type;
};
BOOST_DESCRIBE_STRUCT(frame_head, (), (type))

struct view_head {
  std::uint64_t seq = 0;
  messages::time_point at;
};
BOOST_DESCRIBE_STRUCT(view_head, (), (seq, at))

live_view::live_view(net::reactor& reactor, options given, callbacks calls)
    : reactor_(reactor),
      options_(std::move(given)),
      callbacks_(std::move(calls)),
      back_off_(options_.jitter),
      hall_(options_.hall),
      heard_at_(steady::now()) {}

live_view::~live_view() = default;

void live_view::start() {
  heard_at_ = steady::now();
  watch();
  if (hall_)
    connect();
  else
    find_hall();
}

void live_view::find_hall() {
  http_ = std::make_unique<net::http_client>(reactor_, options_.server.at, options_.timeout,
                                             options_.trust);
  net::request ask;
  ask.target = options_.server.base_path + "/api/v1/halls";
  ask.headers = credentials();
  http_->send(std::move(ask), [this](std::optional<net::response> answer, net::client_error error) {
    if (!answer) return lost(std::string(net::to_string(error)));
    if (answer->status == 401 && callbacks_.on_unknown_token) callbacks_.on_unknown_token();
    if (answer->status == 401 || answer->status == 403)
      return refused(refusal::not_allowed, fmt::format("the server answered {}", answer->status));
    if (answer->status >= 500 || answer->status == 429)
      return lost(fmt::format("the server answered {}", answer->status));
    const auto list = messages::decode<messages::hall_list>(
        answer->body ? *answer->body : std::string(), messages::lenient);
    if (answer->status != 200 || !list)
      return refused(refusal::wrong_server, "this is no Hallcall server");
    if (list->halls.empty()) return refused(refusal::unknown_hall, "the server has no hall");
    hall_ = list->halls.front().id;
    connect();
  });
}

net::header_list live_view::credentials() const {
  if (!options_.token) return {};
  return {{"Authorization", "Bearer " + *options_.token}};
}

void live_view::connect() {
  net::ws_client::callbacks calls;
  calls.on_open = [this] {
    connected_ = true;
    connection_heard_at_ = steady::now();
    if (callbacks_.on_connected) callbacks_.on_connected();
  };
  calls.on_text = [this](std::string_view text) { take(text); };
  calls.on_close = [this](int status, std::uint16_t code, std::string reason) {
    closed(status, code, reason);
  };
  asked_to_wait_ = std::chrono::milliseconds(0);
  socket_ = std::make_unique<net::ws_client>(
      reactor_, options_.server.at,
      options_.server.base_path + "/api/v1/halls/" + net::path_segment(*hall_) +
          "/live?view=" + options_.view,
      credentials(), "hallcall.v1", options_.timeout, std::move(calls), options_.trust);
}

void live_view::take(std::string_view text) {
  const auto head = messages::decode<frame_head>(text, messages::lenient);
  if (!head) return;  // not a frame: the silence watch will notice a server that sends nothing else
  if (head->type == "beat") {
    if (const auto beat = messages::decode<messages::beat_frame>(text, messages::lenient)) {
      heard(beat->at);
      if (callbacks_.on_beat) callbacks_.on_beat(text);
    }
  } else if (head->type == "bye") {
    if (const auto bye = messages::decode<messages::bye_frame>(text, messages::lenient))
      asked_to_wait_ = std::chrono::seconds(std::clamp<std::int64_t>(bye->retry_seconds, 0, 60));
  } else if (head->type == "view") {
    const auto view = messages::decode<view_head>(text, messages::lenient);
    if (!view) return;
    heard(view->at);
    ever_live_ = true;
    back_off_.reset();
    if (callbacks_.on_view) callbacks_.on_view({text, view->seq, view->at});
  }
}

void live_view::heard(messages::time_point server_time) {
  heard_at_ = connection_heard_at_ = steady::now();
  server_time_ = server_time;
}

void live_view::closed(int http_status, std::uint16_t code, const std::string& reason) {
  connected_ = false;
  if (http_status == 401 && callbacks_.on_unknown_token) callbacks_.on_unknown_token();
  if (http_status == 401 || http_status == 403)
    return refused(refusal::not_allowed, fmt::format("the server answered {}", http_status));
  if (http_status == 404)
    return refused(refusal::unknown_hall, "the server has no hall \"" + *hall_ + "\"");
  if (http_status != 0) return lost(fmt::format("the server answered {}", http_status));
  lost(code != 0 ? fmt::format("closed with {} {}", code, reason) : reason);
}

void live_view::lost(const std::string& why) {
  connected_ = false;
  if (finished_) return;
  const auto wait = std::max(back_off_.next(), asked_to_wait_);
  retry_ = reactor_.after(wait, [this] {
    socket_.reset();
    http_.reset();
    if (hall_)
      connect();
    else
      find_hall();
  });
  if (callbacks_.on_lost) callbacks_.on_lost(why, wait);
}

void live_view::refused(refusal what, const std::string& why) {
  if (ever_live_ || options_.persist) return lost(why);
  finished_ = true;
  watch_.cancel();
  if (callbacks_.on_refused) callbacks_.on_refused(what, why);
}

void live_view::watch() {
  watch_ = reactor_.after(options_.silence / 8, [this] {
    if (connected_ && steady::now() - connection_heard_at_ > options_.silence) {
      socket_.reset();
      lost("nothing heard");
    }
    watch();
  });
}

bool live_view::send(std::string text) {
  return connected_ && socket_ && socket_->send(std::move(text));
}

std::chrono::milliseconds live_view::since_heard() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(steady::now() - heard_at_);
}

messages::time_point live_view::server_now() const { return server_time_ + since_heard(); }

}  // namespace hallcall::relay
