#include "tests/clients/box_browser.hpp"

#include <cstdlib>
#include <future>
#include <utility>

namespace hallcall::tests {

using namespace std::chrono_literals;

box_browser::box_browser(std::uint16_t port) : port_(port) {
  thread_ = std::thread([this] { reactor_.run(); });
  run([&] {
    client_ = std::make_unique<net::http_client>(reactor_, net::endpoint{"127.0.0.1", port}, 6s);
  });
}

box_browser::~box_browser() {
  run([&] {
    client_.reset();
    socket_.reset();
  });
  reactor_.stop();
  thread_.join();
}

void box_browser::run(const std::function<void()>& task) {
  std::promise<void> done;
  reactor_.post([&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

net::response box_browser::ask(net::request asked) {
  std::promise<net::response> came;
  reactor_.post([&] {
    client_->send(std::move(asked), [&](std::optional<net::response> answer, net::client_error) {
      came.set_value(answer ? std::move(*answer) : net::response{.status = 0});
    });
  });
  return came.get_future().get();
}

net::response box_browser::get(const std::string& target, net::header_list headers) {
  return ask({.target = target, .headers = std::move(headers)});
}

net::response box_browser::post(const std::string& target, const std::string& body,
                                const std::string& key) {
  return ask({.method = net::method::post,
              .target = target,
              .headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", key}},
              .body = body});
}

net::response box_browser::send(const std::string& target, const std::string& body,
                                const std::string& key, std::chrono::milliseconds most) {
  const auto until = std::chrono::steady_clock::now() + most;
  for (;;) {
    auto answer = post(target, body, key);
    const bool again = answer.status == 0 || (answer.status >= 502 && answer.status <= 504);
    if (!again || std::chrono::steady_clock::now() > until) return answer;
    std::this_thread::sleep_for(50ms);
  }
}

bool box_browser::watch(const std::string& view) {
  run([&] {
    socket_.reset();
    {
      const std::lock_guard guard(lock_);
      frames_.clear();
      open_ = closed_ = false;
    }
    socket_ = std::make_unique<net::ws_client>(
        reactor_, net::endpoint{"127.0.0.1", port_}, "/api/v1/halls/main/live?view=" + view,
        net::header_list{}, "hallcall.v1", 5s,
        net::ws_client::callbacks{.on_open =
                                      [this] {
                                        const std::lock_guard guard(lock_);
                                        open_ = true;
                                        changed_.notify_all();
                                      },
                                  .on_text =
                                      [this](std::string_view text) {
                                        const std::lock_guard guard(lock_);
                                        frames_.emplace_back(text);
                                        changed_.notify_all();
                                      },
                                  .on_close =
                                      [this](int, std::uint16_t, const std::string&) {
                                        const std::lock_guard guard(lock_);
                                        closed_ = true;
                                        changed_.notify_all();
                                      }});
  });
  std::unique_lock guard(lock_);
  changed_.wait_for(guard, 10s, [&] { return open_ || closed_; });
  return open_;
}

std::optional<std::string> box_browser::frame(std::chrono::milliseconds within) {
  std::unique_lock guard(lock_);
  if (!changed_.wait_for(guard, within, [&] { return !frames_.empty(); })) return std::nullopt;
  auto first = std::move(frames_.front());
  frames_.pop_front();
  return first;
}

bool box_browser::say(const std::string& text) {
  bool sent = false;
  run([&] { sent = socket_ && socket_->send(text); });
  return sent;
}

bool box_browser::closed() {
  const std::lock_guard guard(lock_);
  return closed_ && frames_.empty();
}

bool box_browser::ended() {
  std::unique_lock guard(lock_);
  return changed_.wait_for(guard, 10s, [&] { return closed_; });
}

std::uint64_t seq_of(const std::string& frame) {
  const auto at = frame.find("\"seq\":");
  return at == std::string::npos ? 0 : std::strtoull(frame.c_str() + at + 6, nullptr, 10);
}

}  // namespace hallcall::tests
