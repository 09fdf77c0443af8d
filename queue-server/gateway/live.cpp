#include "gateway/live.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/secrets.hpp"
#include "proto/messages/requests.hpp"
#include "service/engine_describe.hpp"

namespace hallcall::gateway {
namespace {

using enum role;
constexpr std::chrono::milliseconds beat_every{2'000};
constexpr std::chrono::milliseconds boards_settle{200};
constexpr std::string_view subprotocol = "hallcall.v1";
constexpr std::size_t reports_kept = 64;  // calls whose boards' reports are remembered
constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t service_restart = 1012;

bool offers_subprotocol(const net::request& r) {
  std::string_view offered = net::find_header(r.headers, "Sec-WebSocket-Protocol");
  while (!offered.empty()) {
    const auto end = offered.find(',');
    auto one = offered.substr(0, end);
    offered.remove_prefix(end == std::string_view::npos ? offered.size() : end + 1);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
    if (one == subprotocol) return true;
  }
  return false;
}

std::shared_ptr<const std::string> bye(std::string_view code, std::chrono::seconds retry) {
  messages::bye_frame frame;
  frame.code = code;
  frame.retry_seconds = retry.count();
  return net::make_body(messages::encode(frame));
}

// Which view is meant, and who may watch it.
struct wanted_view {
  audience allowed = everyone;
  bool known = false;
};
wanted_view find_view(api& a, const std::string& hall, const std::string& view) {
  const auto* config = a.halls.the_office().find_hall(hall);
  if (view == "board" || view == "kiosk") return {everyone, true};
  if (view == "manager") return {only({manager, administrator, auditor}), true};
  if (view.starts_with("counter:")) {
    for (const auto& r : config->rules.counters)
      if (view.substr(8) == std::to_string(r.number.value))
        return {only({clerk, backup, manager, administrator}), true};
    return {};
  }
  if (view.starts_with("ticket:"))
    return {everyone, a.halls.published(hall)->find_token(view.substr(7)) != nullptr};
  return {};
}

}  // namespace

class live::session final : public service::feed::watcher,
                            public std::enable_shared_from_this<live::session> {
 public:
  // `watches_by` and `reports_by`: the sign-in on which this right rests, none where it rests on
  // none. `device`: the name of the one that watches, empty for none.
  session(live& owner, service::view_name name, std::string device, bool reports_calls,
          std::optional<token_digest> watches_by, std::optional<token_digest> reports_by)
      : owner_(owner),
        name_(std::move(name)),
        device_(std::move(device)),
        reports_calls_(reports_calls),
        watches_by_(watches_by),
        reports_by_(reports_by) {}

  void open(std::shared_ptr<net::ws_session> socket) {
    socket_ = std::move(socket);
    auto self = shared_from_this();
    owner_.sessions_.insert(self);
    guard_ = service::feed::guard(owner_.api_.feed, name_, *this);
    net::ws_session::callbacks c;
    c.on_text = [self](std::string_view text) { self->said(text); };
    c.on_idle = [self] { self->send_newest(); };
    c.on_close = [self] { self->gone(); };
    socket_->start(std::move(c));
    if (!signed_in()) return end_signed_out();  // it ended while the handshake was under way
    send_newest();
    if (name_.view == "board") owner_.boards_change(name_.hall);
  }

  void newer_frame() override { send_newest(); }

  void beat(const std::shared_ptr<const std::string>& frame) {
    if (socket_->idle()) socket_->send(frame);  // a busy one hears the newest view soon enough
  }
  [[nodiscard]] const std::string& hall() const { return name_.hall; }
  [[nodiscard]] const std::string& device() const { return device_; }
  [[nodiscard]] bool signed_in() const { return is_valid(watches_by_); }
  void end_signed_out() { end(policy_violation, bye("not-signed-in", std::chrono::seconds(5))); }
  void end(std::uint16_t code, std::shared_ptr<const std::string> last) {
    socket_->close(code, std::move(last));
  }

 private:
  [[nodiscard]] bool is_valid(const std::optional<token_digest>& d) const {
    return !d || owner_.api_.who.still_valid(*d);
  }

  void send_newest() {
    if (!socket_->idle() || guard_.version() == sent_) return;
    sent_ = guard_.version();
    if (auto frame = guard_.frame()) socket_->send(std::move(frame));
  }

  void said(std::string_view text) {
    const auto a = messages::decode<messages::acknowledgement>(text, {1'024, 2, false});
    const auto id = a ? service::call_from_wire(a->call) : std::nullopt;
    if (name_.view != "board" || !id || (a->type != "shown" && a->type != "spoken"))
      return end(policy_violation, bye("invalid-request", std::chrono::seconds(5)));
    if (!reports_calls_ || !is_valid(reports_by_)) return;
    const auto* state = owner_.api_.halls.published(name_.hall);
    if (id->value == 0 || id->value > state->last_call) return;
    auto& reports = owner_.api_.reports[name_.hall];
    auto& seen = a->type == "shown" ? reports.shown : reports.spoken;
    if (!seen.insert(id->value).second) return;
    while (seen.size() > reports_kept) seen.erase(seen.begin());
    owner_.boards_change(name_.hall);
  }

  void gone() {
    guard_ = {};
    if (name_.view == "board") owner_.boards_change(name_.hall);
    owner_.sessions_.erase(shared_from_this());
  }

  live& owner_;
  service::view_name name_;
  std::string device_;
  bool reports_calls_;
  std::optional<token_digest> watches_by_;
  std::optional<token_digest> reports_by_;
  std::shared_ptr<net::ws_session> socket_;
  service::feed::guard guard_;
  std::uint64_t sent_ = 0;
};

live::live(api& a, net::reactor& r) : api_(a), reactor_(r) {
  beat_ = reactor_.after(beat_every, [this] { beat(); });
}

live::~live() = default;

void live::beat() {
  std::map<std::string, std::shared_ptr<const std::string>> frames;
  for (const auto& h : api_.halls.the_office().halls) {
    messages::beat_frame f;
    f.seq = api_.halls.published(h.id)->seq;
    f.at = api_.halls.now();
    frames[h.id] = net::make_body(messages::encode(f));
  }
  for (const auto& s : sessions_) s->beat(frames[s->hall()]);
  beat_ = reactor_.after(beat_every, [this] { beat(); });
}

void live::boards_change(const std::string& hall) {
  const bool on_its_way = !boards_changed_.empty();
  boards_changed_.insert(hall);
  if (on_its_way) return;  // put off again and again, it might never come
  boards_refresh_ = reactor_.after(boards_settle, [this] {
    const std::vector<std::string> halls(boards_changed_.begin(), boards_changed_.end());
    boards_changed_.clear();
    api_.feed.refresh(halls);
  });
}

void live::check_sign_ins() {
  const std::vector<std::shared_ptr<session>> all(sessions_.begin(), sessions_.end());
  for (const auto& s : all)
    if (!s->signed_in()) s->end_signed_out();
}

std::set<std::string> live::connected_devices() const {
  std::set<std::string> names;
  for (const auto& s : sessions_)
    if (!s->device().empty()) names.insert(s->device());
  return names;
}

void live::say_bye(std::string_view code, std::chrono::seconds retry) {
  const auto last = bye(code, retry);
  const std::vector<std::shared_ptr<session>> all(sessions_.begin(), sessions_.end());
  for (const auto& s : all) s->end(service_restart, last);
}

std::variant<net::response, net::http_server_handlers::accept_upgrade> live::upgrade(
    const net::request& request, const std::string& hall,
    const std::map<std::string, std::string>& query, std::optional<principal> who,
    const std::string& token) {
  if (api_.halls.the_office().find_hall(hall) == nullptr ||
      (who && who->hall && *who->hall != hall))
    return problem("not-found",
                   "This office has no hall of that name, or the device belongs to another.");
  const auto view = query.find("view");
  const auto wanted = view == query.end() ? wanted_view{} : find_view(api_, hall, view->second);
  if (!wanted.known)
    return problem("not-found", "Name a view: board, kiosk, ticket:TOKEN, counter:N or manager.");
  if (!wanted.allowed.anyone) {
    if (!who) return problem("not-signed-in", "Sign in to watch this.");
    if (!wanted.allowed.has(who->role))
      return problem("not-allowed", "Your role does not watch this.");
  }
  if (!offers_subprotocol(request))
    return problem("invalid-request", "Offer the WebSocket subprotocol hallcall.v1.");
  const bool trusted =
      who && (who->role == display || who->role == manager || who->role == administrator);
  const bool anyone_reports = api_.options.sample && request.local;
  std::optional<token_digest> watches_by, reports_by;
  // A public view outlives a person's sign-in; a device that was revoked is to notice it at once.
  const bool device = who && who->kind == principal_kind::device;
  if (!wanted.allowed.anyone || device) watches_by = digest_of(token);
  if (!anyone_reports && trusted) reports_by = digest_of(token);
  auto s = std::make_shared<session>(*this, service::view_name{hall, view->second},
                                     device ? who->name : std::string(), trusted || anyone_reports,
                                     watches_by, reports_by);
  net::http_server_handlers::accept_upgrade accept;
  accept.subprotocol = subprotocol;
  accept.on_open = [s = std::move(s)](std::shared_ptr<net::ws_session> socket) {
    s->open(std::move(socket));
  };
  return accept;
}

}  // namespace hallcall::gateway
