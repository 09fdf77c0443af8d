// The load tool: opens watchers and command connections against a running server on this machine
// and prints what it measured. README.md beside it says how to read the figures.
#include <arpa/inet.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <ctime>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <deque>
#include <memory>
#include <random>
#include <stdexcept>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "bench/connection.hpp"
#include "bench/figures.hpp"

namespace hallcall::bench {
namespace {

using clock = std::chrono::steady_clock;

struct options {
  address server;
  std::string hall = "main";
  std::string service = "transcript";
  int server_pid = 0;
  double seconds = 3;
  int connections = 64, in_flight = 256;                       // tickets
  int watchers = 1'000, calls = 200, counter = 1, burst = 16;  // push
  std::string name = "clerk1", password, view = "board";
};

double micros(clock::duration d) { return std::chrono::duration<double, std::micro>(d).count(); }

std::string random_key() {
  static std::mt19937_64 random{std::random_device{}()};
  return fmt::format("{:016x}{:08x}", random(), static_cast<std::uint32_t>(random()));
}

std::string post(const options& o, std::string_view path, std::string_view body,
                 std::string_view cookie) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: {}:{}\r\nContent-Type: application/json\r\nIdempotency-Key: {}\r\n"
      "{}Content-Length: {}\r\n\r\n{}",
      path, o.server.host, o.server.port, random_key(),
      cookie.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie), body.size(), body);
}

std::string take_ticket(const options& o) {
  return post(o, fmt::format("/api/v1/halls/{}/tickets", o.hall),
              fmt::format(R"({{"services":["{}"]}})", o.service), "");
}

// Sends one request and waits for its answer; for what is not measured.
struct plain_answer {
  int status = 0;
  std::string head_and_body;
};
plain_answer ask(connection& c, std::string_view request) {
  if (!c.send(request)) throw std::runtime_error("the server closed the connection");
  const auto end = clock::now() + std::chrono::seconds(10);
  while (clock::now() < end) {
    if (!c.flush() || !c.receive()) throw std::runtime_error("the server closed the connection");
    const auto a = parse_answer(c.input());
    if (a.status != 0) {
      plain_answer p{a.status, c.input().substr(0, a.bytes)};
      c.input().erase(0, a.bytes);
      return p;
    }
  }
  throw std::runtime_error("no answer in 10 s");
}

class poller {
 public:
  poller() : fd_(epoll_create1(0)) {}
  ~poller() { close(fd_); }
  void add(int fd, std::uint32_t index) {
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.u32 = index;
    epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &e);
  }
  // Indices that can be read, within the time.
  std::vector<std::uint32_t> wait(int milliseconds) {
    std::array<epoll_event, 512> ready{};
    const int n = epoll_wait(fd_, ready.data(), static_cast<int>(ready.size()), milliseconds);
    std::vector<std::uint32_t> all;
    for (int i = 0; i < n; ++i) all.push_back(ready[static_cast<std::size_t>(i)].data.u32);
    return all;
  }

 private:
  int fd_;
};

