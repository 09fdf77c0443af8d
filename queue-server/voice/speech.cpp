#include "voice/speech.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace hallcall::voice {
namespace {

// Its exit status, or why there is none.
tl::expected<int, std::string> run(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  if (const int failed = ::posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ);
      failed == ENOENT)
    return tl::unexpected(fmt::format("{0} is missing: apt-get install {0}", words[0]));
  else if (failed != 0)
    return tl::unexpected(fmt::format("{} does not start: {}", words[0], std::strerror(failed)));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return tl::unexpected(fmt::format("{} was lost", words[0]));
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

tl::expected<sound, std::string> read_aloud(const reader& who, const std::string& text,
                                            const std::filesystem::path& scratch) {
  const auto status = run({std::string(speech_program), "-v", std::string(who.voice), "-s",
                           std::to_string(who.words_a_minute), "-w", scratch.string(), "--", text});
  if (!status) return tl::unexpected(status.error());
  auto read = read_sound(scratch);
  std::error_code ignored;
  std::filesystem::remove(scratch, ignored);
  if (*status != 0 || !read)
    return tl::unexpected(
        fmt::format("{} with its voice {} does not read \"{}\"", speech_program, who.voice, text));
  return read;
}

}  // namespace hallcall::voice
