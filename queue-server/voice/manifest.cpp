// The JSON, entry by entry, so that one wrong entry does not hide what is wrong with the others.
#include "voice/manifest.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <boost/json.hpp>

namespace hallcall::voice {
namespace {

namespace json = boost::json;

void wrong(findings& to, std::string what) {
  to.push_back({severity::error, std::string(manifest_name), std::move(what)});
}

std::optional<json::object> read_object(const std::filesystem::path& file, findings& to) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(file, failed);
  if (failed) {
    wrong(to, fmt::format("cannot be read: {}; a pack has one", failed.message()));
    return std::nullopt;
  }
  if (size > longest_manifest) {
    wrong(to, fmt::format("has {} bytes; {} are the most", size, longest_manifest));
    return std::nullopt;
  }
  std::string text(size, '\0');
  std::ifstream(file, std::ios::binary).read(text.data(), static_cast<std::streamsize>(size));
  json::error_code broken;
  auto value = json::parse(text, broken);
  if (broken || !value.is_object()) {
    wrong(to, fmt::format("is no JSON object{}; the format is in voice/README.md",
                          broken ? ": " + broken.message() : std::string()));
    return std::nullopt;
  }
  return std::move(value.as_object());
}

// What stands in the way of a file's name; empty when nothing does.
std::string fault_of_name(const std::filesystem::path& folder, const std::string& name) {
  const std::filesystem::path path(name);
  if (name.empty()) return "names no file";
  if (path.is_absolute() ||
      std::ranges::any_of(path, [](const auto& part) { return part == ".." || part == "."; }))
    return fmt::format("names {}, which is not a plain path below the pack's folder", name);
  const auto fine = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '_' || c == '-' || c == '/';
  };
  if (!std::ranges::all_of(name, fine) || name == manifest_name)
    return fmt::format("names {}; a file's name has letters a to z, digits, . _ - and /", name);
  std::error_code failed;
  const auto real = std::filesystem::weakly_canonical(folder / path, failed).string();
  const auto inside = std::filesystem::weakly_canonical(folder, failed).string() + "/";
  if (failed || !real.starts_with(inside))
    return fmt::format("names {}, which leads out of the pack's folder", name);
  return "";
}

void read_clip(const std::filesystem::path& folder, std::string_view id, const json::value& value,
               manifest& into, findings& to) {
  const auto* fields = value.if_object();
  const auto* file = fields == nullptr ? nullptr : fields->if_contains("file");
  const auto* seconds = fields == nullptr ? nullptr : fields->if_contains("seconds");
  if (file == nullptr || !file->is_string() || seconds == nullptr || !seconds->is_number())
    return wrong(to, fmt::format("clip {} is not {{\"file\": \"…\", \"seconds\": 0.5}}", id));
  clip one{std::string(file->get_string()), seconds->to_number<double>()};
  if (const auto fault = fault_of_name(folder, one.file); !fault.empty())
    return wrong(to, fmt::format("clip {} {}", id, fault));
  into.clips.emplace(id, std::move(one));
}

void read_languages(const json::object& fields, manifest& into, findings& to) {
  const auto* value = fields.if_contains("languages");
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr || list->empty())
    return wrong(to, "\"languages\" is not a list such as [\"zh-TW\", \"en\"]");
  for (const auto& one : *list) {
    if (!one.is_string()) return wrong(to, "\"languages\" has something that is no text");
    into.languages.emplace_back(one.get_string());
  }
}

}  // namespace

manifest read_manifest(const std::filesystem::path& folder, findings& to) {
  manifest read;
  const auto fields = read_object(folder / manifest_name, to);
  if (!fields) return read;
  const auto* format = fields->if_contains("format");
  if (format == nullptr || !format->is_int64() || format->get_int64() != format_version)
    wrong(to,
          fmt::format("\"format\" is {}; {} is right",
                      format == nullptr ? "missing" : json::serialize(*format), format_version));
  read_languages(*fields, read, to);
  if (const auto* who = fields->if_contains("speaker"); who != nullptr && who->is_string())
    read.speaker = std::string(who->get_string());
  const auto* clips = fields->if_contains("clips");
  if (clips == nullptr || !clips->is_object()) {
    wrong(to, "\"clips\" is not an object of clips by id");
    return read;
  }
  if (clips->get_object().empty()) wrong(to, "has no clips");
  if (clips->get_object().size() > most_clips) {
    wrong(to, fmt::format("has {} clips; {} are the most", clips->get_object().size(), most_clips));
    return read;
  }
  for (const auto& [id, value] : clips->get_object()) read_clip(folder, id, value, read, to);
  return read;
}

std::string text_of(const manifest& m) {
  const auto quoted = [](const std::string& text) { return json::serialize(json::string(text)); };
  std::string out = fmt::format("{{\n  \"format\": {},\n  \"speaker\": {},\n  \"languages\": [",
                                format_version, quoted(m.speaker));
  for (std::size_t i = 0; i < m.languages.size(); ++i)
    out += fmt::format("{}{}", i == 0 ? "" : ", ", quoted(m.languages[i]));
  out += "],\n  \"clips\": {";
  const char* comma = "";
  for (const auto& [id, one] : m.clips) {
    out += fmt::format("{}\n    {}: {{\"file\": {}, \"seconds\": {:.3f}}}", comma, quoted(id),
                       quoted(one.file), one.seconds);
    comma = ",";
  }
  return out + "\n  }\n}\n";
}

}  // namespace hallcall::voice
