// Loading an office: its file, the catalogue that it names, and a digest of both.
#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <set>

#include "service/office_file_hall.hpp"
#include "service/office_file_webhook.hpp"
#include "service/office_file_zone.hpp"

namespace hallcall::service {
namespace {

using namespace office_file;
using errors = std::vector<office_error>;

constexpr std::string_view default_catalogue = "services.toml";
constexpr std::size_t digest_bytes = 6;  // twelve hex digits

std::string digest_of(const std::string& content) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), hash);
  std::string digits;
  for (std::size_t i = 0; i < digest_bytes; ++i) digits += fmt::format("{:02x}", hash[i]);
  return digits;
}

// A TOML file's tree, or null after the error was noted; its content is added to `contents`.
std::optional<table> read_tree(const std::filesystem::path& file, errors& all,
                               std::string& contents) {
  auto content = read_file(file);
  if (!content) {
    all.push_back(std::move(content.error()));
    return std::nullopt;
  }
  auto tree = parse(*content, file.string());
  if (!tree) {
    all.push_back(std::move(tree.error()));
    return std::nullopt;
  }
  contents += *content;
  contents += '\0';  // so that no text can move from one file to the next unseen
  return std::move(*tree);
}

void read_languages_and_zone(const section& s, office& to, std::vector<engine::zone_offset>& zone) {
  to.languages = s.words("languages", page_languages);
  if (to.languages.empty()) {
    s.note_at("languages",
              fmt::format("\"languages\" must name at least one of: {}", listed(page_languages)));
  }
  to.time_zone = s.text("time_zone", true);
  if (to.time_zone.empty()) return;
  if (auto offsets = zone_table(to.time_zone)) {
    zone = std::move(*offsets);
  } else {
    s.note_at("time_zone",
              fmt::format("unknown time zone \"{}\"; allowed: a name of the IANA database that is "
                          "installed here (package tzdata), for instance \"Asia/Taipei\"",
                          to.time_zone));
  }
}

void read_halls(const section& root, const hall_context& context, office& to) {
  std::set<std::string> seen;
  for (const table* t : root.tables("hall")) {
    auto hall = read_hall(context, *t);
    if (!hall.id.empty() && !seen.insert(hall.id).second) {
      root.note(t->line, fmt::format("there is another hall \"{}\"", hall.id));
    }
    to.halls.push_back(std::move(hall));
  }
  if (to.halls.empty()) root.note(root.line(), "there is no [[hall]]; an office has at least one");
}

struct loading {
  std::filesystem::path file;
  errors all;
  std::string contents;
  office result;

  void run() {
    const auto tree = read_tree(file, all, contents);
    if (!tree) return;
    const error_list notes{file.string(), all};
    const section root{notes, *tree, "office file", ""};
    const table* from = root.inner("office");
    if (!from) {
      if (!root.has("office")) root.note(root.line(), "[office] is missing");
      return;
    }
    read_office(root, section{notes, *from, "office", "office"}, notes);
  }

  void read_office(const section& root, const section& s, const error_list& notes) {
    std::vector<engine::zone_offset> zone;
    read_languages_and_zone(s, result, zone);
    result.id = s.id("id");
    result.name = s.in_languages("name", result.languages);
    const hours office_hours = read_hours(notes, s, "office.hours");
    const auto shared = read_shared(s);
    read_halls(root, {notes, shared ? &*shared : nullptr, result.languages, office_hours, zone},
               result);
    if (const table* hook = root.inner("webhook"))
      result.webhook =
          read_webhook(section{notes, *hook, "webhook", "webhook"}, file.parent_path());
    if (!shared) return;
    result.groups = shared->groups;
    for (const auto& service : shared->services) result.services.push_back(service.text);
  }

  std::optional<catalogue> read_shared(const section& s) {
    std::string name = s.text("catalogue", false);
    if (name.empty()) name = default_catalogue;
    const auto path = file.parent_path() / name;
    const auto tree = read_tree(path, all, contents);
    if (!tree) return std::nullopt;
    return read_catalogue(error_list{path.string(), all}, *tree, result.languages);
  }
};

}  // namespace

const hall_config* office::find_hall(const std::string& id) const {
  const auto it = std::ranges::find(halls, id, &hall_config::id);
  return it == halls.end() ? nullptr : &*it;
}

const service_text* office::find_service(const engine::service_id& id) const {
  const auto it = std::ranges::find(services, id, &service_text::id);
  return it == services.end() ? nullptr : &*it;
}

tl::expected<std::shared_ptr<const office>, std::vector<office_error>> load_office(
    const std::filesystem::path& file) {
  loading load{file, {}, {}, {}};
  load.run();
  if (!load.all.empty()) {
    // By line, the office file's before the catalogue's.
    std::ranges::stable_sort(load.all, [&](const office_error& a, const office_error& b) {
      const bool a_shared = a.file != file.string();
      const bool b_shared = b.file != file.string();
      return std::pair{a_shared, a.line} < std::pair{b_shared, b.line};
    });
    return tl::unexpected(std::move(load.all));
  }
  load.result.revision = digest_of(load.contents);
  return std::make_shared<const office>(std::move(load.result));
}

std::shared_ptr<const office> open_at_all_hours(const office& from) {
  auto result = std::make_shared<office>(from);
  const engine::minutes end_of_day{24 * 60};
  for (auto& hall : result->halls) {
    hall.rules.opening.weekdays.fill({engine::opening{engine::minutes{0}, end_of_day, end_of_day}});
    hall.rules.opening.dates.clear();
    hall.rules.roster.clear();  // it is for the hours that the file says
  }
  return result;
}

}  // namespace hallcall::service