// ---- durable tickets
int run_tickets(const options& o) {
  struct line {
    connection socket;
    std::deque<clock::time_point> asked;
  };
  const int lines = std::min(o.connections, o.in_flight);
  std::vector<line> all;
  poller poll;
  for (int i = 0; i < lines; ++i) {
    all.push_back({connection(o.server), {}});
    poll.add(all.back().socket.fd(), static_cast<std::uint32_t>(i));
  }
  const auto send = [&](line& l, int n) {
    std::string requests;
    for (int i = 0; i < n; ++i) {
      requests += take_ticket(o);
      l.asked.push_back(clock::now());
    }
    l.socket.send(requests);
  };
  const auto before = figures_of(o.server_pid);
  const auto start = clock::now();
  const auto end =
      start + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>(o.seconds));
  for (int i = 0; i < o.in_flight; ++i) send(all[static_cast<std::size_t>(i % lines)], 1);
  samples latency;
  std::size_t good = 0, other = 0;
  while (clock::now() < end) {
    for (const auto index : poll.wait(100)) {
      line& l = all[index];
      if (!l.socket.receive() || !l.socket.flush())
        throw std::runtime_error("the server closed a connection");
      const auto now = clock::now();
      int answered = 0;
      std::size_t used = 0;
      for (;;) {
        const auto a = parse_answer(std::string_view(l.socket.input()).substr(used));
        if (a.status == 0) break;
        used += a.bytes;
        ++(a.status == 201 ? good : other);
        latency.add(micros(now - l.asked.front()));
        l.asked.pop_front();
        ++answered;
      }
      l.socket.input().erase(0, used);
      if (answered > 0) send(l, answered);
    }
  }
  const double took = std::chrono::duration<double>(clock::now() - start).count();
  const auto after = figures_of(o.server_pid);
  fmt::print(
      "tickets in_flight={} connections={} per_second={:.0f} refused={} p50_us={:.0f} "
      "p99_us={:.0f} "
      "server_cpu_us_each={:.2f}\n",
      o.in_flight, lines, static_cast<double>(good) / took, other, latency.percentile(0.5),
      latency.percentile(0.99),
      good > 0 ? (after.cpu_seconds - before.cpu_seconds) * 1e6 / static_cast<double>(good) : 0.0);
  return other == 0 ? 0 : 1;
}

// ---- push
std::string sign_in(const options& o) {
  connection c(o.server);
  const auto a =
      ask(c, post(o, "/api/v1/session",
                  fmt::format(R"({{"name":"{}","password":"{}"}})", o.name, o.password), ""));
  const auto at = a.head_and_body.find("Set-Cookie: ");
  if (a.status != 204 || at == std::string::npos)
    throw std::runtime_error("sign-in failed; see --name and --password");
  const auto from = at + 12;
  return a.head_and_body.substr(from, a.head_and_body.find(';', from) - from);
}

class watcher_crowd {
 public:
  explicit watcher_crowd(const options& o) : options_(o) {
    for (int i = 0; i < o.watchers; ++i) {
      sockets_.emplace_back(o.server);
      sockets_.back().send(
          fmt::format("GET /api/v1/halls/{}/live?view={} HTTP/1.1\r\nHost: {}:{}\r\nUpgrade: "
                      "websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "Sec-WebSocket-Protocol: hallcall.v1\r\n\r\n",
                      o.hall, o.view, o.server.host, o.server.port));
      poll_.add(sockets_.back().fd(), static_cast<std::uint32_t>(i));
      open_.push_back(false);
      newest_call_.push_back(0);
    }
    const auto end = clock::now() + std::chrono::seconds(20);
    while (views_ < sockets_.size() && clock::now() < end) take_in(100);
    if (views_ < sockets_.size()) throw std::runtime_error("not every watcher got its first view");
  }

