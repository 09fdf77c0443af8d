// See browser.hpp. The command gets a process group of its own: a browser is many processes.
#include "display-client/browser.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

namespace hallcall::display {

browser::browser(net::reactor& reactor, std::string command, std::function<double()> jitter)
    : reactor_(reactor), command_(std::move(command)), back_off_(std::move(jitter)) {}

browser::~browser() {
  if (group_ <= 0) return;
  ::kill(-group_, SIGKILL);
  ::waitpid(group_, nullptr, 0);
}

void browser::start() {
  launch();
  look();
}

void browser::launch() {
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child == 0) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);  // a program that is killed takes its browser along
    if (::getppid() != parent) ::_exit(127);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::close_range(3, ~0U, 0);  // this program's sockets are not the browser's
    // The shell gives a single command its own place, so that the signal above reaches it.
    ::execl("/bin/sh", "sh", "-c", command_.c_str(), nullptr);
    ::_exit(127);
  }
  if (child < 0) {
    again_ = reactor_.after(back_off_.next(), [this] { launch(); });
    return;
  }
  ::setpgid(child, child);
  group_ = child;
  ++starts_;
  started_at_ = steady::now();
}

bool browser::has_ended() {
  int status = 0;
  if (::waitpid(group_, &status, WNOHANG) == 0) return false;
  ::kill(-group_, SIGKILL);  // what it left behind
  group_ = 0;
  if (!stopped_)
    fmt::print(stderr, "display-client: the browser ended ({})\n",
               WIFEXITED(status) ? fmt::format("exit code {}", WEXITSTATUS(status))
                                 : fmt::format("signal {}", WTERMSIG(status)));
  return true;
}

void browser::look() {
  look_ = reactor_.after(look_every, [this] {
    if (group_ > 0 && has_ended() && !stopped_) {
      if (steady::now() - started_at_ >= well_after) back_off_.reset();
      again_ = reactor_.after(back_off_.next(), [this] { launch(); });
    }
    if (!stopped_) return look();
    if (group_ <= 0) return std::exchange(stopped_, nullptr)();
    if (steady::now() >= kill_at_) ::kill(-group_, SIGKILL);
    look();
  });
}

void browser::stop(std::function<void()> done) {
  again_.cancel();
  stopped_ = std::move(done);
  kill_at_ = steady::now() + patience;
  if (group_ > 0) ::kill(-group_, SIGTERM);
  look();
}

}  // namespace hallcall::display
