// See server_process.hpp.
#include "server_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include <doctest/doctest.h>

namespace hallcall::crash {
namespace {

struct started {
  pid_t id = -1;
  int output = -1;
};

started start(const std::vector<std::string>& arguments, int input) {
  std::vector<char*> words{const_cast<char*>(HALLCALL_SERVER)};
  for (const auto& a : arguments) words.push_back(const_cast<char*>(a.c_str()));
  words.push_back(nullptr);
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const pid_t parent = getpid();
  const pid_t id = fork();
  REQUIRE(id >= 0);
  if (id == 0) {  // nothing here but what may be called after a fork
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    dup2(input, 0);
    dup2(ends[1], 1);
    dup2(ends[1], 2);
    execv(words[0], words.data());
    _exit(127);
  }
  ::close(ends[1]);
  return {id, ends[0]};
}

ended reap(pid_t id) {
  int status = 0;
  REQUIRE(waitpid(id, &status, 0) == id);
  ended e;
  if (WIFEXITED(status)) e.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) e.signal = WTERMSIG(status);
  return e;
}

// Reads what is there, waiting at most so long; false at the end.
bool read_some(int from, std::string& into, std::chrono::milliseconds within) {
  pollfd ready{from, POLLIN, 0};
  if (poll(&ready, 1, static_cast<int>(within.count())) <= 0) return true;
  char chunk[4096];
  const auto n = ::read(from, chunk, sizeof chunk);
  if (n <= 0) return false;
  into.append(chunk, static_cast<std::size_t>(n));
  return true;
}

using clock = std::chrono::steady_clock;

std::chrono::milliseconds left_until(clock::time_point t) {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(t - clock::now()),
                  std::chrono::milliseconds(0));
}

}  // namespace

ended run_program(const std::vector<std::string>& arguments, const std::string& input) {
  int ends[2];
  REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
  const auto s = start(arguments, ends[0]);
  ::close(ends[0]);
  CHECK(::write(ends[1], input.data(), input.size()) == static_cast<ssize_t>(input.size()));
  ::close(ends[1]);
  std::string said;
  const auto limit = clock::now() + patience;
  while (clock::now() < limit && read_some(s.output, said, left_until(limit))) {}
  if (clock::now() >= limit) kill(s.id, SIGKILL);
  ::close(s.output);
  auto e = reap(s.id);
  e.out = std::move(said);
  return e;
}

server_process::server_process(const std::vector<std::string>& arguments) {
  const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const auto s = start(arguments, nothing);
  ::close(nothing);
  id_ = s.id;
  output_ = s.output;
}

server_process::~server_process() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  ::close(output_);
}

template <class Enough>
bool server_process::read_until(Enough enough, std::chrono::milliseconds within) {
  const auto limit = clock::now() + within;
  while (!enough()) {
    if (clock::now() >= limit) return false;
    if (!read_some(output_, said_, left_until(limit))) return true;
  }
  return true;
}

bool server_process::listens(std::chrono::milliseconds within) {
  const auto announced = [this] { return said_.find("Ctrl-C ends it.") != std::string::npos; };
  read_until(announced, within);
  const auto at = said_.find("http://127.0.0.1:");
  if (!announced() || at == std::string::npos) return false;
  port_ = static_cast<std::uint16_t>(std::strtoul(said_.c_str() + at + 17, nullptr, 10));
  return port_ != 0;
}

void server_process::signal(int number) const { kill(id_, number); }

ended server_process::end() {
  const bool closed = read_until([] { return false; }, patience);
  if (!closed) kill(id_, SIGKILL);
  auto e = reap(id_);
  id_ = -1;
  e.out = said_;
  return e;
}

}  // namespace hallcall::crash