  // Reads what has come within the time.
  void take_in(int milliseconds) {
    for (const auto i : poll_.wait(milliseconds)) {
      auto& s = sockets_[i];
      if (!s.receive()) throw std::runtime_error("the server closed a watcher");
      if (!open_[i]) {
        const auto a = parse_answer(s.input());
        if (a.status == 0) continue;
        if (a.status != 101) throw std::runtime_error("a watcher was refused");
        s.input().erase(0, a.bytes);
        open_[i] = true;
      }
      std::size_t used = 0;
      for (;;) {
        const auto f = parse_frame(std::string_view(s.input()).substr(used));
        if (!f.whole) break;
        used += f.bytes;
        if (f.opcode == 9) s.send(client_frame(10, f.payload));
        if (f.opcode != 1 || !f.payload.starts_with(R"({"type":"view")")) continue;
        ++views_;
        bytes_ += f.payload.size();
        if (const auto at = f.payload.find(R"("now":[{"call":"c)"); at != std::string_view::npos)
          std::from_chars(f.payload.data() + at + 17, f.payload.data() + f.payload.size(),
                          newest_call_[i]);
      }
      s.input().erase(0, used);
    }
  }
  [[nodiscard]] std::size_t views() const { return views_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] bool all_heard(std::uint64_t call) const {
    return std::all_of(newest_call_.begin(), newest_call_.end(), [&](auto n) { return n >= call; });
  }

 private:
  const options& options_;
  std::vector<connection> sockets_;
  std::vector<bool> open_;
  std::vector<std::uint64_t> newest_call_;
  poller poll_;
  std::size_t views_ = 0, bytes_ = 0;
};

std::uint64_t call_in(std::string_view answer) {
  const auto at = answer.find(R"("call":"c)");
  std::uint64_t n = 0;
  if (at != std::string_view::npos)
    std::from_chars(answer.data() + at + 9, answer.data() + answer.size(), n);
  return n;
}

// What the kernel alone takes of the sender's CPU for a buffer of that size to that many
// connections: the ground below which no server can be.
double raw_send_micros(int connections, std::size_t bytes) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (bind(listener, reinterpret_cast<sockaddr*>(&at), sizeof at) != 0 ||
      listen(listener, 1'024) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&at), &size) != 0)
    throw std::runtime_error("no local socket");
  std::vector<connection> senders;
  std::vector<int> receivers;
  for (int i = 0; i < connections; ++i) {
    senders.emplace_back(address{"127.0.0.1", ntohs(at.sin_port)});
    receivers.push_back(accept(listener, nullptr, nullptr));
  }
  const std::string frame(bytes, 'x');
  std::vector<char> sink(64 * 1024);
  double cpu = 0;
  constexpr int rounds = 50;
  const auto thread_cpu = [] {
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
  };
  for (int round = 0; round < rounds; ++round) {
    const double before = thread_cpu();
    for (auto& s : senders) s.send(frame);
    cpu += thread_cpu() - before;
    for (int r : receivers)
      while (recv(r, sink.data(), sink.size(), MSG_DONTWAIT) > 0) {}
  }
  for (int r : receivers) close(r);
  close(listener);
  return cpu / rounds / connections;
}

int run_push(const options& o) {
  const std::string cookie = sign_in(o);
  connection clerk(o.server);
  const auto counter = [&](std::string_view what, std::string_view body) {
    return ask(clerk,
               post(o, fmt::format("/api/v1/halls/{}/counters/{}/{}", o.hall, o.counter, what),
                    body, cookie));
  };
  counter("open", "{}");
  const auto before_watchers = figures_of(o.server_pid);
  watcher_crowd crowd(o);
  const auto with_watchers = figures_of(o.server_pid);
  fmt::print("watchers n={} server_rss_kib_each={:.2f}\n", o.watchers,
             static_cast<double>(with_watchers.rss_kib - before_watchers.rss_kib) / o.watchers);

  samples last_watcher, answered;
  for (int i = 0; o.view == "board" && i < o.calls; ++i) {
    if (ask(clerk, take_ticket(o)).status != 201) throw std::runtime_error("no ticket");
    for (int wait = 0; wait < 3; ++wait) crowd.take_in(2);
    const auto pressed = clock::now();
    const auto a = counter("call-next", "{}");
    answered.add(micros(clock::now() - pressed));
    const auto call = call_in(a.head_and_body);
    if (a.status != 200 || call == 0)
      throw std::runtime_error("call-next was refused: " + a.head_and_body);
    while (!crowd.all_heard(call)) crowd.take_in(1'000);
    last_watcher.add(micros(clock::now() - pressed));
    counter("start", "{}");
    counter("finish", R"({"outcome":"finished"})");
    for (int wait = 0; wait < 3; ++wait) crowd.take_in(2);
  }
  if (o.view == "board")
    fmt::print("call_to_last_watcher calls={} p50_us={:.0f} p99_us={:.0f} answer_p50_us={:.0f}\n",
               o.calls, last_watcher.percentile(0.5), last_watcher.percentile(0.99),
               answered.percentile(0.5));

  // What a delivery costs the server: many changes, each to every watcher.
  const auto cpu_before = figures_of(o.server_pid);
  const auto views_before = crowd.views(), bytes_before = crowd.bytes();
  for (int i = 0; i < o.calls; ++i) {
    if (ask(clerk, take_ticket(o)).status != 201) throw std::runtime_error("no ticket");
    const auto wanted = crowd.views() + static_cast<std::size_t>(o.watchers);
    while (crowd.views() < wanted) crowd.take_in(50);
  }
  const auto cpu_after = figures_of(o.server_pid);
  const auto views = static_cast<double>(crowd.views() - views_before);
  const double bytes = static_cast<double>(crowd.bytes() - bytes_before) / views;
  const double each = (cpu_after.cpu_seconds - cpu_before.cpu_seconds) * 1e6 / views;
  const double raw = raw_send_micros(o.watchers, static_cast<std::size_t>(bytes));
  fmt::print(
      "delivery view={} frames={:.0f} bytes_each={:.0f} server_cpu_us_each={:.2f} "
      "kernel_send_us_each={:.2f} "
      "ratio={:.2f}\n",
      o.view, views, bytes, each, raw, each / raw);
  if (o.view != "board") return 0;

  // Changes that come together cost one frame.
  const auto burst_before = crowd.views();
  std::string together;
  for (int i = 0; i < o.burst; ++i) together += take_ticket(o);
  clerk.send(together);
  int got = 0;
  const auto end = clock::now() + std::chrono::seconds(5);
  while (got < o.burst && clock::now() < end) {
    clerk.receive();
    std::size_t used = 0;
    for (;;) {
      const auto a = parse_answer(std::string_view(clerk.input()).substr(used));
      if (a.status == 0) break;
      used += a.bytes;
      ++got;
    }
    clerk.input().erase(0, used);
    crowd.take_in(1);
  }
  for (int i = 0; i < 50; ++i) crowd.take_in(10);
  fmt::print("burst changes={} frames_each={:.2f}\n", o.burst,
             static_cast<double>(crowd.views() - burst_before) / o.watchers);
  return 0;
}

}  // namespace
}  // namespace hallcall::bench

int main(int argc, char** argv) {
  using namespace hallcall::bench;
  options o;
  CLI::App app{"Load for a running hall on this machine: tickets/s, latencies, push, memory."};
  app.require_subcommand(1);
  app.add_option("--port", o.server.port, "the server's port on 127.0.0.1")->capture_default_str();
  app.add_option("--hall", o.hall)->capture_default_str();
  app.add_option("--service", o.service, "what the tickets are for")->capture_default_str();
  app.add_option("--server-pid", o.server_pid, "to read the server's CPU time and memory");
  auto* tickets = app.add_subcommand("tickets", "durable tickets over HTTP");
  tickets->add_option("--in-flight", o.in_flight)
      ->capture_default_str()
      ->check(CLI::Range(1, 4'096));
  tickets->add_option("--connections", o.connections)
      ->capture_default_str()
      ->check(CLI::Range(1, 1'024));
  tickets->add_option("--seconds", o.seconds)->capture_default_str()->check(CLI::Range(0.1, 120.0));
  auto* push = app.add_subcommand("push", "calls to watchers");
  push->add_option("--watchers", o.watchers)->capture_default_str()->check(CLI::Range(1, 1'900));
  push->add_option("--calls", o.calls)->capture_default_str()->check(CLI::Range(1, 100'000));
  push->add_option("--counter", o.counter)->capture_default_str();
  push->add_option("--view", o.view, "board or kiosk")
      ->capture_default_str()
      ->check(CLI::IsMember({"board", "kiosk"}));
  push->add_option("--burst", o.burst)->capture_default_str()->check(CLI::Range(1, 32));
  push->add_option("--name", o.name)->capture_default_str();
  push->add_option("--password", o.password)->required();
  CLI11_PARSE(app, argc, argv);
  try {
    return tickets->parsed() ? run_tickets(o) : run_push(o);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "hallcall-load: %s\n", e.what());
    return 1;
  }
}
