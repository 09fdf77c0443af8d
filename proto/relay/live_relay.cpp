// See live_relay.hpp. A browser has one frame in flight and then gets the newest.
#include "proto/relay/live_relay.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "proto/messages/codec.hpp"
#include "proto/messages/requests.hpp"
#include "proto/messages/views.hpp"
#include "proto/net/http.hpp"

namespace hallcall::relay {

// What is kept on the box.
struct kept_view {
  std::string server, hall, view;
  std::uint64_t seq = 0;
  messages::time_point at;
  std::string frame;
};
BOOST_DESCRIBE_STRUCT(kept_view, (), (server, hall, view, seq, at, frame))

namespace {

constexpr std::uint16_t service_restart = 1012;
constexpr std::uint16_t policy_violation = 1008;

boost::json::array* calls_of(boost::json::value& frame) {
  auto* const whole = frame.if_object();
  auto* const data = whole == nullptr ? nullptr : whole->if_contains("data");
  auto* const view = data == nullptr ? nullptr : data->if_object();
  auto* const now = view == nullptr ? nullptr : view->if_contains("now");
  return now == nullptr ? nullptr : now->if_array();
}

// A call that is shown late must not be spoken: who was called has long heard it, or has left.
std::string without_voice(boost::json::value frame) {
  if (auto* const calls = calls_of(frame))
    for (auto& call : *calls)
      if (auto* const fields = call.if_object()) (*fields)["speak"] = boost::json::array();
  return boost::json::serialize(frame);
}

std::set<std::string> ids_of(boost::json::value& frame) {
  std::set<std::string> ids;
  if (auto* const calls = calls_of(frame))
    for (auto& call : *calls)
      if (auto* const fields = call.if_object())
        if (const auto* id = fields->if_contains("call"); id != nullptr && id->is_string())
          ids.emplace(id->get_string());
  return ids;
}

std::string name_of(const net::server_url& server) {
  return fmt::format("{}:{}{}", server.at.host, server.at.port, server.base_path);
}

}  // namespace

live_relay::live_relay(net::reactor& reactor, live_view::options given,
                       std::unique_ptr<kept_file> kept)
    : kept_(std::move(kept)),
      origin_(name_of(given.server) + " " + given.view + " " + given.hall.value_or("")),
      upstream_(reactor, given,
                {.on_view = [this](const live_view::frame& came) { view_came(came); },
                 .on_beat = [this](std::string_view text) { beat_came(text); },
                 .on_connected =
                     [this] {
                       for (auto& one : confirmations_) one.sent = false;
                     },
                 .on_refused = nullptr,
                 .on_lost = [this](const std::string& why,
                                   std::chrono::milliseconds) { server_lost(why); },
                 .on_unknown_token =
                     [this] {
                       if (on_unknown_token) on_unknown_token();
                     }}) {
  recall();
}

void live_relay::recall() {
  const auto text = kept_ ? kept_->read() : std::nullopt;
  if (!text) return;
  const auto kept = messages::decode<kept_view>(*text, messages::lenient);
  if (!kept || kept->server != origin_) return;
  boost::json::error_code wrong;
  auto frame = boost::json::parse(kept->frame, wrong);
  if (wrong) return;
  calling_ = ids_of(frame);
  quiet_frame_ = net::make_body(without_voice(std::move(frame)));
  frame_ = quiet_frame_;
  kept_hall_ = kept->hall;
  seq_ = kept_seq_ = kept->seq;
  at_ = kept->at;
  ++version_;
}

void live_relay::view_came(const live_view::frame& came) {
  if (live_ && came.seq < seq_) return;  // a server never says that; what it shows would be older
  if (!live_ && came.seq < seq_) end_all("restart");
  boost::json::error_code wrong;
  auto frame = boost::json::parse(came.text, wrong);
  if (wrong) return;
  calling_ = ids_of(frame);
  frame_ = net::make_body(std::string(came.text));
  quiet_frame_ = net::make_body(without_voice(std::move(frame)));
  seq_ = came.seq;
  at_ = came.at;
  ++version_;
  keep(came);
  const bool came_back = !std::exchange(live_, true);
  was_live_ = true;
  trouble_.clear();
  const auto all = watchers_;
  for (const auto& one : all) flush(*one);
  flush_confirmations();
  if (on_view) on_view(came.text);
  if (came_back && on_live) on_live();
}

// Before the browser has it: a program that is killed next must not come back with an older one.
void live_relay::keep(const live_view::frame& came) {
  if (!kept_) return;
  const auto now = std::chrono::steady_clock::now();
  const bool to_disk =
      to_disk_at_ == std::chrono::steady_clock::time_point{} || now - to_disk_at_ >= to_disk_every;
  if (came.seq == kept_seq_ && !to_disk) return;
  kept_view all;
  all.server = origin_;
  all.hall = upstream_.hall().value_or("");
  all.seq = came.seq;
  all.at = came.at;
  all.frame = std::string(came.text);
  if (!kept_->write(messages::encode(all), to_disk)) return;
  kept_seq_ = came.seq;
  if (to_disk) to_disk_at_ = now;
}

void live_relay::beat_came(std::string_view text) {
  const auto beat = net::make_body(std::string(text));
  const auto all = watchers_;
  for (const auto& one : all)
    if (one->session->idle() && one->sent == version_) one->session->send(beat);
  flush_confirmations();
}

void live_relay::server_lost(const std::string& why) {
  live_ = false;
  trouble_ = why;
}

void live_relay::add(std::shared_ptr<net::ws_session> session, bool confirms) {
  auto one = std::make_shared<watcher>();
  one->session = std::move(session);
  one->confirms = confirms;
  watchers_.push_back(one);
  const std::weak_ptr weak(one);
  one->session->start({.on_text =
                           [this, weak](std::string_view text) {
                             if (const auto alive = weak.lock()) said(*alive, text);
                           },
                       .on_idle =
                           [this, weak] {
                             if (const auto alive = weak.lock()) flush(*alive);
                           },
                       .on_close = [this, weak] { std::erase(watchers_, weak.lock()); }});
  flush(*one);
}

void live_relay::flush(watcher& to) {
  if (!to.session->idle() || !frame_) return;
  if (to.sent != version_) {
    to.sent = version_;
    to.beat_due = !live_;
    return to.session->send(live_ ? frame_ : quiet_frame_);
  }
  // Once: the browser's clock goes right although what it shows is old.
  if (std::exchange(to.beat_due, false)) to.session->send(beat_now());
}

std::shared_ptr<const std::string> live_relay::beat_now() const {
  messages::beat_frame beat;
  beat.seq = seq_;
  beat.at = was_live_
                ? upstream_.server_now()
                : std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  return net::make_body(messages::encode(beat));
}

void live_relay::said(watcher& from, std::string_view text) {
  const auto read = messages::decode<messages::acknowledgement>(text, {1'024, 2, false});
  if (!from.confirms || !read || (read->type != "shown" && read->type != "spoken"))
    return from.session->close(policy_violation);
  const bool known = std::any_of(
      confirmations_.begin(), confirmations_.end(),
      [&](const confirmation& c) { return c.type == read->type && c.call == read->call; });
  if (known) return;
  confirmations_.push_back({read->type, read->call, false});
  if (confirmations_.size() > confirmations_kept) confirmations_.pop_front();
  flush_confirmations();
}

// What the browser said while the server was away is still true of a call that is still shown; of
// another it helps nobody.
void live_relay::flush_confirmations() {
  if (!live_ || watchers_.empty()) return;
  for (auto& one : confirmations_)
    if (!one.sent && calling_.contains(one.call))
      one.sent = upstream_.send(messages::encode(messages::acknowledgement{one.type, one.call}));
}

bool live_relay::confirm_shown(const std::string& call) {
  return live_ && upstream_.send(messages::encode(messages::acknowledgement{"shown", call}));
}

void live_relay::end_all(std::string_view why) {
  messages::bye_frame bye;
  bye.code = std::string(why);
  const auto last = net::make_body(messages::encode(bye));
  const auto all = std::exchange(watchers_, {});
  for (const auto& one : all) one->session->close(service_restart, last);
}

void live_relay::close() { end_all("restart"); }

live_relay::state live_relay::now() const {
  state s;
  s.live = live_;
  s.trouble = trouble_;
  s.seq = seq_;
  s.at = at_;
  s.since_heard = upstream_.since_heard();
  s.browsers = watchers_.size();
  s.unsent = static_cast<std::size_t>(
      std::count_if(confirmations_.begin(), confirmations_.end(),
                    [&](const confirmation& c) { return !c.sent && calling_.contains(c.call); }));
  return s;
}

}  // namespace hallcall::relay
