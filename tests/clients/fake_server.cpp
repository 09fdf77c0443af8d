#include "tests/clients/fake_server.hpp"

#include <chrono>
#include <variant>

namespace hallcall::tests {
namespace {
constexpr std::chrono::seconds patience{20};
}

net::response json(int status, std::string body) {
  net::response r;
  r.status = status;
  r.headers.emplace_back("Content-Type",
                         status < 400 ? "application/json" : "application/problem+json");
  r.body = net::make_body(std::move(body));
  return r;
}

fake_server::fake_server(script given, std::uint16_t port) : script_(std::move(given)) {
  net::http_server_limits limits;
  limits.render_error = [](int status, std::string_view) { return json(status, "{}"); };
  net::http_server_handlers handlers;
  handlers.on_request = [this](net::request ask, net::responder answer) {
    auto with = script_.on_request ? script_.on_request(ask) : json(404, "{}");
    if (with)
      answer(std::move(*with));
    else
      kept_.push_back(std::move(answer));
  };
  handlers.on_upgrade = [this](const net::request& ask)
      -> std::variant<net::response, net::http_server_handlers::accept_upgrade> {
    {
      const std::lock_guard guard(lock_);
      targets_.push_back(ask.target);
    }
    if (const int refuse = script_.on_upgrade(ask); refuse != 0) return json(refuse, "{}");
    net::http_server_handlers::accept_upgrade accept;
    accept.subprotocol = "hallcall.v1";
    accept.on_open = [this](std::shared_ptr<net::ws_session> session) { opened(session); };
    return accept;
  };
  server_ = std::make_unique<net::http_server>(reactor_, "127.0.0.1", port, limits, handlers);
  port_ = server_->port();
  thread_ = std::thread([this] { reactor_.run(); });
}

fake_server::~fake_server() {
  reactor_.post([this] {
    kept_.clear();
    server_->shutdown(std::chrono::milliseconds(500), [this] { reactor_.stop(); });
  });
  thread_.join();
  watchers_.clear();
  server_.reset();
}

void fake_server::opened(const std::shared_ptr<net::ws_session>& session) {
  auto w = std::make_shared<watcher>();
  w->session = session;
  for (auto& text : script_.greeting()) w->waiting.push_back(std::move(text));
  watchers_.push_back(w);
  session->start(
      {.on_text =
           [this](std::string_view text) {
             const std::lock_guard guard(lock_);
             received_.emplace_back(text);
             changed_.notify_all();
           },
       .on_idle =
           [weak = std::weak_ptr(w)] {
             if (auto alive = weak.lock()) flush(*alive);
           },
       .on_close = [this, weak = std::weak_ptr(w)] { std::erase(watchers_, weak.lock()); }});
  flush(*w);
  const std::lock_guard guard(lock_);
  ++opened_;
  changed_.notify_all();
}

void fake_server::flush(watcher& w) {
  if (w.waiting.empty() || !w.session->idle()) return;
  auto text = std::make_shared<const std::string>(std::move(w.waiting.front()));
  w.waiting.pop_front();
  w.session->send(text);
}

void fake_server::push(std::string text) {
  reactor_.post([this, text = std::move(text)] {
    for (const auto& w : watchers_) {
      w->waiting.push_back(text);
      flush(*w);
    }
  });
}

std::vector<std::string> fake_server::received(std::size_t at_least) {
  std::unique_lock guard(lock_);
  changed_.wait_for(guard, patience, [&] { return received_.size() >= at_least; });
  return received_;
}

bool fake_server::await_sessions(std::size_t opened_at_least) {
  std::unique_lock guard(lock_);
  return changed_.wait_for(guard, patience, [&] { return opened_ >= opened_at_least; });
}

std::vector<std::string> fake_server::upgrade_targets() const {
  const std::lock_guard guard(lock_);
  return targets_;
}

}  // namespace hallcall::tests
