#include "golden_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>

namespace hallcall::messages {
namespace {

const std::filesystem::path proto = HALLCALL_PROTO;

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string without_white_space(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!quoted && (c == ' ' || c == '\n' || c == '\t' || c == '\r')) continue;
    out += c;
    if (quoted && c == '\\' && i + 1 < text.size())
      out += text[++i];
    else if (c == '"')
      quoted = !quoted;
  }
  return out;
}

}  // namespace

const std::vector<golden_file>& golden_files() {
  static const std::vector<golden_file> all = [] {
    std::vector<golden_file> found;
    for (const auto& entry : std::filesystem::directory_iterator(proto / "golden")) {
      golden_file g;
      g.file = entry.path().filename().string();
      g.message = g.file.substr(0, g.file.find('.'));
      std::replace(g.message.begin(), g.message.end(), '-', '_');
      g.text = without_white_space(read(entry.path()));
      found.push_back(std::move(g));
    }
    std::sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.file < b.file; });
    return found;
  }();
  return all;
}

const golden_file& golden(std::string_view file) {
  for (const auto& g : golden_files())
    if (g.file == file) return g;
  throw std::runtime_error("no golden file " + std::string(file));
}

std::vector<std::string> described_structs() {
  static const std::regex described("\nBOOST_DESCRIBE_STRUCT\\((\\w+),");
  std::vector<std::string> names;
  for (const char* header : {"common.hpp", "requests.hpp", "answers.hpp", "views.hpp", "notices.hpp"}) {
    const auto text = read(proto / "messages" / header);
    for (std::sregex_iterator it(text.begin(), text.end(), described), end; it != end; ++it)
      names.push_back((*it)[1]);
  }
  return names;
}

}  // namespace hallcall::messages
