// Reading the catalogue of services.
#include "service/office_file_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace hallcall::service::office_file {
namespace {

using documents = std::map<std::string, localized>;

// The functions as declared, and with them everything that a counter can have.
void read_functions(const section& root, catalogue& to) {
  const value* list = root.find("functions");
  const auto* names = list ? list->as<array>() : nullptr;
  if (list && !names) root.note_at("functions", "\"functions\" must be a list of texts");
  for (const value& item : names ? *names : array{}) {
    const auto* name = item.as<std::string>();
    if (!name || name->empty() || name->find(':') != std::string::npos) {
      root.note(item.line, "a function must be a text without \":\"");
    } else {
      to.functions.push_back(*name);
    }
  }
  to.features = to.functions;
  to.features.emplace_back(accessible_feature);
  for (const auto language : page_languages) to.features.push_back(language_feature(language));
}

void read_lanes(const error_list& errors, const section& root,
                std::span<const std::string> languages, catalogue& to) {
  const table* lanes = root.inner("lanes");
  if (!lanes) return root.note(root.line(), "[lanes] is missing: the lanes' names by language");
  const section s{errors, *lanes, "lanes", "lanes"};
  for (std::size_t i = 0; i < engine::lane_count; ++i) {
    to.lanes[i] = s.in_languages(lane_words[i], languages);
  }
}

void read_groups(const error_list& errors, const section& root,
                 std::span<const std::string> languages, catalogue& to) {
  std::set<std::string> seen;
  for (const table* t : root.tables("group")) {
    const section s{errors, *t, "group", "group"};
    group_text group;
    group.id = s.id("id");
    group.icon = s.has("icon") ? s.id("icon") : group.id;
    group.name = s.in_languages("name", languages);
    if (!group.id.empty() && !seen.insert(group.id).second) {
      s.note_at("id", fmt::format("there is another group \"{}\"", group.id));
    }
    to.groups.push_back(std::move(group));
  }
}

documents read_documents(const error_list& errors, const section& root,
                         std::span<const std::string> languages) {
  documents result;
  const table* all = root.inner("document");
  if (!all) return result;
  for (const auto& [id, what] : all->entries) {
    const auto* texts = what.as<table>();
    if (!texts) {
      errors.add(what.line,
                 fmt::format("document \"{}\" must be a table of texts by language", id));
      continue;
    }
    result[id] = read_languages(errors, *texts, languages, fmt::format("document \"{}\"", id));
  }
  return result;
}

std::map<std::string, std::vector<std::string>> read_keywords(const error_list& errors,
                                                              const section& service) {
  std::map<std::string, std::vector<std::string>> result;
  const table* from = service.inner("keywords");
  if (!from) return result;
  const section s{errors, *from, "service.keywords", service.where() + ", keywords"};
  for (const auto& [language, what] : from->entries) {
    const auto* list = what.as<array>();
    if (!list) s.note(what.line, fmt::format("\"{}\" must be a list of texts", language));
    for (const value& item : list ? *list : array{}) {
      if (const auto* word = item.as<std::string>(); word && !word->empty()) {
        result[language].push_back(*word);
      } else {
        s.note(item.line, fmt::format("\"{}\" must hold texts that are not empty", language));
      }
    }
  }
  return result;
}

struct known_names {
  std::vector<std::string_view> groups;
  std::vector<std::string_view> documents;
  std::vector<std::string_view> features;
};

catalogue_service read_service(const error_list& errors, const table& from,
                               const known_names& known, const documents& papers,
                               std::span<const std::string> languages) {
  const auto* named = from.find("id");
  const auto* name = named ? named->as<std::string>() : nullptr;
  const section s{errors, from, "service", fmt::format("service \"{}\"", name ? *name : "")};
  catalogue_service result;
  auto& [rules, text] = result;
  rules.id.value = s.id("id");
  rules.standard = engine::minutes{s.required_number("minutes", {1, 240})};
  rules.sensitive = s.flag("sensitive", rules.sensitive);
  rules.express = s.flag("express", rules.express);
  if (rules.sensitive && rules.express) {
    s.note_at("express",
              "a service is sensitive or express, not both: sensitive ones go to turning");
  }
  for (auto& feature : s.words("requires", known.features)) {
    rules.requires_features.insert({std::move(feature)});
  }
  text.id = rules.id;
  text.group = s.text("group", true);
  if (!text.group.empty() && !index_of(known.groups, text.group)) {
    s.note_at("group",
              fmt::format("unknown group \"{}\";{}", text.group, hint(known.groups, text.group)));
  }
  text.name = s.in_languages("name", languages);
  for (const auto& id : s.words("documents", known.documents))
    text.documents.push_back(papers.at(id));
  text.keywords = read_keywords(errors, s);
  return result;
}

}  // namespace

std::string language_feature(std::string_view language) {
  return fmt::format("language:{}", language);
}

std::vector<std::string_view> catalogue::service_ids() const {
  std::vector<std::string_view> ids;
  for (const auto& s : services) ids.push_back(s.rules.id.value);
  return ids;
}

catalogue read_catalogue(const error_list& errors, const table& from,
                         std::span<const std::string> languages) {
  catalogue result;
  const section root{errors, from, "catalogue", ""};
  read_functions(root, result);
  read_lanes(errors, root, languages, result);
  read_groups(errors, root, languages, result);
  const documents papers = read_documents(errors, root, languages);

  known_names known;
  for (const auto& g : result.groups) known.groups.push_back(g.id);
  for (const auto& [id, text] : papers) known.documents.push_back(id);
  known.features = views_of(result.features);
  std::set<std::string> seen;
  for (const table* t : root.tables("service")) {
    catalogue_service s = read_service(errors, *t, known, papers, languages);
    const auto& id = s.rules.id.value;
    if (!id.empty() && !seen.insert(id).second) {
      errors.add(t->line, fmt::format("there is another service \"{}\"", id));
    }
    result.services.push_back(std::move(s));
  }
  if (result.services.empty()) root.note(root.line(), "there is no [[service]]");
  return result;
}

}  // namespace hallcall::service::office_file
